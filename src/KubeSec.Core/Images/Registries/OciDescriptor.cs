namespace KubeSec.Images.Registries;

/// <summary>What one document says about another (OCI image specification, descriptor.md).</summary>
internal sealed record OciDescriptor
{
    public required string MediaType { get; init; }

    public required Digest Digest { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    public string? ArtifactType { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public OciPlatform? Platform { get; init; }

    /// <summary>An annotation's value, or null.</summary>
    public string? Annotation(string name) => Annotations?.GetValueOrDefault(name);
}

/// <summary>The platform that one manifest of an index is for.</summary>
internal sealed record OciPlatform
{
    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public string? Variant { get; init; }

    /// <summary>As <c>docker --platform</c> takes it: <c>linux/arm64/v8</c>.</summary>
    public override string ToString() => string.Join('/', new[] { Os, Architecture, Variant }.Where(part => !string.IsNullOrEmpty(part)));
}
