using System.Text.RegularExpressions;

namespace KubeSec.Signatures;

/// <summary>
/// Images with provenance by GitHub's attestation action, held to what <c>gh attestation verify</c> demands by default: SLSA
/// provenance v1, signed by a workflow of the owner's, with the owner or repository in the certificate's own claims.
/// </summary>
internal sealed partial class GitHubAttestationsPreset : PublisherPreset
{
    private const string Host = "https://github.com/";

    public override string Name => "github-attestations";

    public override string Title => "Images of a public GitHub repository, attested with actions/attest-build-provenance and push-to-registry";

    public override string Source => "https://cli.github.com/manual/gh_attestation_verify";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    public override IReadOnlyDictionary<string, string> Settings { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["owner"] = "the user or organisation, as GitHub spells it, instead of a repository: acme",
        ["repository"] = "the repository the image is built from, as GitHub spells it: acme/shop",
        ["workflow"] = "the workflow that signs, where it is another repository's: acme/pipelines/.github/workflows/build.yml",
    };

    internal override IReadOnlyDictionary<string, string> Example { get; } = new Dictionary<string, string> { ["repository"] = "acme/shop" };

    public override string? Note => "Attestations of private repositories are signed by GitHub's own authority, which the public-good trust root does not know.";

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings)
    {
        string? owner = Read(settings, "owner", OwnerForm());
        string? repository = Read(settings, "repository", RepositoryForm());
        string? workflow = Read(settings, "workflow", WorkflowForm());
        string source = (owner, repository) switch
        {
            ({ } named, null) => named,
            (null, { } named) => named,
            _ => throw new ArgumentException($"preset '{Name}' needs either 'repository' or 'owner'", nameof(settings)),
        };
        return new SignaturePolicy
        {
            Images = Globs($"ghcr.io/{source.ToLowerInvariant()}/**", $"ghcr.io/{source.ToLowerInvariant()}"),
            RequireSignature = false,
            Signers =
            [
                new TrustedIdentity
                {
                    Name = $"workflows of {workflow ?? source}",
                    Issuer = TextMatch.Exact(GitHubActions),
                    Subject = Pattern(workflow is null ? $"{Regex.Escape(Host + source)}/.+" : $"{Regex.Escape(Host + workflow)}@.+"),
                    Claims = new Dictionary<string, TextMatch>
                    {
                        [owner is null ? "sourceRepositoryUri" : "sourceRepositoryOwnerUri"] = TextMatch.Exact(Host + source),
                    },
                },
            ],
            Attestations = [new ProvenancePolicy { Source = repository is null ? null : Host + repository }],
        };
    }

    private string? Read(IReadOnlyDictionary<string, string> settings, string name, Regex form) =>
        !settings.TryGetValue(name, out string? text) ? null
            : form.IsMatch(text) ? text
            : throw new ArgumentException($"'{text}' does not fit '{name}' of preset '{Name}': {Settings[name]}", nameof(settings));

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnerForm();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryForm();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}/\.github/workflows/[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex WorkflowForm();
}
