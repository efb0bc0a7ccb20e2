using System.Diagnostics;
using System.Globalization;
using System.Text;
using KubeSec.StoreWriter;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>A process that records generated events and says which it was told are safe.</summary>
public sealed class StoreWriterProcess : IDisposable
{
    private readonly Process process;

    private StoreWriterProcess(Process process)
    {
        this.process = process;
    }

    /// <summary>The number of the last event that was acknowledged; one less than the first where none was.</summary>
    public int Acknowledged { get; private set; } = -1;

    /// <summary>How many events were new to the log.</summary>
    public int Recorded { get; private set; }

    public static StoreWriterProcess Start(string location, int writer, int count, int batch, int first = 0) => new(Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { typeof(GeneratedEvents).Assembly.Location, location, $"{writer}", $"{count}", $"{batch}", $"{first}" },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    })!)
    {
        Acknowledged = first - 1,
    };

    /// <summary>The events of a writer, one a line.</summary>
    public static Stream Events(int writer, int count) =>
        new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(number => GeneratedEvents.Falco(writer, number) + "\n"))));

    /// <summary>Waits for the next acknowledgement; false at the process's end.</summary>
    public async Task<bool> NextAsync()
    {
        string? line = await process.StandardOutput.ReadLineAsync();
        if (line == "ready")
        {
            return await NextAsync();
        }

        // What a killed process wrote last may be half a line, which acknowledges nothing.
        if (line?.Split(' ') is not [var last, var recorded] || recorded.Length == 0)
        {
            return false;
        }

        Acknowledged = int.Parse(last, CultureInfo.InvariantCulture);
        Recorded += int.Parse(recorded, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Reads to the end, and fails the test where the process did.</summary>
    public async Task FinishAsync()
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        while (await NextAsync())
        {
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
    }

    /// <summary>Kills the process wherever it is, and takes what it had said before.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        while (await NextAsync())
        {
        }

        await process.WaitForExitAsync();
    }

    public void Dispose() => process.Dispose();
}
