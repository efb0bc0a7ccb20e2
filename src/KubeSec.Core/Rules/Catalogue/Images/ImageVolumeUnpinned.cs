using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImageVolumeUnpinned : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2018",
        Name = "image-volume-unpinned",
        Title = "Image volume that is not pinned by digest",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "An image mounted as a volume (KEP-4639) brings files, often programs or models, and a moved tag brings others.",
        Attack = "Push a changed image under the tag.",
        Remedy = "Write the digest in image.reference.",
        WhenToWaive = "Development clusters.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field reference in workload.Volumes.Select(volume => volume["image"]["reference"]).Where(reference => reference.Exists))
        {
            if (!ImageReference.TryParse(reference.Text, out ImageReference? image, out _) || image.Digest is null)
            {
                context.Report(workload, reference, $"image volume '{reference.Text}' is not pinned by digest");
            }
        }
    }
}
