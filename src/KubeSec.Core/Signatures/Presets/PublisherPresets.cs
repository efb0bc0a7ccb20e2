namespace KubeSec.Signatures;

/// <summary>The publishers whose signing is known, in the order of their names.</summary>
public static class PublisherPresets
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublisherPreset> All { get; } =
    [
        new ArgoCdPreset(),
        new CertManagerPreset(),
        new ChainguardPreset(),
        new CiliumPreset(),
        new DistrolessPreset(),
        new DotNetPreset(),
        new FalcoPreset(),
        new FluxPreset(),
        new GitHubAttestationsPreset(),
        new KubernetesPreset(),
        new KyvernoPreset(),
        new SigstorePreset(),
        new TrivyPreset(),
    ];

    /// <summary>The preset of that name, or null.</summary>
    public static PublisherPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);
}
