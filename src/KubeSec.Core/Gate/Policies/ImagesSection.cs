using KubeSec.Images;

namespace KubeSec.Gate.Policies;

/// <summary><c>images</c>: where images may come from and how they must be pinned.</summary>
internal static class ImagesSection
{
    public static RegistryPolicy? Read(PolicyNode images)
    {
        images.Allow("allow", "deny", "requireDigest", "forbidTags", "namespaces");
        return images.Exists
            ? new RegistryPolicy
            {
                Allow = images["allow"].ParseAll<ImageGlob>(ImageGlob.TryParse),
                Deny = images["deny"].ParseAll<ImageGlob>(ImageGlob.TryParse),
                RequireDigest = images["requireDigest"].Boolean() ?? false,
                ForbidTags = images["forbidTags"].Texts(),
                Namespaces = [.. images["namespaces"].Items.Select(ReadNamespace)],
            }
            : null;
    }

    private static NamespaceRegistryPolicy ReadNamespace(PolicyNode entry)
    {
        entry.Allow("match", "allow", "deny", "requireDigest", "forbidTags");
        if (!entry["match"].Exists)
        {
            entry.Report("say which namespaces this is about: match: [payments, team-*]");
        }

        return new NamespaceRegistryPolicy
        {
            Match = entry["match"].Texts(),
            Allow = entry["allow"].Exists ? entry["allow"].ParseAll<ImageGlob>(ImageGlob.TryParse) : null,
            Deny = entry["deny"].ParseAll<ImageGlob>(ImageGlob.TryParse),
            RequireDigest = entry["requireDigest"].Boolean(),
            ForbidTags = entry["forbidTags"].Exists ? entry["forbidTags"].Texts() : null,
        };
    }
}
