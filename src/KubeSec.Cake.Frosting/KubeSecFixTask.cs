using Cake.Frosting;

namespace KubeSec.Cake.Frosting;

/// <summary>Mends in the manifests what can be mended safely. Use it as it is, or derive from it to give it another name, dependencies or an error handler.</summary>
[TaskName("KubeSec-Fix")]
[TaskDescription("Mends in the manifests what can be mended safely")]
public class KubeSecFixTask : FrostingTask<IKubeSecContext>
{
    /// <inheritdoc/>
    public override void Run(IKubeSecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        KubeSecAliases.KubeSecFix(context, context.KubeSecManifests, context.KubeSecFix);
    }
}
