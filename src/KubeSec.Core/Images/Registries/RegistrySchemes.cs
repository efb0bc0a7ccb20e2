using System.Collections.Concurrent;

namespace KubeSec.Images.Registries;

/// <summary>
/// Whether a registry is spoken to with TLS. All are, but those listed and those on this machine that do not speak it,
/// as Docker does for 127.0.0.0/8.
/// </summary>
internal sealed class RegistrySchemes(RegistryOptions options)
{
    private const string DockerHubHost = "registry-1.docker.io";

    private readonly ConcurrentDictionary<string, bool> plain = new(
        options.PlainHttp.Select(host => KeyValuePair.Create(host, true)), StringComparer.OrdinalIgnoreCase);

    /// <summary>The registry's address.</summary>
    public Uri BaseOf(string domain) =>
        new((plain.ContainsKey(domain) ? "http://" : "https://") + (domain == ImageReference.DockerHub ? DockerHubHost : domain) + "/");

    /// <summary>Whether a host that did not speak TLS is now to be tried without.</summary>
    public bool TryWithoutTls(string domain)
    {
        int colon = domain.LastIndexOf(':');
        string host = colon > domain.LastIndexOf(']') ? domain[..colon] : domain;
        return NetworkZones.IsLoopbackName(host) && plain.TryAdd(domain, true);
    }
}
