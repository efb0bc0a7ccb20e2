using System.Diagnostics;
using System.Net;
using System.Text;
using KubeSec.Feedback;

namespace KubeSec.Cli.Tests;

/// <summary><c>kubesec incident listen</c> as a process: what it says, and what its signals do.</summary>
public sealed class ListenCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-listen-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public async Task It_records_until_it_is_told_to_stop_and_then_ends_well()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no SIGTERM on Windows");
        using Process listening = Start("incident", "listen", "--listen", "127.0.0.1:0");
        string address = await AddressAsync(listening);
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.PostAsync(address, new StringContent(ReceivedEvents.Falco(1), Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using (Process signal = Process.Start("kill", ["-TERM", $"{listening.Id}"]))
        {
            await signal.WaitForExitAsync();
        }

        string rest = await listening.StandardError.ReadToEndAsync();
        await listening.WaitForExitAsync();
        Assert.True(listening.ExitCode == 0, $"ended with {listening.ExitCode}: {rest}");
        Assert.Contains("stopped; 1 recorded", rest, StringComparison.Ordinal);
        await using IncidentStore store = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Path.Combine(folder, IncidentStoreOptions.DefaultLocation), Create = false });
        Assert.Single(await store.ListAsync(new IncidentQuery()));
    }

    [Theory]
    [InlineData(2, "--listen", "0.0.0.0:0")]
    [InlineData(2, "--listen", "nowhere")]
    [InlineData(2, "--listen", "127.0.0.1")]
    [InlineData(2, "--token-file", "none")]
    [InlineData(2, "--tls-key", "none")]
    [InlineData(2, "--max-requests", "0")]
    [InlineData(3, "--store", "folder")]
    public async Task What_cannot_be_done_is_refused_at_once(int exitCode, params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(folder, "folder"));
        using Process refused = Start(["incident", "listen", .. arguments]);
        string error = await refused.StandardError.ReadToEndAsync();
        await refused.WaitForExitAsync();
        Assert.True(exitCode == refused.ExitCode, $"ended with {refused.ExitCode}: {error}");
        Assert.StartsWith("kubesec: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<string> AddressAsync(Process listening)
    {
        const string Start = "kubesec: listening on ";
        string? line = await listening.StandardError.ReadLineAsync();
        Assert.True(line?.StartsWith(Start, StringComparison.Ordinal), line);
        return line![Start.Length..];
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kubesec.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
