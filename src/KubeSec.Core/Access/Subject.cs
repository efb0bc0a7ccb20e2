using KubeSec.Manifests;

namespace KubeSec.Access;

/// <summary>Who a binding grants its role to.</summary>
/// <param name="Kind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="Namespace">The service account's namespace; empty for users and groups.</param>
/// <param name="Name">Its name.</param>
/// <param name="Field">The subject in the manifest.</param>
internal sealed record Subject(string Kind, string Namespace, string Name, Field Field)
{
    /// <summary>Reads a subject; a service account without a namespace means the binding's own.</summary>
    public static Subject Read(Field field, string bindingNamespace)
    {
        string kind = field["kind"].Text ?? "";
        string home = kind == "ServiceAccount" ? field["namespace"].Text ?? bindingNamespace : "";
        return new Subject(kind, home, field["name"].Text ?? "", field);
    }

    /// <summary>Whether it may include a service account at all; people and their groups do not.</summary>
    public bool MayBeAWorkload => Kind == "ServiceAccount" || Name.StartsWith("system:", StringComparison.Ordinal);

    /// <summary>Whether a service account is this subject, or belongs to a group that is (docs: service account groups).</summary>
    public bool Includes(string serviceAccountNamespace, string serviceAccountName) => Kind switch
    {
        "ServiceAccount" => Namespace == serviceAccountNamespace && Name == serviceAccountName,
        "Group" => Name is "system:authenticated" or "system:serviceaccounts"
            || Name == "system:serviceaccounts:" + serviceAccountNamespace,
        "User" => Name == $"system:serviceaccount:{serviceAccountNamespace}:{serviceAccountName}",
        _ => false,
    };

    /// <inheritdoc/>
    public override string ToString() =>
        Kind == "ServiceAccount" ? $"service account {Namespace}/{Name}" : $"{Kind.ToLowerInvariant()} {Name}";
}
