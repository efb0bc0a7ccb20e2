using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class NetworkPolicyDangling : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3102",
        Name = "network-policy-dangling",
        Title = "Network policy that selects no pod",
        Severity = Severity.Low,
        Category = RuleCategory.Network,
        Why = "The policy guards nothing: the pods it was written for are open.",
        Attack = "Connect to the pods that were believed to be guarded.",
        Remedy = "Mend podSelector so that it matches the pods' labels.",
        WhenToWaive = "Pods made by another release or an operator.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        foreach (Policy policy in network.Model.Policies.Where(policy => !policy.IsNotUnderstood && !SelectsAll(policy) && !SelectsSomeone(network.Engine, policy)))
        {
            context.Report(policy.Resource, Subject(policy.Resource), $"{policy} selects no pod of these manifests");
        }
    }

    /// <summary>A policy for every pod of its namespace waits for the pods that come; it has no slip to find.</summary>
    private static bool SelectsAll(Policy policy) => policy.SubjectPods.IsEmpty && policy.SubjectNamespaces?.IsEmpty != false;

    private static bool SelectsSomeone(ReachabilityEngine engine, Policy policy) => engine.Index
        .Select(policy.SubjectPods, policy.SubjectNamespaces, policy.Namespace)
        .And(engine.Index.Pods).Members()
        .Any(number => engine.Index.Classes[number].Workloads.Any(workload => workload.Source is not null));

    private static Field Subject(Resource policy) => new[] { "podSelector", "subject", "endpointSelector", "selector" }
        .Select(name => policy.Spec[name])
        .FirstOrDefault(field => field.Exists, policy.Spec);
}
