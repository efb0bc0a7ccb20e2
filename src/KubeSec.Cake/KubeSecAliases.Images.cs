using Cake.Core;
using Cake.Core.Annotations;
using KubeSec.Inventory;
using KubeSec.Signatures;

namespace KubeSec.Cake;

public static partial class KubeSecAliases
{
    /// <summary>Verifies who signed images, by the signature policies of <c>kubesec.yaml</c>, and fails the task unless every one passes.</summary>
    /// <param name="context">The context.</param>
    /// <param name="images">Image references, or <c>docker-daemon:</c> and the name of an image in the Docker engine.</param>
    /// <returns>One verdict for each image, in their order.</returns>
    /// <exception cref="CakeException">An image is refused or could not be judged, or the policy file is wrong or demands nothing.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Verify").Does(() => KubeSecVerifyImages(new[] { "ghcr.io/acme/shop-web:1.4.0" }));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Images)]
    [CakeNamespaceImport("KubeSec.Signatures")]
    public static IReadOnlyList<ImageVerdict> KubeSecVerifyImages(this ICakeContext context, IEnumerable<string> images) =>
        KubeSecVerifyImages(context, images, new KubeSecVerifyImagesSettings());

    /// <summary>Verifies who signed images and fails the task unless every one passes.</summary>
    /// <param name="context">The context.</param>
    /// <param name="images">Image references, or <c>docker-daemon:</c> and the name of an image in the Docker engine.</param>
    /// <param name="settings">How to verify.</param>
    /// <returns>One verdict for each image, in their order.</returns>
    /// <exception cref="CakeException">An image is refused or could not be judged, or the policy file is wrong or demands nothing.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Verify").Does(() =>
    /// {
    ///     var images = KubeSecInventory("./deploy").Select(container => container.Image).Distinct();
    ///     var verdicts = KubeSecVerifyImages(images, new KubeSecVerifyImagesSettings { PolicyFile = "./kubesec.yaml" });
    ///     Information("deploy {0}", verdicts[0].Digest);
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Images)]
    [CakeNamespaceImport("KubeSec.Signatures")]
    public static IReadOnlyList<ImageVerdict> KubeSecVerifyImages(
        this ICakeContext context, IEnumerable<string> images, KubeSecVerifyImagesSettings settings)
    {
        ArgumentNullException.ThrowIfNull(images);
        return ImageRunner.Verify(context, [.. images], settings);
    }

    /// <summary>Lists every container of the manifests with its image and what is known of it; judges nothing.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <returns>One entry for each container.</returns>
    /// <exception cref="CakeException">The policy file is wrong, or an input cannot be read.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Images").Does(() =>
    /// {
    ///     foreach (InventoryEntry container in KubeSecInventory("./deploy"))
    ///     {
    ///         Information("{0} runs {1}", container.Resource, container.Image);
    ///     }
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Images)]
    [CakeNamespaceImport("KubeSec.Inventory")]
    public static IReadOnlyList<InventoryEntry> KubeSecInventory(this ICakeContext context, KubeSecPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return GateRunner.Inventory(context, path);
    }
}
