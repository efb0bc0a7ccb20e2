using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KubeSec.Images.Registries;

/// <summary>
/// The connections to registries, and apart from them those to the places registries send us to, which reach no zone
/// of our network that the registry is not in itself. The check is made on the address connected to, not on a name
/// looked up before.
/// </summary>
internal sealed class RegistryConnections : IDisposable
{
    private readonly RegistryOptions options;
    private readonly HttpMessageHandler? replacement;
    private readonly X509Certificate2Collection authorities = [];
    private readonly ConcurrentDictionary<string, NetworkZone> zones = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<HttpMessageInvoker> registries;
    private readonly ConcurrentDictionary<NetworkZone, HttpMessageInvoker> elsewhere = new();

    /// <param name="options">How registries are reached.</param>
    /// <param name="replacement">Stands in for the network in tests.</param>
    /// <exception cref="ArgumentException">A certificate authority is not in PEM.</exception>
    public RegistryConnections(RegistryOptions options, HttpMessageHandler? replacement)
    {
        this.options = options;
        this.replacement = replacement;
        foreach (string pem in options.CertificateAuthorities)
        {
            authorities.ImportFromPem(pem);
        }

        if (authorities.Count < options.CertificateAuthorities.Count)
        {
            throw new ArgumentException("a certificate authority holds no certificate in PEM", nameof(options));
        }

        registries = new(() => NewInvoker(registry: null));
    }

    /// <summary>For requests to a registry itself.</summary>
    public HttpMessageInvoker ToRegistry => registries.Value;

    /// <summary>For requests to another host that a registry named.</summary>
    /// <exception cref="UnsafePlaceException">The host is written as an address that the registry may not send us to.</exception>
    public HttpMessageInvoker ToPlaceNamedBy(Uri registry, Uri place)
    {
        string host = registry.IdnHost.Trim('[', ']');
        NetworkZone zone = zones.TryGetValue(host, out NetworkZone known) ? known : NetworkZones.OfName(host);

        // Behind a proxy no address is ever seen, but what is written as one can be told without.
        if (NetworkZones.OfName(place.IdnHost.Trim('[', ']')) is var named && named != NetworkZone.Public && named != zone)
        {
            throw PrivatePlace(place.IdnHost);
        }

        return elsewhere.GetOrAdd(zone, NewInvoker);
    }

    public void Dispose()
    {
        if (registries.IsValueCreated)
        {
            registries.Value.Dispose();
        }

        foreach (HttpMessageInvoker invoker in elsewhere.Values)
        {
            invoker.Dispose();
        }

        foreach (X509Certificate2 authority in authorities)
        {
            authority.Dispose();
        }
    }

    private HttpMessageInvoker NewInvoker(NetworkZone registry) => NewInvoker((NetworkZone?)registry);

    private HttpMessageInvoker NewInvoker(NetworkZone? registry)
    {
        if (replacement is not null)
        {
            return new HttpMessageInvoker(replacement, disposeHandler: false);
        }

        SocketsHttpHandler handler = new()
        {
            // Redirects are followed by us, without credentials; nothing is unpacked on the way, so a digest is that of the bytes sent.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 64,
            ConnectTimeout = options.Timeout,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, registry, cancellationToken),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            IsTrusted(certificate, chain, errors) ? true : throw new UntrustedCertificateException(Reason(certificate, errors));
        return new HttpMessageInvoker(handler);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, NetworkZone? registry, CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host.Trim('[', ']');
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);

        // Behind a proxy the address is the proxy's, which the user has chosen and the registry cannot.
        bool viaProxy = !string.Equals(context.InitialRequestMessage.RequestUri?.IdnHost.Trim('[', ']'), host, StringComparison.OrdinalIgnoreCase);
        if (registry is { } zone && !viaProxy)
        {
            addresses = [.. addresses.Where(address => NetworkZones.MayReach(zone, address))];
            if (addresses.Length == 0)
            {
                throw PrivatePlace(host);
            }
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (registry is null && !viaProxy && socket.RemoteEndPoint is IPEndPoint end)
        {
            // A name with addresses in several zones is as far away as the farthest: it must not lend itself a nearer one.
            NetworkZone zoneOfEnd = NetworkZones.Of(end.Address);
            zones.AddOrUpdate(host, zoneOfEnd, (_, known) => known == zoneOfEnd ? known : NetworkZone.Public);
        }

        return new NetworkStream(socket, ownsSocket: true);
    }

    private static UnsafePlaceException PrivatePlace(string host) =>
        new($"the host {host} is on a private address of this network, and the registry is not");

    private static string Reason(X509Certificate? certificate, SslPolicyErrors errors) => errors switch
    {
        SslPolicyErrors.RemoteCertificateChainErrors => $"it speaks TLS with a certificate of '{certificate?.Issuer}', which no trusted authority vouches for today; name its authority under registries.certificateAuthorities",
        SslPolicyErrors.RemoteCertificateNameMismatch => $"it speaks TLS with a certificate for another name, of '{certificate?.Subject}'",
        _ => "it speaks TLS with a certificate for another name that no trusted authority vouches for",
    };

    /// <summary>A chain that the operating system does not know may end at one of the given authorities; nothing else is forgiven.</summary>
    private bool IsTrusted(X509Certificate? certificate, X509Chain? systemChain, SslPolicyErrors errors)
    {
        if (authorities.Count == 0 || errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf)
        {
            return errors == SslPolicyErrors.None;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (X509ChainElement sent in systemChain?.ChainElements.AsEnumerable() ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(sent.Certificate);
        }

        return chain.Build(leaf);
    }
}

/// <summary>A registry speaks TLS, with a certificate that is not trusted.</summary>
internal sealed class UntrustedCertificateException(string message) : IOException(message);

/// <summary>A registry sent us to a place that we do not go to.</summary>
internal sealed class UnsafePlaceException(string message) : IOException(message);
