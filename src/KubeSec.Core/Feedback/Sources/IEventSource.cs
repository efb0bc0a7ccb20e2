using System.Text.Json;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;

namespace KubeSec.Feedback.Sources;

/// <summary>One event format: knows its own by looking, and turns it into observations.</summary>
internal interface IEventSource
{
    /// <summary>The format's name, as <c>--source</c> takes it and the log keeps it.</summary>
    string Name { get; }

    /// <summary>Whether the value looks like this format.</summary>
    bool Recognises(JsonElement root);

    /// <summary>The events of one value, in order; one that holds several (a list, a report) yields each.</summary>
    IEnumerable<SourceEvent> Read(JsonElement root);
}

/// <summary>A format whose reports also say what an image is made of and which digests name it.</summary>
internal interface IArtifactSource
{
    /// <summary>The image a report is about; null where it names none.</summary>
    ArtifactFact? ReadArtifact(JsonElement root);
}

/// <summary>An event understood, or the reason it was not.</summary>
/// <param name="Observation">What was understood, not yet redacted.</param>
/// <param name="Reason">Why nothing was.</param>
internal readonly record struct SourceEvent(Observation? Observation, string? Reason)
{
    public static implicit operator SourceEvent(Observation observation) => new(observation, null);

    public static SourceEvent Refuse(string reason) => new(null, reason);
}
