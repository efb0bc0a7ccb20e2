using KubeSec.Feedback.Intake;

namespace KubeSec.Feedback;

/// <summary>Counts while events are recorded.</summary>
internal sealed class RecordTally
{
    private readonly List<SetAsideEvent> setAside = [];
    private long read;
    private long refused;

    public long Recorded { get; set; }

    public void Saw(ReadEvent seen)
    {
        read++;
        if (seen.SetAside is not { } reason)
        {
            return;
        }

        refused++;
        if (setAside.Count < RecordResult.MaximumReasons)
        {
            setAside.Add(reason);
        }
    }

    public RecordResult ToResult() => new(read, Recorded, read - Recorded - refused, setAside) { SetAsideCount = refused };
}
