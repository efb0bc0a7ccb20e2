using KubeSec.Findings;
using KubeSec.Manifests;

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
        bool job = workload.Resource.Kind is "Job" or "CronJob";
        if ((job || workload.Resource.Kind == "Pod") && (!policy.Exists || (job && policy.Text == "Always")))
        {
            context.Report(
                workload, policy, policy.Exists ? "a job's pod may not restart always" : "the pod leaves restartPolicy to the default");
        }
    }
}
