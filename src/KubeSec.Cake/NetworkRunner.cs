using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Inventory;
using KubeSec.Manifests;
using KubeSec.Network;

namespace KubeSec.Cake;

/// <summary>Turns the network aliases' settings into calls of the analyser.</summary>
internal static class NetworkRunner
{
    public static NetworkAnalyzer Analyze(ICakeContext context, string path, KubeSecNetworkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        NetworkAnalyzer network = Read(context, path, PolicyOf.File(context, settings.PolicyFile).Network, settings.PodRanges);
        foreach ((NetworkFormat format, FilePath file) in settings.Reports)
        {
            Write(context, file, NetworkReport.Write(network.Table(), format, network.Diagnostics));
        }

        return network;
    }

    public static GeneratedPolicies Generate(ICakeContext context, string path, KubeSecGenerateNetworkSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GatePolicy policy = PolicyOf.File(context, settings.PolicyFile);
        NetworkAnalyzer network = Read(context, path, policy.Network, []);
        SeenFlows seen = Seen(context, settings.Store).About(network);
        GeneratedPolicies policies = network.Generate(new GenerateOptions
        {
            FromManifests = settings.FromManifests,
            Assertions = policy.NetworkAssertions,
            Flows = [.. Flows(context, settings.Flows), .. seen.Flows],
            Alerts = seen.Alerts,
        });
        foreach (string note in seen.Notes.Select(note => note.Text).Concat(policies.Notes))
        {
            context.Log.Warning("{0}", note);
        }

        if (settings.Output is { } output)
        {
            Write(context, output, policies.Yaml);
        }

        return policies;
    }

    private static NetworkAnalyzer Read(ICakeContext context, string path, NetworkOptions options, IEnumerable<string> podRanges)
    {
        ManifestSources sources = ManifestSources.Resolve([path], context.Environment.WorkingDirectory.FullPath);
        ManifestDocument[] documents = [.. sources.Read(new ManifestReader())];
        Finding? unread = documents.SelectMany(document => document.Findings).FirstOrDefault(GateResult.LeavesUndecided);
        return sources.WithoutMatch.Count > 0 ? throw new CakeException($"KubeSec: there is no manifest at {path}")
            : unread is not null ? throw new CakeException($"KubeSec: {unread.Span}: {unread.Message}")
            : new NetworkAnalyzer(documents.SelectMany(document => document.Resources), options with { PodRanges = [.. options.PodRanges, .. podRanges] });
    }

    private static IReadOnlyList<ObservedFlow> Flows(ICakeContext context, FilePath? file)
    {
        if (file is null)
        {
            return [];
        }

        try
        {
            using StreamReader reader = File.OpenText(file.MakeAbsolute(context.Environment).FullPath);
            return HubbleFlows.Read(reader).Flows;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CakeException($"KubeSec: {file} cannot be read: {fault.Message}", fault);
        }
    }

    private static SeenFlows Seen(ICakeContext context, string? store)
    {
        try
        {
            return store is null ? SeenFlows.Nothing : SeenFlows.ReadAsync(IncidentRecorder.Locate(context, store)).GetAwaiter().GetResult();
        }
        catch (FeedbackStoreException fault)
        {
            throw new CakeException($"KubeSec: no policies are written: {fault.Message}", fault);
        }
    }

    private static void Write(ICakeContext context, FilePath file, string text)
    {
        try
        {
            WholeFile.Write(file.MakeAbsolute(context.Environment).FullPath, text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CakeException($"KubeSec: {file} cannot be written: {fault.Message}", fault);
        }
    }
}
