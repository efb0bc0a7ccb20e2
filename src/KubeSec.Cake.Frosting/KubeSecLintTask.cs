using Cake.Frosting;

namespace KubeSec.Cake.Frosting;

/// <summary>Lints the manifests and logs what was found; the build goes on. Use it as it is, or derive from it to give it another name, dependencies or an error handler.</summary>
[TaskName("KubeSec-Lint")]
[TaskDescription("Lints the manifests and goes on")]
public class KubeSecLintTask : FrostingTask<IKubeSecContext>
{
    /// <inheritdoc/>
    public override void Run(IKubeSecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        KubeSecAliases.KubeSecLint(context, context.KubeSecManifests, context.KubeSecLint);
    }
}
