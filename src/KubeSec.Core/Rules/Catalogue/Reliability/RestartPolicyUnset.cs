using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Manifests.Edits;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class RestartPolicyUnset : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7037",
        Name = "restart-policy-unset",
        Title = "Restart policy left to the default",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "For bare pods the default Always is seldom what was thought of; for jobs the API server refuses it.",
        Attack = "None is needed: the pod restarts for ever, or is refused.",
        Remedy = "State restartPolicy.",
        WhenToWaive = "Pods that are to run for ever.",
        Sets = new("Never", "Pods that were to be started again."),
        EnabledByDefault = false,
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        Field policy = workload.Pod["restartPolicy"];
        if (FaultOf(policy, workload.Resource.Kind) is { } fault)
        {
            bool isKeptRunning = workload.Resource.Kind is not ("Job" or "CronJob" or "Pod");
            Fix? always = isKeptRunning ? new FieldEdits().Set(policy, "Always").Fix($"Set {policy.Path} to Always") : null;
            context.Report(workload, policy, fault, fix: always);
        }
    }

    /// <summary>
    /// Jobs must say Never or OnFailure; pods that a controller keeps running get Always and may have nothing else
    /// (pkg/apis/apps/validation).
    /// </summary>
    private static string? FaultOf(Field policy, string kind) => (kind, policy.Text) switch
    {
        ("Job" or "CronJob" or "Pod", null) => "the pod leaves restartPolicy to the default",
        ("Job" or "CronJob", "Always") => "a job's pod may not restart always",
        ("Job" or "CronJob" or "Pod", _) => null,
        (_, "Never") => "the pod stays away after it has failed",
        _ => null,
    };
}
