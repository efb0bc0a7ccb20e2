using KubeSec.Findings;

namespace KubeSec.Gate;

/// <summary>What the gate finds in the configuration of an image that was just made.</summary>
internal static class BuiltImageRules
{
    public static RuleInfo RunsAsRoot { get; } = new()
    {
        Code = "KS2103",
        Name = "built-image-runs-as-root",
        Title = "The image just made runs as root",
        Severity = Severity.Medium,
        Category = RuleCategory.Image,
        Why = "An image without a user of its own runs as root wherever a manifest does not say otherwise, and a way out of the container is a way to root on the node.",
        Attack = "Break into the process, and be root at once.",
        Remedy = "Give the image a numeric user: USER in a Dockerfile, ContainerUser in a .NET project.",
        WhenToWaive = "For tools that have to be root and whose manifests take every other privilege away.",
    };

    public static RuleInfo HoldsSecret { get; } = new()
    {
        Code = "KS2104",
        Name = "built-image-holds-secret",
        Title = "The image just made holds a credential",
        Severity = Severity.Critical,
        Category = RuleCategory.Image,
        Why = "Environment, labels and history of an image can be read by everybody who can pull it, and stay in every copy.",
        Attack = "Pull the image and read its configuration.",
        Remedy = "Hand credentials to the container when it starts, and to the build as a secret mount; change the one that was written.",
        WhenToWaive = "When the value is known to open nothing.",
    };

    public static IReadOnlyList<RuleInfo> All { get; } = [RunsAsRoot, HoldsSecret];
}
