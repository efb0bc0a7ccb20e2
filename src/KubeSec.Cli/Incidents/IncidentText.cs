using System.Globalization;
using KubeSec.Feedback;

namespace KubeSec.Cli.Incidents;

/// <summary>The incident commands' words for people.</summary>
internal static class IncidentText
{
    public static void Write(RecordResult result, TextWriter output)
    {
        output.WriteLine($"{result.Read} read, {result.Recorded} recorded, {result.Duplicates} known already, {result.SetAsideCount} set aside");
        foreach (SetAsideEvent aside in result.SetAside)
        {
            output.WriteLine($"  {Clean(aside.Source)}, {aside.Position}: {aside.Reason}");
        }

        if (result.SetAsideCount > result.SetAside.Count)
        {
            output.WriteLine($"  … and {result.SetAsideCount - result.SetAside.Count} more");
        }
    }

    public static void Write(SnapshotResult result, TextWriter output)
    {
        output.WriteLine($"{result.Pods} pods with {result.Containers} containers, {result.Others} other objects; {result.New} new facts, {result.SetAside.Count} set aside");
        foreach (SetAsideEvent aside in result.SetAside)
        {
            output.WriteLine($"  {Clean(aside.Source)}, {aside.Position}: {aside.Reason}");
        }
    }

    public static void Write(IReadOnlyList<Incident> incidents, TextWriter output)
    {
        if (incidents.Count == 0)
        {
            output.WriteLine("no incidents");
        }

        foreach (Incident incident in incidents)
        {
            output.WriteLine($"{incident.Id}  {incident.Severity.ToString().ToLowerInvariant(),-8}  {Word(incident.State),-14}  {incident.CountLowerBound,5}x  {IncidentTime.Format(incident.LastSeen) ?? "time unknown"}  {Clean(incident.Rule)}");
        }
    }

    public static void Write(Incident incident, IncidentAttribution attribution, IReadOnlyList<IncidentTransition> history, TextWriter output)
    {
        output.WriteLine($"{Clean(incident.Rule)}  ({incident.Id})");
        output.WriteLine($"  {incident.Severity.ToString().ToLowerInvariant()}, {Word(incident.State)}, reported by {incident.Source}, origin {Word(incident.Origin)}, attribution A{(int)incident.Attribution}");
        output.WriteLine($"  seen at least {incident.CountLowerBound} times, from {IncidentTime.Format(incident.FirstSeen) ?? "?"} to {IncidentTime.Format(incident.LastSeen) ?? "?"}");
        output.WriteLine($"  {Clean(incident.Message)}");
        foreach (IncidentSubject subject in incident.Subjects)
        {
            output.WriteLine($"  {subject.Kind.ToString().ToLowerInvariant()}: {Clean(subject.Value)}");
        }

        Write(attribution, output);
        foreach (ControlRequirement requirement in ControlCatalogue.For(incident))
        {
            output.WriteLine($"  {requirement.Effect.ToString().ToLowerInvariant()}: {requirement.Control.Title} [{requirement.Control.Code}]");
        }

        foreach (IncidentTransition transition in history)
        {
            output.WriteLine($"  {IncidentTime.Format(transition.At)} {Word(transition.From)} -> {Word(transition.To)} by {Clean(transition.Actor)}: {Clean(transition.Reason)} {Clean(transition.Evidence)}".TrimEnd());
        }
    }

    private static void Write(IncidentAttribution attribution, TextWriter output)
    {
        foreach ((RunningContainer container, AttributionLevel level, bool certain) in attribution.Containers)
        {
            string owners = container.Owners.Count == 0 ? "" : $" of {string.Join(" of ", container.Owners)}";
            string span = $"{IncidentTime.Format(container.ValidFrom) ?? "?"} to {IncidentTime.Format(container.ValidTo) ?? "now"}";
            output.WriteLine($"  {(certain ? "ran in" : "may have run in")}: {Clean($"{container.Namespace}/{container.Pod} ({container.PodUid}) container {container.Container}{owners}")} [A{(int)level}]");
            output.WriteLine($"    {Clean($"{container.Image} {container.Digest} on {container.Node ?? "an unknown node"}")}, {span}");
        }

        foreach (string digest in attribution.Digests)
        {
            output.WriteLine($"  the same image: {digest}");
        }

        foreach (ImageLayer layer in attribution.Layers)
        {
            output.WriteLine($"  layer {layer.Position}: {layer.DiffId}");
        }

        foreach (ManifestOrigin origin in attribution.Origins)
        {
            string commit = origin.Commit is null ? "" : $" at commit {origin.Commit}";
            output.WriteLine($"  came from: {Clean($"{origin.File}:{origin.Line ?? 1} {origin.Kind}/{origin.Workload} {origin.Container} {origin.Image}{commit}")} (gate: {origin.Verdict}, {IncidentTime.Format(origin.At)})");
        }
    }

    /// <summary>An enumeration value in the words of the documentation: <c>false-positive</c>.</summary>
    public static string Word(Enum value) => string.Concat(value.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    // What sensors report may hold characters that a terminal would obey: controls, and marks that turn the direction of a line.
    public static string Clean(string text) => string.Concat(text.Select(c =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : c));
}
