using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace KubeSec.Images.Registries;

/// <summary>Asks a program <c>docker-credential-NAME</c> for a registry's credentials (docker/docker-credential-helpers, README).</summary>
internal static partial class CredentialHelper
{
    private const int LongestAnswer = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<Lookup<RegistryCredential>> AskAsync(string helper, string server, CancellationToken cancellationToken)
    {
        if (!SafeName().IsMatch(helper))
        {
            return new LookupFailure(LookupFailureKind.Malformed, "the Docker configuration names a credential helper that is no program name");
        }

        string program = $"docker-credential-{helper}";
        ProcessStartInfo start = new(program, ["get"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
            await process.StandardInput.WriteAsync(server.AsMemory(), limited.Token);
            process.StandardInput.Close();
            Task<string> errors = ReadAsync(process.StandardError, limited.Token);
            string answer = await ReadAsync(process.StandardOutput, limited.Token);
            await errors;
            await process.WaitForExitAsync(limited.Token);
            return Read(program, server, process.ExitCode, answer);
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            return new LookupFailure(LookupFailureKind.Unauthorized, $"the credential helper {program} could not be run: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LookupFailure(LookupFailureKind.TimedOut, $"the credential helper {program} did not answer within {Patience.TotalSeconds} s");
        }
        finally
        {
            Stop(process);
        }
    }

    private static Lookup<RegistryCredential> Read(string program, string server, int exitCode, string answer)
    {
        if (exitCode != 0)
        {
            // The protocol has no code for "none": helpers write this sentence (credentials/error.go).
            return answer.Contains("credentials not found", StringComparison.Ordinal)
                ? new LookupFailure(LookupFailureKind.NotFound, $"{program} has no credentials for {server}")
                : new LookupFailure(LookupFailureKind.Unauthorized, $"the credential helper {program} failed with exit code {exitCode}");
        }

        try
        {
            CredentialHelperAnswer? read = JsonSerializer.Deserialize(answer, OciJson.Default.CredentialHelperAnswer);
            return read?.Secret is not { Length: > 0 } secret
                ? new LookupFailure(LookupFailureKind.NotFound, $"{program} has no credentials for {server}")
                : new RegistryCredential(read.Username == "<token>" ? "" : read.Username ?? "", secret);
        }
        catch (JsonException)
        {
            return new LookupFailure(LookupFailureKind.Malformed, $"the credential helper {program} did not answer in JSON");
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        char[] buffer = new char[LongestAnswer];
        int length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return new string(buffer, 0, length);
    }

    private static void Stop(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It never started, or has ended by itself.
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex SafeName();
}

/// <summary>The answer of a credential helper.</summary>
internal sealed record CredentialHelperAnswer
{
    [JsonPropertyName("Username")]
    public string? Username { get; init; }

    [JsonPropertyName("Secret")]
    public string? Secret { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => nameof(CredentialHelperAnswer);
}
