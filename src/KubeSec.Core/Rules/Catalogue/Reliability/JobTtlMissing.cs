using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Reliability;

internal sealed class JobTtlMissing : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7039",
        Name = "job-ttl-missing",
        Title = "Finished jobs stay",
        Severity = Severity.Info,
        Category = RuleCategory.Reliability,
        Why = "Finished jobs and their pods stay, with their logs and what their variables held.",
        Attack = "Read the pods of old jobs.",
        Remedy = "Set ttlSecondsAfterFinished.",
        WhenToWaive = "Jobs whose owner removes them.",
        Sets = new("86400", "Tools that read finished jobs later than a day after."),
        EnabledByDefault = false,
    };

    public override void CheckResource(Resource resource, RuleContext context)
    {
        Field ttl = resource.Spec["ttlSecondsAfterFinished"];
        bool owned = resource.Root["metadata"]["ownerReferences"].Items.Any();
        if (resource.Kind == "Job" && !ttl.Exists && !owned)
        {
            context.Report(resource, ttl, $"job '{resource.Identity.Name}' stays when it has finished");
        }
    }
}
