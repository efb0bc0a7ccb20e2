using Cake.Frosting;

namespace KubeSec.Cake.Frosting;

/// <summary>Judges the manifests and fails the build unless the verdict is a pass. Use it as it is, or derive from it to give it another name, dependencies or an error handler.</summary>
[TaskName("KubeSec-Gate")]
[TaskDescription("Judges the manifests; fails unless the verdict is a pass")]
public class KubeSecGateTask : FrostingTask<IKubeSecContext>
{
    /// <inheritdoc/>
    public override void Run(IKubeSecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        KubeSecAliases.KubeSecGate(context, context.KubeSecManifests, context.KubeSecGate);
    }
}
