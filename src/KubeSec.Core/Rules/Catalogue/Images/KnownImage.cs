using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

/// <summary>Recognises a well-known program by its image, wherever it is mirrored to.</summary>
internal static class KnownImage
{
    /// <summary>The version of the program in a container, or null where it is another program or its tag is no version.</summary>
    /// <param name="container">The container.</param>
    /// <param name="repository">How the repository's path ends, such as <c>grafana/grafana</c>.</param>
    public static ImageVersion? Of(Container container, string repository)
    {
        bool known = ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _)
            && ("/" + image.Path).EndsWith("/" + repository, StringComparison.Ordinal);
        return known ? ImageVersion.Read(image!.Tag) : null;
    }
}
