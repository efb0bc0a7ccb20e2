using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Identity;

/// <summary>Annotations by which a service account gets an identity of the cloud.</summary>
internal static class CloudIdentities
{
    private static readonly string[] Annotations =
    [
        "eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id",
    ];

    public static IEnumerable<Field> Of(Resource serviceAccount) =>
        Annotations.Select(name => serviceAccount.Annotations[name]).Where(annotation => annotation.Exists);
}
