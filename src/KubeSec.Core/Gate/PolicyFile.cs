using KubeSec.Findings;
using KubeSec.Gate.Policies;
using KubeSec.Manifests;

namespace KubeSec.Gate;

/// <summary>Reads <c>kubesec.yaml</c>. Every key is checked: one that is misread would be a demand nobody makes.</summary>
public static partial class PolicyFile
{
    /// <summary>The name looked for in the working directory.</summary>
    public const string DefaultName = "kubesec.yaml";

    /// <summary>The name of the JSON Schema that editors use.</summary>
    public const string SchemaName = "kubesec.schema.json";

    private const int MaxLength = 1024 * 1024;

    /// <summary>Reads a policy file.</summary>
    /// <param name="path">The file, as problems name it.</param>
    /// <param name="workingDirectory">Where a relative path starts; the process's working directory unless stated.</param>
    public static PolicyReading Read(string path, string? workingDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        string file = path.Replace('\\', '/');
        try
        {
            string full = Path.Combine(workingDirectory ?? "", path);
            return new FileInfo(full) is { Exists: true, Length: > MaxLength }
                ? Refused(SourceSpan.StartOf(file), FormattableString.Invariant($"the policy file is longer than {MaxLength} bytes"))
                : Parse(File.ReadAllText(full), file, Path.GetDirectoryName(full) ?? "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refused(SourceSpan.StartOf(file), $"the policy file cannot be read: {fault.Message}");
        }
    }

    /// <summary>Reads a policy from text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The name that problems carry.</param>
    public static PolicyReading Parse(string text, string file = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        return Parse(text, file, "");
    }

    private static PolicyReading Parse(string text, string file, string folder)
    {
        try
        {
            ManifestNode? root = YamlDocumentReader.Read(text, 0, new ManifestReaderOptions { MaxNodes = 100_000 }, out IReadOnlyList<MappingEntry> duplicates);
            List<Finding> problems = [.. duplicates.Select(twice => PolicyRules.Invalid.At(twice.Key.Span.In(file), $"the key '{twice.Key.Text}' is given twice"))];
            if (root is null)
            {
                return new PolicyReading { Policy = new GatePolicy(), Problems = problems };
            }

            ReadPolicy read = PolicyDocument.Read(new PolicyNode(Field.Root(file, root), problems), folder);
            return problems.Count > 0
                ? new PolicyReading { Problems = problems }
                : new PolicyReading { Policy = read.Policy, Waivers = read.Waivers };
        }
        catch (ManifestException fault)
        {
            return Refused(fault.Span.In(file), fault.Message);
        }
    }

    private static PolicyReading Refused(SourceSpan at, string message) => new() { Problems = [PolicyRules.Invalid.At(at, message)] };
}

/// <summary>A policy, or why there is none.</summary>
public sealed record PolicyReading
{
    /// <summary>The policy; null where there is any problem.</summary>
    public GatePolicy? Policy { get; init; }

    /// <summary>What is wrong, each with its place and the nearest right word.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];

    internal IReadOnlyList<PlacedWaiver> Waivers { get; init; } = [];
}
