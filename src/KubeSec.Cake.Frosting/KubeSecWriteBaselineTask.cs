using Cake.Frosting;

namespace KubeSec.Cake.Frosting;

/// <summary>Records today's findings, so that only new ones close the gate: where the gate's settings look for them, or in
/// <c>./kubesec.baseline.json</c>, which the policy file has to name. Use it as it is, or derive from it to give it another name.</summary>
[TaskName("KubeSec-Write-Baseline")]
[TaskDescription("Records today's findings, so that only new ones close the gate")]
public class KubeSecWriteBaselineTask : FrostingTask<IKubeSecContext>
{
    /// <inheritdoc/>
    public override void Run(IKubeSecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        KubeSecAliases.KubeSecWriteBaseline(context, context.KubeSecManifests, context.KubeSecGate.Baseline ?? "./kubesec.baseline.json", context.KubeSecGate);
    }
}
