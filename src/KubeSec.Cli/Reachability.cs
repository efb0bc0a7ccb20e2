using System.Net;
using System.Net.Sockets;
using KubeSec.Gate;
using KubeSec.Images;

namespace KubeSec.Cli;

/// <summary>Asks the registries that a policy names whether they answer at all; nothing is fetched and no credential is sent.</summary>
internal static class Reachability
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The registries by name: those of images that are allowed or must be signed, and those that stand in for others.</summary>
    public static IReadOnlyList<string> RegistriesOf(GatePolicy policy)
    {
        IEnumerable<ImageGlob> globs = (policy.Images?.Allow ?? []).Concat(policy.Signatures.SelectMany(signature => signature.Images));
        IEnumerable<string> named = globs.Select(glob => Host(glob.Text)).Where(host => !policy.Registries.Mirrors.Any(mirror => mirror.Name == host));
        return
        [
            .. named.Concat(policy.Registries.Mirrors.Select(mirror => Host(mirror.Location)))
                .Where(host => host.AsSpan().IndexOfAny("*?[") < 0 && (host.Contains('.', StringComparison.Ordinal) || host.Contains(':', StringComparison.Ordinal) || host == "localhost"))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Asks each registry for its API's root, whatever the answer (OCI distribution specification, end-1).</summary>
    public static Task<string[]> AskAsync(IReadOnlyList<string> registries, GatePolicy policy, CancellationToken cancellationToken) =>
        Task.WhenAll(registries.Select(registry => AskAsync(registry, policy, cancellationToken)));

    private static async Task<string> AskAsync(string registry, GatePolicy policy, CancellationToken cancellationToken)
    {
        bool plain = policy.Registries.PlainHttp.Contains(registry) || registry.StartsWith("127.", StringComparison.Ordinal) || registry.StartsWith("localhost", StringComparison.Ordinal);
        string host = registry == "docker.io" ? "registry-1.docker.io" : registry;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri($"{(plain ? "http" : "https")}://{host}/v2/"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized ? $"{registry} answers" : $"{registry} answers {(int)answer.StatusCode}, which is no registry's answer";
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or UriFormatException)
        {
            return $"{registry} cannot be reached: {fault.InnerException?.Message ?? fault.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{registry} does not answer within {Patience.TotalSeconds} s";
        }
    }

    private static string Host(string text) => text.Split('/')[0];
}
