using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Unicode;
using KubeSec.Feedback.Attribution;
using KubeSec.Feedback.Observations;
using KubeSec.Feedback.Redaction;
using KubeSec.Feedback.Sources;

namespace KubeSec.Feedback.Intake;

/// <summary>An event ready for the log, or set aside.</summary>
/// <param name="Entry">What goes into the log.</param>
/// <param name="SetAside">Why nothing does.</param>
internal readonly record struct ReadEvent(LogEntry? Entry, SetAsideEvent? SetAside);

/// <summary>Reads a stream of events: cuts, parses, recognises, understands and redacts. Every event comes out, good or bad.</summary>
internal static class EventReader
{
    private const int MaximumDepth = 128;

    // Cutting takes a tenth of the time that understanding takes: two threads understand while one cuts and one writes.
    private const int StretchesAhead = 3;

    private const int StretchLength = 64 * 1024;

    // What could not be cut has no length, and a stretch of nothing else must end as well.
    private const int StretchCount = 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth, AllowTrailingCommas = false };

    /// <summary>The events of a stream, one at a time.</summary>
    /// <param name="stream">UTF-8, or UTF-16 with a byte order mark.</param>
    /// <param name="input">The stream's name for messages.</param>
    /// <param name="source">The format, where the caller names it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<ReadEvent> ReadAsync(
        Stream stream, string input, IEventSource? source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new JsonEntryReader(await TextStream.OpenAsync(stream, cancellationToken));
        var understanding = new Queue<Task<List<ReadEvent>>>();
        while (await CutAsync(reader, cancellationToken) is { Count: > 0 } entries)
        {
            understanding.Enqueue(Task.Run(() => entries.SelectMany(entry => Understand(entry, input, source)).ToList(), cancellationToken));

            // A huge report is understood alone: three at once would hold three times its memory.
            int ahead = entries[^1].Json.Length > StretchLength ? 1 : StretchesAhead;
            while (understanding.Count >= ahead)
            {
                foreach (ReadEvent read in await understanding.Dequeue())
                {
                    yield return read;
                }
            }
        }

        foreach (Task<List<ReadEvent>> last in understanding)
        {
            foreach (ReadEvent read in await last)
            {
                yield return read;
            }
        }
    }

    /// <summary>The next stretch of the stream, for one thread to understand; empty at its end.</summary>
    private static async ValueTask<List<JsonEntry>> CutAsync(JsonEntryReader reader, CancellationToken cancellationToken)
    {
        List<JsonEntry> entries = [];
        for (int length = 0; length < StretchLength && entries.Count < StretchCount && await reader.NextAsync(cancellationToken) is { } entry; length += entry.Json.Length)
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static List<ReadEvent> Understand(JsonEntry entry, string input, IEventSource? source)
    {
        string position = FormattableString.Invariant($"line {entry.Line}");
        if (entry.Reason is { } broken)
        {
            return [Refuse(input, position, broken)];
        }

        if (!Utf8.IsValid(entry.Json.Span))
        {
            return [Refuse(input, position, "the text is not UTF-8")];
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(entry.Json, Options);
        }
        catch (JsonException)
        {
            return [Refuse(input, position, "not JSON")];
        }

        using (document)
        {
            try
            {
                return Understand(document.RootElement, input, position, source);
            }
            catch (InvalidOperationException)
            {
                // JsonElement says so when a text or a name holds an unpaired surrogate: valid JSON, but no text.
                return [Refuse(input, position, "a text holds an invalid escape")];
            }
        }
    }

    private static List<ReadEvent> Understand(JsonElement root, string input, string position, IEventSource? named)
    {
        JsonElement value = Envelope.Open(root);
        IEventSource? source = named ?? EventSources.Recognise(value);
        if (source is null)
        {
            return [Refuse(input, position, "no known event format")];
        }

        if (named is not null && !named.Recognises(value))
        {
            return [Refuse(input, position, $"not the format of {named.Name}")];
        }

        byte[]? raw = SecretJson.Redact(root);
        List<ReadEvent> events = [];
        ArtifactFact? artifact = (source as IArtifactSource)?.ReadArtifact(value);
        foreach (SourceEvent read in source.Read(value))
        {
            events.Add(read.Observation is { } observation
                ? new ReadEvent(LogEntry.Of(observation, events.Count == 0 ? raw : null) with { Artifact = events.Count == 0 ? artifact : null }, null)
                : Refuse(input, position, read.Reason!));
        }

        return Number(events, input, position);
    }

    // Where one entry holds several events, each says which it is.
    private static List<ReadEvent> Number(List<ReadEvent> events, string input, string position)
    {
        if (events.Count == 0)
        {
            return [Refuse(input, position, "the report holds no event")];
        }

        for (int i = 0; i < events.Count && events.Count > 1; i++)
        {
            if (events[i].SetAside is { } refused)
            {
                events[i] = new ReadEvent(null, refused with { Position = FormattableString.Invariant($"{position}, item {i + 1}") });
            }
        }

        return events;
    }

    private static ReadEvent Refuse(string input, string position, string reason) => new(null, new SetAsideEvent(input, position, reason));
}
