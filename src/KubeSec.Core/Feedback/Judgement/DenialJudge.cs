using System.Data.Common;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Decisions;
using KubeSec.Feedback.Storage;
using KubeSec.Findings;

namespace KubeSec.Feedback.Judgement;

/// <summary>Holds images against what people denied: a digest by any of its names, a layer wherever it is, a base image below whatever was built on it.</summary>
internal static class DenialJudge
{
    public static async Task<(IReadOnlyList<FeedbackBlock> Blocks, IReadOnlyList<string> Undecided)> JudgeAsync(
        DbConnection connection, IReadOnlyList<DeployedContainer> containers, CancellationToken cancellationToken)
    {
        IReadOnlyList<Denial> denials = await DecisionLog.DenialsAsync(connection, cancellationToken);
        List<FeedbackBlock> blocks = [];
        SortedSet<string> undecided = new(StringComparer.Ordinal);
        Dictionary<string, IReadOnlyList<ImageLayer>> layersOf = new(StringComparer.Ordinal);
        foreach (Denial denial in denials)
        {
            Incident? incident = await IncidentTable.FindAsync(connection, denial.Incident, cancellationToken);
            HashSet<string> names = denial.Kind == DenialKind.Layer ? [denial.Digest] : [.. await ArtifactTable.AliasesAsync(connection, denial.Digest, cancellationToken)];
            IReadOnlyList<ImageLayer> below = denial.Kind == DenialKind.Base ? await ArtifactTable.LayersAsync(connection, [.. names], cancellationToken) : [];
            foreach (DeployedContainer container in containers)
            {
                bool same = container.Aliases.Any(names.Contains);
                if (denial.Kind == DenialKind.Digest || same)
                {
                    blocks.AddRange(same ? [Block(denial, container, incident)] : []);
                    continue;
                }

                IReadOnlyList<ImageLayer> layers = await LayersAsync(connection, container, layersOf, cancellationToken);
                if (layers.Count == 0 || (denial.Kind == DenialKind.Base && below.Count == 0))
                {
                    undecided.Add($"whether {(layers.Count == 0 ? container.Image : denial.Digest)} holds what was denied with incident {denial.Incident} cannot be told: nobody has recorded its layers; record a Trivy or Grype report of it");
                }
                else if (denial.Kind == DenialKind.Layer ? layers.Any(layer => layer.DiffId == denial.Digest || layer.Digest == denial.Digest) : StartsWith(layers, below))
                {
                    blocks.Add(Block(denial, container, incident));
                }
            }
        }

        return (blocks, [.. undecided]);
    }

    private static async Task<IReadOnlyList<ImageLayer>> LayersAsync(
        DbConnection connection, DeployedContainer container, Dictionary<string, IReadOnlyList<ImageLayer>> known, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(container.Image, out IReadOnlyList<ImageLayer>? layers))
        {
            known[container.Image] = layers = await ArtifactTable.LayersAsync(connection, container.Aliases, cancellationToken);
        }

        return layers;
    }

    private static bool StartsWith(IReadOnlyList<ImageLayer> layers, IReadOnlyList<ImageLayer> below) =>
        layers.Count >= below.Count && below.All(layer => layers.Any(own => own.Position == layer.Position && own.DiffId == layer.DiffId));

    private static FeedbackBlock Block(Denial denial, DeployedContainer container, Incident? incident)
    {
        string what = denial.Kind switch
        {
            DenialKind.Digest => "the image is denied",
            DenialKind.Layer => $"the image holds layer {denial.Digest}, which is denied",
            _ => $"the image is built on {denial.Digest}, which is denied",
        };
        string seen = incident is null ? $"incident {denial.Incident}" : FeedbackJudge.Describe(incident);
        return new FeedbackBlock
        {
            Check = denial.Kind switch { DenialKind.Digest => FeedbackCheck.DeniedDigest, DenialKind.Layer => FeedbackCheck.DeniedLayer, _ => FeedbackCheck.DeniedBase },
            Container = container,
            Incident = incident,
            Basis = MatchBasis.Digest,
            Severity = Severity.Critical,
            Asked = [],
            Message = $"{what} by {denial.Actor} ({denial.Reason}) after {seen}; build one without it",
        };
    }
}
