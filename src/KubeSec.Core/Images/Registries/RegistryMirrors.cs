namespace KubeSec.Images.Registries;

/// <summary>Translates between the name an image is known by and the place it is fetched from.</summary>
internal sealed class RegistryMirrors(IReadOnlyList<RegistryMirror> mirrors)
{
    /// <summary>The name by which policies and signatures know an image that a manifest may name by its mirror.</summary>
    public ImageReference IdentityOf(ImageReference image) => Replace(image, mirror => mirror.Location, mirror => mirror.Name);

    /// <summary>The place an image is fetched from.</summary>
    public ImageReference LocationOf(ImageReference image) => Replace(image, mirror => mirror.Name, mirror => mirror.Location);

    /// <summary>The longest matching prefix counts.</summary>
    private ImageReference Replace(ImageReference image, Func<RegistryMirror, string> from, Func<RegistryMirror, string> to)
    {
        RegistryMirror? mirror = mirrors.Where(mirror => StartsWith(image.Repository, from(mirror))).MaxBy(mirror => from(mirror).Length);
        if (mirror is null)
        {
            return image;
        }

        string repository = to(mirror) + image.Repository[from(mirror).Length..];
        int slash = repository.IndexOf('/', StringComparison.Ordinal);
        return new ImageReference(repository[..slash], repository[(slash + 1)..], image.Tag, image.Digest);
    }

    private static bool StartsWith(string repository, string prefix) =>
        repository.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        && repository.Length > prefix.Length && repository[prefix.Length] == '/';
}
