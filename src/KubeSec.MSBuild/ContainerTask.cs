using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;
using Microsoft.Build.Framework;

namespace KubeSec.MSBuild;

/// <summary>Judges the image that the SDK has just made: where it was pushed to, whom it runs as, what its configuration gives away.</summary>
public sealed class ContainerTask : JudgingTask
{
    /// <summary>Gets or sets the registry it was pushed to; empty where it stays on this machine.</summary>
    public string Registry { get; set; } = "";

    /// <summary>Gets or sets the repository.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary>Gets or sets the tags.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Gets or sets the image's configuration, as JSON.</summary>
    [Required]
    public string Configuration { get; set; } = "";

    /// <summary>Gets or sets the digest of the image's manifest.</summary>
    public string ManifestDigest { get; set; } = "";

    /// <summary>Gets or sets whether warnings fail the build as well.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    private protected override GateOptions Complete(GateOptions options) => options with
    {
        BuiltImages =
        [
            new BuiltImage([.. Names()], Configuration)
            {
                Digest = Digest.TryParse(ManifestDigest, out Digest? digest, out _) ? digest : null,
                StaysLocal = Registry.Length == 0,
                Place = SourceSpan.StartOf(ProjectFile),
            },
        ],
        Checks = GateChecks.Images,
    };

    private protected override bool Report(GateResult result) => ReportNow(result, TreatWarningsAsErrors);

    private IEnumerable<string> Names()
    {
        string repository = Registry.Length == 0 ? Repository : $"{Registry.TrimEnd('/')}/{Repository}";
        return Tags.Length == 0 ? [repository] : Tags.Select(tag => $"{repository}:{tag}");
    }
}
