using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net.Http.Headers;
using KubeSec.Images.Registries;

namespace KubeSec.Signatures;

/// <summary>
/// Asks for the revocation of certificates where they say that it is to be had (RFC 6960 appendix A, RFC 5280 section
/// 4.2.1.13). Only used where a policy wants it, and only for certificates that lead to a trusted root: their issuer chose
/// the addresses, and whoever merely signs could not. What cannot be fetched or read tells nothing.
/// </summary>
internal sealed class RevocationClient : IDisposable
{
    private const int LargestList = 32 << 20;
    private const int LargestResponse = 256 << 10;
    private const int MostPlaces = 4;

    private readonly HttpClient http;
    private readonly TimeSpan timeout;
    private readonly ConcurrentDictionary<string, CertificateRevocationList> lists = new(StringComparer.Ordinal);

    /// <param name="timeout">How long one answer may take.</param>
    /// <param name="network">Stands in for the network in tests.</param>
    public RevocationClient(TimeSpan timeout, HttpMessageHandler? network)
    {
        this.timeout = timeout;
        http = new HttpClient(network ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: network is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks responders and fetches lists.</summary>
    /// <param name="certificates">What to ask about, each with its issuer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<NotationRevocation> AskAsync(IReadOnlyList<(Certificate Certificate, Certificate Issuer)> certificates, CancellationToken cancellationToken)
    {
        List<OcspResponse> responses = [];
        List<CertificateRevocationList> found = [];
        foreach ((Certificate certificate, Certificate issuer) in certificates)
        {
            (IReadOnlyList<string> responders, IReadOnlyList<string> places) = PlacesOf(certificate);
            foreach (string address in responders.Take(MostPlaces))
            {
                if (await AskResponderAsync(address, OcspStatus.Request(certificate, issuer), cancellationToken) is { } response)
                {
                    responses.Add(response);
                    break;
                }
            }

            foreach (string address in places.Take(MostPlaces))
            {
                if (await FetchListAsync(address, cancellationToken) is { } list)
                {
                    found.AddRange([list, .. await FetchDeltasAsync(list, cancellationToken)]);
                    break;
                }
            }
        }

        return new NotationRevocation { RevocationLists = found, OcspResponses = responses };
    }

    public void Dispose() => http.Dispose();

    private static (IReadOnlyList<string> Responders, IReadOnlyList<string> Lists) PlacesOf(Certificate certificate)
    {
        try
        {
            return (RevocationPlaces.RespondersOf(certificate), RevocationPlaces.ListsOf(certificate));
        }
        catch (AsnContentException)
        {
            return ([], []);
        }
    }

    private async Task<OcspResponse?> AskResponderAsync(string address, byte[] question, CancellationToken cancellationToken)
    {
        using ByteArrayContent content = new(question);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
        byte[]? answer = await SendAsync(HttpMethod.Post, address, content, LargestResponse, cancellationToken);
        return answer is null ? null : Read(answer, OcspResponse.FromFile);
    }

    private async Task<CertificateRevocationList?> FetchListAsync(string address, CancellationToken cancellationToken)
    {
        if (!lists.TryGetValue(address, out CertificateRevocationList? list)
            && await SendAsync(HttpMethod.Get, address, null, LargestList, cancellationToken) is { } content
            && Read(content, CertificateRevocationList.FromFile) is { } fetched)
        {
            lists[address] = list = fetched;
        }

        return list;
    }

    /// <summary>A list that names a place for deltas is not complete without one.</summary>
    private async Task<List<CertificateRevocationList>> FetchDeltasAsync(CertificateRevocationList list, CancellationToken cancellationToken)
    {
        List<CertificateRevocationList> deltas = [];
        foreach (string address in list.FreshestPlaces.SelectMany(place => place.Uris).Take(MostPlaces))
        {
            if (await FetchListAsync(address, cancellationToken) is { } delta)
            {
                deltas.Add(delta);
            }
        }

        return deltas;
    }

    private async Task<byte[]?> SendAsync(HttpMethod method, string address, HttpContent? content, int largest, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? place) || place.Scheme is not ("http" or "https"))
        {
            return null;
        }

        // The client's own limit ends with the headers, and an answer may trickle.
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            using HttpRequestMessage request = new(method, place) { Content = content };
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            return response.IsSuccessStatusCode ? await BoundedBody.ReadAsync(response.Content, largest, limited.Token) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static T? Read<T>(byte[] content, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        try
        {
            return read(content);
        }
        catch (TrustRootException)
        {
            return null;
        }
    }
}
