namespace KubeSec.Feedback;

/// <summary>What became of every event of some inputs: <see cref="Read"/> is the sum of <see cref="Recorded"/>, <see cref="Duplicates"/> and <see cref="SetAsideCount"/>.</summary>
/// <param name="Read">Events seen, the unreadable ones included.</param>
/// <param name="Recorded">Events that are in the log now and were not before.</param>
/// <param name="Duplicates">Events the log had already.</param>
/// <param name="SetAside">Events that could not be recorded, each with its reason: the first <see cref="MaximumReasons"/> of them.</param>
public sealed record RecordResult(long Read, long Recorded, long Duplicates, IReadOnlyList<SetAsideEvent> SetAside)
{
    /// <summary>How many reasons are kept: an input of nothing but garbage must not fill the memory with them.</summary>
    public const int MaximumReasons = 10_000;

    /// <summary>How many events could not be recorded.</summary>
    public long SetAsideCount { get; init; } = SetAside.Count;

    /// <summary>Nothing read.</summary>
    public static RecordResult Nothing { get; } = new(0, 0, 0, []);

    /// <summary>The results of two inputs together.</summary>
    public static RecordResult operator +(RecordResult left, RecordResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Add(left, right);
    }

    /// <summary>The results of two inputs together.</summary>
    public static RecordResult Add(RecordResult left, RecordResult right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Read + right.Read, left.Recorded + right.Recorded, left.Duplicates + right.Duplicates, [.. left.SetAside.Concat(right.SetAside).Take(MaximumReasons)])
        {
            SetAsideCount = left.SetAsideCount + right.SetAsideCount,
        };
    }
}

/// <summary>An event that was not recorded.</summary>
/// <param name="Source">The input it came from: a file's path, or <c>-</c>.</param>
/// <param name="Position">Where in the input: <c>line 12</c>, and <c>item 3</c> of it where one entry holds several events.</param>
/// <param name="Reason">Why, in a sentence; never quotes the event, which may hold secrets.</param>
public sealed record SetAsideEvent(string Source, string Position, string Reason);
