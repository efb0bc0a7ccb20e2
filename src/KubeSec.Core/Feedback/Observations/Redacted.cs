using KubeSec.Feedback.Redaction;

namespace KubeSec.Feedback.Observations;

/// <summary>Takes secrets out of the free texts of an observation; what names things (pods, images, rules) stays.</summary>
internal static class Redacted
{
    private const int MaximumText = 4096;

    public static Observation Free(Observation observation) => observation with
    {
        Rule = Clip(observation.Rule)!,
        Message = Text(observation.Message),
        CommandLine = Text(observation.CommandLine),
        Executable = Text(observation.Executable),
        Parent = Text(observation.Parent),
        Target = Text(observation.Target),
        User = Text(observation.User),
        InvalidImage = Text(observation.InvalidImage),
    };

    // Cut only after redaction: half a token would no longer look like one.
    private static string? Text(string? text) => text is null ? null : Clip(SecretText.Redact(text));

    private static string? Clip(string? text) => text is { Length: > MaximumText } ? text[..MaximumText] : text;
}
