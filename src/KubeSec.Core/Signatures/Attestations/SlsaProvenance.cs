namespace KubeSec.Signatures;

/// <summary>What SLSA provenance of v0.2 or v1 says about a build, in one shape (slsa.dev/spec/v0.2/provenance, v1.0/provenance).</summary>
/// <param name="Builder">Who built it.</param>
/// <param name="BuildType">How its parameters are to be read.</param>
/// <param name="Source">The repository, without scheme prefix, ref or <c>.git</c>.</param>
/// <param name="Ref">The git ref.</param>
/// <param name="Commit">The git commit.</param>
internal sealed record SlsaProvenance(string? Builder, string? BuildType, string? Source, string? Ref, string? Commit)
{
    public const string Version02 = "https://slsa.dev/provenance/v0.2";
    public const string Version1 = "https://slsa.dev/provenance/v1";

    /// <summary>The workflow file, as the address of its repository with the path behind.</summary>
    public string? Workflow { get; private init; }

    /// <summary>What set the build off.</summary>
    public string? Trigger { get; private init; }

    /// <summary>The run, as an address with the number of the attempt.</summary>
    public string? Run { get; private init; }

    public static bool IsType(string predicateType) =>
        predicateType is Version02 or Version1 || predicateType.StartsWith(Version1 + ".", StringComparison.Ordinal);

    public static SlsaProvenance Read(string predicateType, PredicateField predicate) =>
        predicateType == Version02 ? ReadVersion02(predicate) : ReadVersion1(predicate);

    /// <summary>The values a policy may put conditions on: what whoever started the build could choose.</summary>
    public static PredicateField Parameters(string predicateType, PredicateField predicate) =>
        predicateType == Version02 ? predicate.At("invocation.parameters") : predicate.At("buildDefinition.externalParameters");

    /// <summary>One spelling for the many of a repository: <c>git+https://host/owner/name.git@refs/heads/main</c> loses all but the address.</summary>
    public static string? Repository(string? uri)
    {
        if (uri is null)
        {
            return null;
        }

        var address = uri.StartsWith("git+", StringComparison.Ordinal) ? uri[4..] : uri;
        var at = address.IndexOf('@', address.IndexOf("//", StringComparison.Ordinal) + 1);
        address = (at < 0 ? address : address[..at]).TrimEnd('/');
        return address.EndsWith(".git", StringComparison.Ordinal) ? address[..^4] : address;
    }

    private static SlsaProvenance ReadVersion02(PredicateField predicate)
    {
        var source = predicate.At("invocation.configSource");
        return new SlsaProvenance(
            predicate.At("builder.id").Text,
            predicate["buildType"].Text,
            Repository(source["uri"].Text),
            RefOf(source["uri"].Text),
            source.At("digest.sha1").Text ?? source.At("digest.gitCommit").Text);
    }

    /// <summary>GitHub's build type names repository and ref as parameters; others name the source as the first dependency.</summary>
    private static SlsaProvenance ReadVersion1(PredicateField predicate)
    {
        var definition = predicate["buildDefinition"];
        var workflow = definition.At("externalParameters.workflow");
        var dependency = definition.At("resolvedDependencies[0]");
        var uri = definition.At("externalParameters.source.uri").Text ?? dependency["uri"].Text;
        return new SlsaProvenance(
            predicate.At("runDetails.builder.id").Text,
            definition["buildType"].Text,
            Repository(workflow["repository"].Text ?? uri),
            workflow["ref"].Text ?? RefOf(uri),
            dependency.At("digest.gitCommit").Text ?? dependency.At("digest.sha1").Text)
        {
            Workflow = workflow["path"].Text is { } path && workflow["repository"].Text is { } repository ? $"{Repository(repository)}/{path}" : null,
            Trigger = definition.At("internalParameters.github.event_name").Text,
            Run = predicate.At("runDetails.metadata.invocationId").Text is { } run && run.Contains("/attempts/", StringComparison.Ordinal) ? run : null,
        };
    }

    private static string? RefOf(string? uri)
    {
        var at = uri?.LastIndexOf('@') ?? -1;
        return at > 0 ? uri![(at + 1)..] : null;
    }
}
