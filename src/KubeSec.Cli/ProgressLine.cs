namespace KubeSec.Cli;

/// <summary>What is being done now, on one line of standard error that is wiped at the end; nothing unless it is a terminal.</summary>
internal sealed class ProgressLine : IProgress<string>, IDisposable
{
    private const string Wipe = "\r\u001b[K";

    private bool shown;

    /// <summary>A line to report to, or null where nobody watches.</summary>
    public static ProgressLine? ForTerminal(bool quiet) => quiet || Console.IsErrorRedirected ? null : new ProgressLine();

    public void Report(string value)
    {
        Console.Error.Write($"{Wipe}kubesec: {value} …");
        shown = true;
    }

    public void Dispose()
    {
        if (shown)
        {
            Console.Error.Write(Wipe);
        }
    }
}
