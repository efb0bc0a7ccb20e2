using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules;

/// <summary>One thing to look for. A rule overrides the visit of the object it asks a question about, and no other.</summary>
internal abstract class Rule
{
    /// <summary>What the rule is about.</summary>
    public abstract RuleInfo Info { get; }

    /// <summary>Whether a run gives the rule what it needs; one that lacks it is not asked, so that its silence is not taken for a pass.</summary>
    public virtual bool CanJudge(LintOptions options) => true;

    /// <summary>Asks about one container, of whatever list and whatever workload.</summary>
    public virtual void CheckContainer(Container container, RuleContext context)
    {
    }

    /// <summary>Asks about the pod a workload makes.</summary>
    public virtual void CheckWorkload(Workload workload, RuleContext context)
    {
    }

    /// <summary>Asks about one resource of any kind.</summary>
    public virtual void CheckResource(Resource resource, RuleContext context)
    {
    }

    /// <summary>Asks about everything read, once all of it has been.</summary>
    public virtual void CheckAll(ResourceIndex index, RuleContext context)
    {
    }
}
