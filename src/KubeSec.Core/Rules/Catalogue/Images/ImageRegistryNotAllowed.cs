using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Images;

internal sealed class ImageRegistryNotAllowed : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS2003",
        Name = "image-registry-not-allowed",
        Title = "Image breaks the registry policy",
        Severity = Severity.High,
        Category = RuleCategory.Image,
        Why = "The policy says where images may come from and how they must be named; what comes from elsewhere nobody has looked at.",
        Attack = "Publish an image under a name close to a well-known one and wait for it to be deployed.",
        Remedy = "Take the image from an allowed repository, mirrored there if need be; or add the repository to images.allow in the "
            + "policy file.",
        WhenToWaive = "Third-party charts while their images are being mirrored.",
        Frameworks = [new("owasp", "2022-K02"), new("attack", "T1525")],
    };

    /// <summary>Without a registry policy there is nothing to break.</summary>
    public override bool CanJudge(LintOptions options) => options.Images is not null;

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (RegistryViolation violation in Violations(container.Image, container.Workload, context))
        {
            context.Report(container, container.Image, violation.Message);
        }
    }

    /// <summary>An image volume mounts what it names as the kubelet pulls it (KEP-4639).</summary>
    public override void CheckWorkload(Workload workload, RuleContext context)
    {
        foreach (Field reference in workload.Pod["volumes"].Items.Select(volume => volume["image"]["reference"]))
        {
            foreach (RegistryViolation violation in Violations(reference, workload, context))
            {
                context.Report(workload, reference, violation.Message);
            }
        }
    }

    private static IReadOnlyList<RegistryViolation> Violations(Field image, Workload workload, RuleContext context) =>
        context.Options.Images is { } policy && ImageReference.TryParse(image.Text, out ImageReference? reference, out _)
            ? policy.Check(reference, workload.Resource.EffectiveNamespace)
            : [];
}
