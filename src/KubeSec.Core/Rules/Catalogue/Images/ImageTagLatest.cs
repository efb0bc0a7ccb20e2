using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImageTagLatest : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2001",
        Name = "image-tag-latest",
        Title = "Image has no tag, or the tag latest",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "latest is whatever was pushed last: two pods of one workload may run different programs, and nobody can say which ran "
            + "yesterday.",
        Attack = "Push a changed image under the same name; every restart takes it.",
        Remedy = "Name a version, and better its digest.",
        WhenToWaive = "Development clusters that are rebuilt every day.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        if (ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _)
            && image.Digest is null && image.EffectiveTag == "latest")
        {
            string how = image.Tag is null ? "has no tag, which means latest" : "has the tag latest";
            context.Report(container, container.Image, $"image '{container.Image.Text}' {how}");
        }
    }
}
