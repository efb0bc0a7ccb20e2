using System.Globalization;
using System.Text;
using KubeSec.Feedback;

namespace KubeSec.Receiver;

/// <summary>What a receiver has done since it started, and how it says so to Prometheus (text format 0.0.4).</summary>
internal sealed class ReceiverCounters
{
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock gate = new();
    private readonly SortedDictionary<int, long> answers = [];
    private readonly long[] acknowledged = new long[Buckets.Length + 1];
    private double acknowledgedSeconds;
    private long lastRecorded;
    private int underWay;

    public long Recorded { get; private set; }

    public long Duplicates { get; private set; }

    public long SetAside { get; private set; }

    /// <summary>Takes a place among the requests under way; false where all are taken.</summary>
    public bool TryEnter(int places)
    {
        if (Interlocked.Increment(ref underWay) <= places)
        {
            return true;
        }

        Interlocked.Decrement(ref underWay);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref underWay);

    public void Answered(int status)
    {
        lock (gate)
        {
            answers[status] = answers.GetValueOrDefault(status) + 1;
        }
    }

    /// <summary>A request's events are on the disk.</summary>
    public void Acknowledged(RecordResult result, TimeSpan taken, DateTimeOffset now)
    {
        lock (gate)
        {
            Recorded += result.Recorded;
            Duplicates += result.Duplicates;
            SetAside += result.SetAsideCount;
            acknowledged[BucketOf(taken.TotalSeconds)]++;
            acknowledgedSeconds += taken.TotalSeconds;
            lastRecorded = result.Recorded > 0 ? now.ToUnixTimeSeconds() : lastRecorded;
        }
    }

    public string ToPrometheus(int places)
    {
        var text = new StringBuilder();
        lock (gate)
        {
            Head(text, "kubesec_receiver_events_total", "counter", "Events by what became of them.");
            Line(text, "kubesec_receiver_events_total{outcome=\"recorded\"}", Recorded);
            Line(text, "kubesec_receiver_events_total{outcome=\"duplicate\"}", Duplicates);
            Line(text, "kubesec_receiver_events_total{outcome=\"set_aside\"}", SetAside);
            Head(text, "kubesec_receiver_requests_total", "counter", "Requests to record events by the status they were answered with.");
            foreach ((int status, long count) in answers)
            {
                Line(text, string.Create(CultureInfo.InvariantCulture, $"kubesec_receiver_requests_total{{code=\"{status}\"}}"), count);
            }

            Head(text, "kubesec_receiver_requests_in_flight", "gauge", "Requests being recorded now.");
            Line(text, "kubesec_receiver_requests_in_flight", Volatile.Read(ref underWay));
            Head(text, "kubesec_receiver_requests_limit", "gauge", "Requests that may be recorded at once.");
            Line(text, "kubesec_receiver_requests_limit", places);
            Head(text, "kubesec_receiver_last_recorded_timestamp_seconds", "gauge", "When an event was last recorded; 0 before the first.");
            Line(text, "kubesec_receiver_last_recorded_timestamp_seconds", lastRecorded);
            WriteHistogram(text);
        }

        return text.ToString();
    }

    private void WriteHistogram(StringBuilder text)
    {
        const string Name = "kubesec_receiver_acknowledge_seconds";
        Head(text, Name, "histogram", "Time from the request to the commit of its events.");
        long total = 0;
        for (int i = 0; i < acknowledged.Length; i++)
        {
            total += acknowledged[i];
            string bound = i < Buckets.Length ? Buckets[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, $"{Name}_bucket{{le=\"{bound}\"}}", total);
        }

        text.Append(CultureInfo.InvariantCulture, $"{Name}_sum {acknowledgedSeconds}\n");
        Line(text, $"{Name}_count", total);
    }

    private static int BucketOf(double seconds)
    {
        int index = Array.FindIndex(Buckets, bound => seconds <= bound);
        return index < 0 ? Buckets.Length : index;
    }

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Line(StringBuilder text, string name, long value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
}
