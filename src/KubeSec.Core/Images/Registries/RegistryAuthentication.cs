using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeSec.Images.Registries;

/// <summary>
/// Answers a registry's challenge (distribution specification's token documents, docs/content/spec/auth): a token for
/// pulling exactly the repository asked for, or basic credentials. What has been granted is kept until it ends.
/// </summary>
internal sealed class RegistryAuthentication(RegistryConnections connections, CredentialStore credentials, TimeProvider clock)
{
    private const int LargestAnswer = 64 << 10;

    // The token documents: 60 seconds where a token service says nothing.
    private static readonly TimeSpan DefaultLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Grant> grants = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The header that was granted for a repository, if it still holds.</summary>
    public AuthenticationHeaderValue? HeaderFor(ImageReference repository) =>
        grants.TryGetValue(repository.Repository, out Grant? grant) && clock.GetUtcNow() < grant.Until ? grant.Header : null;

    /// <summary>Gets a header that satisfies a challenge, and keeps it.</summary>
    /// <param name="repository">The repository that was refused.</param>
    /// <param name="origin">The registry that refused it.</param>
    /// <param name="challenges">The values of its <c>WWW-Authenticate</c> headers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Lookup<AuthenticationHeaderValue>> AnswerAsync(
        ImageReference repository, Uri origin, IEnumerable<string> challenges, CancellationToken cancellationToken)
    {
        Lookup<RegistryCredential> credential = await credentials.FindAsync(repository, cancellationToken);
        if (!credential.Found && !credential.Failure.IsAbsence)
        {
            return credential.Failure;
        }

        AuthenticationChallenge[] known = [.. challenges.SelectMany(AuthenticationChallenge.Read)];
        Lookup<Grant> grant =
            known.FirstOrDefault(challenge => challenge.IsBearer) is { } bearer
                ? await TokenAsync(repository, origin, bearer, credential.Value, cancellationToken)
            : known.Any(challenge => challenge.IsBasic) && credential.Value is { UserName.Length: > 0 } user
                ? new Grant(Basic(user), DateTimeOffset.MaxValue)
            : new LookupFailure(LookupFailureKind.Unauthorized, $"{origin.Authority} wants credentials, and none are known for it; log in with 'docker login {repository.Domain}'");
        if (!grant.Found)
        {
            return grant.Failure;
        }

        grants[repository.Repository] = grant.Value;
        return grant.Value.Header;
    }

    private async Task<Lookup<Grant>> TokenAsync(
        ImageReference repository, Uri origin, AuthenticationChallenge challenge, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(challenge.Parameter("realm"), UriKind.Absolute, out Uri? realm)
            || (realm.Scheme != Uri.UriSchemeHttps && (realm.Scheme != Uri.UriSchemeHttp || origin.Scheme == Uri.UriSchemeHttps)))
        {
            return new LookupFailure(LookupFailureKind.UnsafePlace, $"{origin.Authority} names a token service that is not reached by https");
        }

        HttpMessageInvoker invoker = SameHost(realm, origin) ? connections.ToRegistry : connections.ToPlaceNamedBy(origin, realm);
        using HttpRequestMessage request = TokenRequest(repository, realm, challenge.Parameter("service"), credential);
        using HttpResponseMessage response = await invoker.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new LookupFailure(
                Attempt.IsPassing(response.StatusCode) ? LookupFailureKind.Refused : LookupFailureKind.Unauthorized,
                $"the token service {realm.Authority} of {origin.Authority} answered {(int)response.StatusCode} for {repository.Repository}"
                + (credential is null ? ", asked anonymously" : $", asked with {credential}"));
        }

        byte[]? body = await BoundedBody.ReadAsync(response.Content, LargestAnswer, cancellationToken);
        return Read(body, realm);
    }

    /// <summary>An identity token is exchanged by the OAuth2 form; all else is asked by GET, which every service understands.</summary>
    private static HttpRequestMessage TokenRequest(ImageReference repository, Uri realm, string? service, RegistryCredential? credential)
    {
        // The scope is ours, not the one in the challenge: a registry must not get a token for another repository out of us.
        Dictionary<string, string> fields = new() { ["scope"] = $"repository:{repository.Path}:pull" };
        if (service is not null)
        {
            fields["service"] = service;
        }

        if (credential is { UserName: "" })
        {
            fields["grant_type"] = "refresh_token";
            fields["client_id"] = "kubesec";
            fields["refresh_token"] = credential.Secret;
            return new HttpRequestMessage(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(fields) };
        }

        string query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        string separator = realm.Query.Length > 0 ? "&" : "?";
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(realm.GetLeftPart(UriPartial.Query) + separator + query));
        request.Headers.Authorization = credential is null ? null : Basic(credential);
        return request;
    }

    private Lookup<Grant> Read(byte[]? body, Uri realm)
    {
        LookupFailure malformed = new(LookupFailureKind.Malformed, $"the token service {realm.Authority} did not answer with a token");
        try
        {
            RegistryToken? answer = body is null ? null : JsonSerializer.Deserialize(body, OciJson.Default.RegistryToken);
            string? token = answer?.Token ?? answer?.AccessToken;
            if (string.IsNullOrEmpty(token) || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return malformed;
            }

            TimeSpan life = answer!.ExpiresIn is > 0 and < 86400 and { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLife;
            return new Grant(new AuthenticationHeaderValue("Bearer", token), clock.GetUtcNow() + life - Margin);
        }
        catch (JsonException)
        {
            return malformed;
        }
    }

    private static AuthenticationHeaderValue Basic(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Secret}")));

    internal static bool SameHost(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private sealed record Grant(AuthenticationHeaderValue Header, DateTimeOffset Until)
    {
        /// <summary>Never the token.</summary>
        public override string ToString() => nameof(Grant);
    }
}

/// <summary>A token service's answer.</summary>
internal sealed record RegistryToken
{
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>In seconds.</summary>
    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }

    /// <summary>Never the token.</summary>
    public override string ToString() => nameof(RegistryToken);
}
