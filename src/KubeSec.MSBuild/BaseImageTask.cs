using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Signatures;
using Microsoft.Build.Framework;

namespace KubeSec.MSBuild;

/// <summary>Verifies the image that a container is about to be built on, and pins it by the digest that was verified.</summary>
public sealed class BaseImageTask : JudgingTask
{
    /// <summary>Gets or sets the image.</summary>
    [Required]
    public string Image { get; set; } = "";

    /// <summary>Gets or sets whether warnings fail the build as well.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Gets or sets the image to build on: what was verified, by its digest; as it was where nothing is demanded of it.</summary>
    [Output]
    public string VerifiedImage { get; set; } = "";

    private protected override GateOptions Complete(GateOptions options) => options with
    {
        Images = [new NamedImage(Image) { Place = SourceSpan.StartOf(ProjectFile) }],
        Checks = GateChecks.Images | GateChecks.Signatures,
    };

    private protected override bool Report(GateResult result)
    {
        VerifiedImage = Image;
        if (!ReportNow(result, TreatWarningsAsErrors))
        {
            return false;
        }

        // Between now and the moment the SDK fetches it a tag could be moved; a digest cannot.
        if (result.Images is [{ Outcome: ImageOutcome.Pass, Policies.Count: > 0, Digest: { } digest } verdict])
        {
            VerifiedImage = Image.Contains('@', StringComparison.Ordinal) ? Image : $"{Image}@{digest}";
            string signers = string.Join(", ", verdict.Policies.SelectMany(policy => policy.Signers).Distinct());
            Log.LogMessage(MessageImportance.High, "KubeSec: base image {0} verified, signed by {1}", VerifiedImage, signers);
        }

        return true;
    }
}
