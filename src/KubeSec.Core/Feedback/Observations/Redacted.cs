using KubeSec.Feedback.Redaction;

namespace KubeSec.Feedback.Observations;

/// <summary>Takes secrets out of every text of an observation: what should be a name may hold one too, and an event is whatever its sender wrote.</summary>
internal static class Redacted
{
    private const int MaximumText = 4096;

    // No name of Kubernetes, a registry or a file system comes near; an index of PostgreSQL takes 2,700 bytes a row.
    private const int MaximumName = 512;

    private const int MaximumTechniques = 64;

    public static Observation Free(Observation observation) => observation with
    {
        Rule = Clip(SecretText.RedactName(observation.Rule))!,
        Message = Text(observation.Message),
        CommandLine = Text(observation.CommandLine),
        Executable = Text(observation.Executable),
        Parent = Text(observation.Parent),
        Target = Text(observation.Target),
        User = Text(observation.User),
        InvalidImage = Text(observation.InvalidImage),
        Sensor = Name(observation.Sensor),
        Cluster = Name(observation.Cluster),
        Namespace = Name(observation.Namespace),
        Pod = Name(observation.Pod),
        PodUid = Name(observation.PodUid),
        Container = Name(observation.Container),
        ContainerId = Name(observation.ContainerId),
        WorkloadKind = Name(observation.WorkloadKind),
        Workload = Name(observation.Workload),
        Image = Name(observation.Image),
        Tag = Name(observation.Tag),
        NativeId = Name(observation.NativeId),
        Techniques = observation.Techniques is { } techniques ? [.. techniques.Take(MaximumTechniques).Select(technique => Name(technique)!)] : null,
    };

    // Cut only after redaction: half a token would no longer look like one.
    private static string? Text(string? text) => text is null ? null : Clip(SecretText.Redact(text));

    private static string? Name(string? text) => text is null ? null : Clip(SecretText.RedactName(text), MaximumName);

    // Never in the middle of a character of two units: half of one is no text.
    private static string? Clip(string? text, int length = MaximumText) => text is null || text.Length <= length ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
