using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImageReferenceInvalid : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2007",
        Name = "image-reference-invalid",
        Title = "Image reference that no engine can read",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "The pod cannot start, and no rule about its image has judged it.",
        Attack = "Hide an image from checks that skip what they cannot read.",
        Remedy = "Write registry/repository:tag@digest; see the message for the part that is wrong.",
        WhenToWaive = "None is known.",
        Frameworks = [new("owasp", "2022-K02")],
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        Field image = container.Image;
        if (image.Exists && !ImageReference.TryParse(image.Text, out _, out string? error))
        {
            context.Report(container, image, $"'{image.Text}' is no image reference: {error}");
        }
    }
}
