using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Pods;

internal sealed class RuntimeClassHardenedMissing : Rule
{
    private static readonly string[] SandboxKinds = ["Sandbox", "SandboxTemplate", "SandboxWarmPool"];
    private static readonly string[] Hardened = ["gvisor", "runsc", "kata", "firecracker", "nabla", "sysbox", "wasm", "confidential"];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS1046",
        Name = "runtime-class-hardened-missing",
        Title = "Untrusted code runs without a sandboxing runtime",
        Severity = Severity.Medium,
        Category = RuleCategory.Pod,
        Why = "The workload says that it runs code of others, and shares the node's kernel with everything else.",
        Attack = "Run code that attacks the kernel.",
        Remedy = "Name a RuntimeClass such as gvisor or kata in runtimeClassName.",
        WhenToWaive = "Nodes kept for this workload alone.",
        Frameworks = [new("owasp", "K01"), new("attack", "T1611")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        bool runsForeignCode = SandboxKinds.Contains(workload.Resource.Kind)
            || workload.PodLabels["kubesec.example/untrusted"].Text == "true";
        Field runtime = workload.Pod["runtimeClassName"];
        if (runsForeignCode && !Hardened.Any(name => runtime.Text?.Contains(name, StringComparison.OrdinalIgnoreCase) == true))
        {
            context.Report(workload, runtime, "the pod runs code of others and shares the node's kernel");
        }
    }
}
