namespace KubeSec.Feedback.Intake;

/// <summary>Turns a path into the event files it stands for, in one order on every machine.</summary>
internal static class EventFiles
{
    private static readonly string[] Endings = [".json", ".ndjson", ".jsonl", ".log"];

    public static IEnumerable<string> Of(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false })
            .Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
        : [path];
}
