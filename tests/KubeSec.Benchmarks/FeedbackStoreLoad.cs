using System.Diagnostics;
using System.Globalization;
using KubeSec.Feedback;
using KubeSec.Feedback.Intake;
using KubeSec.StoreWriter;

namespace KubeSec.Benchmarks;

/// <summary>
/// What a feedback store takes, with every acknowledgement on the disk (FULL synchronisation).
/// <c>dotnet run -c Release --project tests/KubeSec.Benchmarks -- feedback batch [EVENTS]</c>, one stream; <c>feedback read [EVENTS]</c>, the same without a store;
/// <c>feedback writers [PROCESSES] [EVENTS EACH] [BATCH]</c>, many processes; <c>feedback memory [MIB]</c>, one large file.
/// <c>KUBESEC_BENCH_STORE</c> names a store of another kind or disk; it must be empty.
/// </summary>
internal static class FeedbackStoreLoad
{
    public static async Task RunAsync(string[] arguments)
    {
        int Argument(int index, int otherwise) => arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
        string folder = Directory.CreateTempSubdirectory("kubesec-load-").FullName;
        string location = Environment.GetEnvironmentVariable("KUBESEC_BENCH_STORE") ?? Path.Combine(folder, "feedback.db");
        try
        {
            await (arguments.FirstOrDefault() switch
            {
                "batch" => BatchAsync(location, Argument(1, 200_000)),
                "read" => ReadAsync(Argument(1, 200_000)),
                "writers" => WritersAsync(location, Argument(1, 64), Argument(2, 100), Argument(3, 1)),
                "memory" => MemoryAsync(location, folder, Argument(1, 1024)),
                _ => throw new ArgumentException("feedback batch | writers | memory"),
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BatchAsync(string location, int events)
    {
        byte[] input = Lines(0, events);
        await using IncidentStore store = await OpenAsync(location);
        long begin = Stopwatch.GetTimestamp();
        RecordResult result = await store.RecordAsync(new MemoryStream(input), "-");
        Say("batch", result.Recorded, Stopwatch.GetElapsedTime(begin));
    }

    private static async Task ReadAsync(int events)
    {
        byte[] input = Lines(0, events);
        long begin = Stopwatch.GetTimestamp();
        int understood = 0;
        await foreach (ReadEvent read in EventReader.ReadAsync(new MemoryStream(input), "-", null, CancellationToken.None))
        {
            understood += read.Entry is null ? 0 : 1;
        }

        Say("read without writing", understood, Stopwatch.GetElapsedTime(begin));
    }

    private static async Task WritersAsync(string location, int processes, int each, int batch)
    {
        await (await OpenAsync(location)).DisposeAsync();
        Process[] writers = [.. Enumerable.Range(0, processes).Select(writer => Start(location, writer, each, batch))];
        await Task.WhenAll(writers.Select(writer => writer.StandardOutput.ReadLineAsync()));
        long begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(writers.Select(async writer =>
        {
            await writer.StandardOutput.ReadToEndAsync();
            await writer.WaitForExitAsync();
        }));
        TimeSpan taken = Stopwatch.GetElapsedTime(begin);
        await using IncidentStore store = await OpenAsync(location);
        long stored = (await store.ListAsync(new IncidentQuery())).Sum(incident => incident.CountLowerBound);
        Say(FormattableString.Invariant($"{processes} processes x {each}, {batch} at once"), stored, taken);
        Console.WriteLine(FormattableString.Invariant($"{processes * each - stored} lost, {writers.Count(writer => writer.ExitCode != 0)} refused"));
    }

    private static async Task MemoryAsync(string location, string folder, int mebibytes)
    {
        string file = Path.Combine(folder, "events.ndjson");
        long written = 0;
        await using (FileStream output = File.Create(file))
        {
            for (int block = 0; output.Length < (long)mebibytes << 20; block++)
            {
                // Small blocks: the peak is the process's, and the import is to make it.
                await output.WriteAsync(Lines(block, 1_000));
                written += 1_000;
            }
        }

        await using IncidentStore store = await OpenAsync(location);
        long begin = Stopwatch.GetTimestamp();
        RecordResult result = await store.RecordFilesAsync([file]);
        Say(FormattableString.Invariant($"{mebibytes} MiB, {written - result.Recorded} missing"), result.Recorded, Stopwatch.GetElapsedTime(begin));
    }

    private static Process Start(string location, int writer, int each, int batch) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { typeof(GeneratedEvents).Assembly.Location, location, $"{writer}", $"{each}", $"{batch}" },
        RedirectStandardOutput = true,

        // A short-lived writer is no better for optimising its code while it writes: 64 compilers on few cores are measured otherwise.
        Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountThreshold"] = "0xFFFF" },
    })!;

    private static Task<IncidentStore> OpenAsync(string location) => IncidentStore.OpenAsync(new IncidentStoreOptions { Location = location });

    private static byte[] Lines(int writer, int events)
    {
        using var text = new MemoryStream();
        using (var lines = new StreamWriter(text, leaveOpen: true))
        {
            for (int i = 0; i < events; i++)
            {
                lines.Write(GeneratedEvents.Falco(writer, i));
                lines.Write('\n');
            }
        }

        return text.ToArray();
    }

    private static void Say(string what, long events, TimeSpan taken)
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{what}: {events} events in {taken.TotalSeconds:0.00} s, {events / taken.TotalSeconds:0} a second; {process.TotalProcessorTime.TotalSeconds:0.00} s of processor time, {process.PeakWorkingSet64 >> 20} MB at most"));
    }
}
