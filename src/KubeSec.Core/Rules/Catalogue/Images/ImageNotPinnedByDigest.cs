using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImageNotPinnedByDigest : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2002",
        Name = "image-not-pinned-by-digest",
        Title = "Image is not pinned by digest",
        Severity = Severity.Low,
        Category = RuleCategory.Image,
        Why = "A tag can be moved, so the running image may change without a deployment, and what was scanned and signed is not what runs.",
        Attack = "Push a changed image under a tag that is in use; the next restart takes it.",
        Remedy = "Write the digest after the tag: name:1.4.2@sha256:…",
        WhenToWaive = "Clusters whose admission controller resolves tags to digests.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _) && image.Digest is null)
        {
            context.Report(container, container.Image, $"image '{container.Image.Text}' is not pinned by digest");
        }
    }
}
