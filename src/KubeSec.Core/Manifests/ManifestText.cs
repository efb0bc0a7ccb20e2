namespace KubeSec.Manifests;

/// <summary>A manifest that is no file: rendered in memory, or read from a cluster.</summary>
/// <param name="Name">What reports call it in place of a file.</param>
/// <param name="Text">YAML or JSON.</param>
public sealed record ManifestText(string Name, string Text);
