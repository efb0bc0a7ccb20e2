using System.Diagnostics;

namespace KubeSec.Benchmarks;

/// <summary>A native kubesec measured from outside, as a whole process.</summary>
internal static class NativeRun
{
    private const int Runs = 5;

    public static void Measure(string program, string folder, string what, params string[] arguments)
    {
        double best = double.MaxValue;
        long peak = 0;
        for (int i = 0; i < Runs; i++)
        {
            long clock = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            while (!process.WaitForExit(5))
            {
                peak = Math.Max(peak, PeakOf(process));
            }

            output.GetAwaiter().GetResult();
            best = Math.Min(best, Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        LintThroughput.Say($"native: {what,-32}{best,7:0} ms best of {Runs}, {peak >> 20} MB peak");
    }

    /// <summary>What the process has held at most; nothing once it has gone.</summary>
    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}
