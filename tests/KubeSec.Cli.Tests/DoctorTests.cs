using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeSec.Tests;

namespace KubeSec.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-doctor").FullName;

    [Fact]
    public async Task Registries_that_the_policy_names_are_asked_whether_they_answer()
    {
        using TcpListener registry = new(IPAddress.Loopback, 0);
        using TcpListener gone = new(IPAddress.Loopback, 0);
        registry.Start();
        gone.Start();
        (EndPoint answering, EndPoint silent) = (registry.LocalEndpoint, gone.LocalEndpoint);
        gone.Stop();
        _ = AnswerAsync(registry);
        await File.WriteAllTextAsync(Path.Combine(folder, "kubesec.yaml"), $"images: {{allow: ['{answering}/acme/**', '{silent}/other/**', 'internal/**']}}\n");
        ProcessRun run = Run("doctor");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"registry   {answering} answers\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"registry   {silent} cannot be reached: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("engine     ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("internal", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("registry ", Run("doctor", "--offline").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_policy_is_shown_with_its_place()
    {
        File.WriteAllText(Path.Combine(folder, "kubesec.yaml"), "fialOn: high\n");
        ProcessRun run = Run("doctor", "--offline");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("kubesec.yaml:1:1: ", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task AnswerAsync(TcpListener registry)
    {
        using TcpClient client = await registry.AcceptTcpClientAsync();
        byte[] request = new byte[4096];
        _ = await client.GetStream().ReadAsync(request);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    private ProcessRun Run(params string[] arguments) => ProcessRun.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "kubesec.dll"), .. arguments], folder);
}
