using System.Net;

namespace KubeSec.Images.Registries;

/// <summary>One question to a registry.</summary>
/// <param name="Repository">The repository at the place it is fetched from.</param>
/// <param name="Path">What follows the host: <c>/v2/acme/shop/manifests/v1</c>, with a query where there is one.</param>
/// <param name="Accept">The media types understood.</param>
/// <param name="Limit">The most bytes that the answer's body may have.</param>
internal sealed record RegistryRequest(ImageReference Repository, string Path, IReadOnlyList<string> Accept, long Limit);

/// <summary>An answer with its whole body.</summary>
internal sealed record RegistryResponse(byte[] Body, string? MediaType, string? ContentDigest, string? Link);

/// <summary>What one attempt came to.</summary>
/// <param name="Answer">The answer or the failure.</param>
/// <param name="MayPass">Whether the failure may pass if tried again.</param>
/// <param name="RetryAfter">How long the registry asks us to wait first.</param>
internal sealed record Attempt(Lookup<RegistryResponse> Answer, bool MayPass = false, TimeSpan? RetryAfter = null)
{
    public static Attempt Fail(LookupFailureKind kind, string message, bool mayPass = false) => new(new LookupFailure(kind, message), mayPass);

    /// <summary>Statuses that say "not now" (RFC 9110 section 15, RFC 6585 section 4).</summary>
    public static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
