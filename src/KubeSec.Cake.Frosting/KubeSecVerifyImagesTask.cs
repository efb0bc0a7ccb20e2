using Cake.Frosting;

namespace KubeSec.Cake.Frosting;

/// <summary>Verifies who signed the images and fails the build unless every one passes. Use it as it is, or derive from it to give it another name, dependencies or an error handler.</summary>
[TaskName("KubeSec-Verify-Images")]
[TaskDescription("Verifies who signed the images; fails unless every one passes")]
public class KubeSecVerifyImagesTask : FrostingTask<IKubeSecContext>
{
    /// <inheritdoc/>
    public override void Run(IKubeSecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        IEnumerable<string> images = context.KubeSecImages
            ?? KubeSecAliases.KubeSecInventory(context, context.KubeSecManifests).Select(container => container.Image).Distinct();
        KubeSecAliases.KubeSecVerifyImages(context, images, context.KubeSecVerifyImages);
    }
}
