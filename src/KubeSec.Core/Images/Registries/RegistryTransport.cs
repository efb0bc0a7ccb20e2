using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Polly;
using Polly.Retry;

namespace KubeSec.Images.Registries;

/// <summary>The one door to registries: offline, authentication, redirects, retries and limits are kept here.</summary>
internal sealed class RegistryTransport
{
    private const int MostRedirects = 5;
    private static readonly ProductInfoHeaderValue UserAgent = new("kubesec", null);

    private readonly RegistryOptions options;
    private readonly RegistryConnections connections;
    private readonly RegistryAuthentication authentication;
    private readonly RegistrySchemes schemes;
    private readonly TimeProvider clock;
    private readonly ResiliencePipeline<Attempt> retries;

    public RegistryTransport(RegistryOptions options, RegistryConnections connections, TimeProvider clock)
    {
        this.options = options;
        this.connections = connections;
        this.clock = clock;
        authentication = new RegistryAuthentication(connections, new CredentialStore(options), clock);
        schemes = new RegistrySchemes(options);
        retries = Retries(options, clock);
    }

    /// <summary>Asks until there is an answer, or a failure that will not pass.</summary>
    public async Task<Lookup<RegistryResponse>> GetAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        if (options.Offline)
        {
            return new LookupFailure(LookupFailureKind.Offline, $"{request.Repository.Domain} was not asked, since the network is not to be used");
        }

        Attempt last = await retries.ExecuteAsync(
            static async (state, token) => await state.Door.AttemptAsync(state.Request, token), (Door: this, Request: request), cancellationToken);
        return last.Answer;
    }

    private static ResiliencePipeline<Attempt> Retries(RegistryOptions options, TimeProvider clock)
    {
        ResiliencePipelineBuilder<Attempt> builder = new() { TimeProvider = clock };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.Retries,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(10),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = outcome => ValueTask.FromResult(
                    outcome.Outcome.Result is { MayPass: true } attempt && (attempt.RetryAfter ?? TimeSpan.Zero) <= options.LongestWait),
                DelayGenerator = outcome => ValueTask.FromResult(outcome.Outcome.Result?.RetryAfter),
            });
        }

        return builder.Build();
    }

    private async Task<Attempt> AttemptAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(options.Timeout);
        string host = request.Repository.Domain;
        try
        {
            return await SendAsync(request, limited.Token);
        }
        catch (UnsafePlaceException fault)
        {
            return Attempt.Fail(LookupFailureKind.UnsafePlace, $"{host}: {fault.Message}");
        }
        catch (HttpRequestException fault) when (fault.InnerException is UnsafePlaceException unsafePlace)
        {
            return Attempt.Fail(LookupFailureKind.UnsafePlace, $"{host}: {unsafePlace.Message}");
        }
        catch (HttpRequestException fault) when (fault.InnerException is UntrustedCertificateException untrusted)
        {
            // Whoever presents a certificate speaks TLS: there is nothing to try without it.
            return Attempt.Fail(LookupFailureKind.Unreachable, $"{host} is not trusted: {untrusted.Message}");
        }
        catch (HttpRequestException fault)
        {
            if (fault.HttpRequestError == HttpRequestError.SecureConnectionError && schemes.TryWithoutTls(host))
            {
                return await AttemptAsync(request, cancellationToken);
            }

            bool mayPass = fault.HttpRequestError is not (HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError);
            return Attempt.Fail(LookupFailureKind.Unreachable, $"{host} cannot be reached: {Innermost(fault).Message}", mayPass);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return Attempt.Fail(LookupFailureKind.Unreachable, $"{host} broke off its answer: {fault.Message}", mayPass: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Attempt.Fail(LookupFailureKind.TimedOut, FormattableString.Invariant($"{host} did not answer within {options.Timeout.TotalSeconds} s"), mayPass: true);
        }
    }

    private async Task<Attempt> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        Uri origin = schemes.BaseOf(request.Repository.Domain);
        Uri place = new(origin, request.Path);
        AuthenticationHeaderValue? header = authentication.HeaderFor(request.Repository);
        bool answered = false;
        for (int redirects = 0; redirects <= MostRedirects;)
        {
            bool atRegistry = RegistryAuthentication.SameHost(place, origin);
            using HttpRequestMessage message = Message(place, request.Accept, atRegistry ? header : null);
            HttpMessageInvoker invoker = atRegistry ? connections.ToRegistry : connections.ToPlaceNamedBy(origin, place);
            using HttpResponseMessage response = await invoker.SendAsync(message, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized && atRegistry && !answered)
            {
                answered = true;
                Lookup<AuthenticationHeaderValue> grant = await authentication.AnswerAsync(
                    request.Repository, origin, response.Headers.WwwAuthenticate.Select(value => value.ToString()), cancellationToken);
                if (!grant.Found)
                {
                    return new Attempt(grant.Failure, grant.Failure.Kind == LookupFailureKind.Refused);
                }

                header = grant.Value;
            }
            else if (IsRedirect(response.StatusCode) && response.Headers.Location is { } location)
            {
                redirects++;
                place = new Uri(place, location);
                if (place.Scheme != Uri.UriSchemeHttps && (place.Scheme != Uri.UriSchemeHttp || origin.Scheme == Uri.UriSchemeHttps))
                {
                    return Attempt.Fail(LookupFailureKind.UnsafePlace, $"{origin.Authority} redirects from https to '{place.Scheme}'");
                }
            }
            else
            {
                return await ReadAsync(request, response, place, cancellationToken);
            }
        }

        return Attempt.Fail(LookupFailureKind.TooLarge, $"{origin.Authority} redirects more than {MostRedirects} times");
    }

    private async Task<Attempt> ReadAsync(RegistryRequest request, HttpResponseMessage response, Uri place, CancellationToken cancellationToken)
    {
        // A query may carry a signed address, which is a secret.
        string asked = $"{place.Authority}{place.AbsolutePath}";
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                byte[]? body = await BoundedBody.ReadAsync(response.Content, request.Limit, cancellationToken);
                return body is null
                    ? Attempt.Fail(LookupFailureKind.TooLarge, $"{asked} is larger than {request.Limit} bytes")
                    : new Attempt(new RegistryResponse(body, response.Content.Headers.ContentType?.MediaType,
                        First(response, "Docker-Content-Digest"), First(response, "Link")));
            case HttpStatusCode.NotFound:
                return Attempt.Fail(LookupFailureKind.NotFound, $"{asked} is not there");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return Attempt.Fail(LookupFailureKind.Unauthorized, $"{asked} is not for these credentials ({(int)response.StatusCode})");
            default:
                LookupFailure refused = new(LookupFailureKind.Refused, $"{asked} answered {(int)response.StatusCode}");
                return new Attempt(refused, Attempt.IsPassing(response.StatusCode), Wait(response.Headers.RetryAfter));
        }
    }

    /// <summary>A <c>Retry-After</c>, which gives seconds or a date (RFC 9110 section 10.2.3).</summary>
    private TimeSpan? Wait(RetryConditionHeaderValue? asked) => asked?.Date is not { } date ? asked?.Delta
        : date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private static HttpRequestMessage Message(Uri place, IReadOnlyList<string> accept, AuthenticationHeaderValue? header)
    {
        HttpRequestMessage message = new(HttpMethod.Get, place);
        message.Headers.UserAgent.Add(UserAgent);
        message.Headers.Authorization = header;
        foreach (string type in accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        return message;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static string? First(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    private static Exception Innermost(Exception fault)
    {
        while (fault.InnerException is { } inner)
        {
            fault = inner;
        }

        return fault;
    }
}
