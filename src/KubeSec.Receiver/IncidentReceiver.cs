using KubeSec.Feedback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeSec.Receiver;

/// <summary>
/// Records what Falco's <c>http_output</c>, falcosidekick's webhook, an API server's audit webhook or anybody else posts:
/// <c>POST /</c> recognises the format, <c>POST /events/NAME</c> is told it. <c>GET</c> answers <c>/healthz</c>,
/// <c>/readyz</c> and <c>/metrics</c>.
/// </summary>
public sealed class IncidentReceiver : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(2);

    private readonly WebApplication application;
    private readonly IncidentStore store;
    private readonly ReceiverOptions options;
    private readonly ReceiverCounters counters = new();
    private readonly EventEndpoint events;
    private volatile bool stopping;

    private IncidentReceiver(IncidentStore store, ReceiverOptions options, Action<string> log, TimeProvider time)
    {
        this.store = store;
        this.options = options;
        events = new EventEndpoint(store, options, counters, log, time);
        application = Build(options);
        application.Run(HandleAsync);
    }

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<string> Addresses => [.. application.Urls];

    /// <summary>Events recorded, known already, and set aside since the start.</summary>
    public (long Recorded, long Duplicates, long SetAside) Counts => (counters.Recorded, counters.Duplicates, counters.SetAside);

    /// <summary>Starts to listen.</summary>
    /// <param name="store">Where events go; the caller's to close, after the receiver.</param>
    /// <param name="options">Where to listen, whom to hear.</param>
    /// <param name="log">Takes a line now and then; never one with an event's content.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">The options are not sound; the message holds every problem.</exception>
    /// <exception cref="IOException">An address cannot be listened on.</exception>
    public static async Task<IncidentReceiver> StartAsync(
        IncidentStore store, ReceiverOptions options, Action<string>? log = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        var receiver = new IncidentReceiver(store, options, log ?? (_ => { }), time ?? TimeProvider.System);
        try
        {
            await receiver.application.StartAsync(cancellationToken);
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no new requests, finishes those under way within <see cref="ReceiverOptions.Drain"/>, and stops.</summary>
    public async Task StopAsync()
    {
        stopping = true;
        using var limit = new CancellationTokenSource(options.Drain);
        await application.StopAsync(limit.Token);
    }

    /// <summary>Stops at once where it was not stopped.</summary>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static WebApplication Build(ReceiverOptions options)
    {
        // Nothing of the environment or of settings files decides what is listened to.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.WebHost.UseKestrelCore();
        if (options.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaximumBody;
            foreach (System.Net.IPEndPoint address in options.Listen)
            {
                kestrel.Listen(address, listen => Serve(listen, options));
            }
        });
        return builder.Build();
    }

    private static void Serve(ListenOptions listen, ReceiverOptions options)
    {
        if (options.Certificate is { } certificate)
        {
            listen.UseHttps(certificate);
        }
        else
        {
            listen.Protocols = HttpProtocols.Http1;
        }
    }

    private Task HandleAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        return request.Path.Value switch
        {
            "/healthz" when reads => SayAsync(context, StatusCodes.Status200OK, "ok\n"),
            "/readyz" when reads => ReadyAsync(context),
            "/metrics" when reads => SayAsync(context, StatusCodes.Status200OK, counters.ToPrometheus(options.MaximumRequests), "text/plain; version=0.0.4; charset=utf-8"),
            "/healthz" or "/readyz" or "/metrics" => NotAllowedAsync(context, "GET"),
            "/" or "/events" or "/events/" => HttpMethods.IsPost(request.Method) ? events.RecordAsync(context, null) : NotAllowedAsync(context, "POST"),
            { } path when path.StartsWith("/events/", StringComparison.Ordinal) =>
                HttpMethods.IsPost(request.Method) ? events.RecordAsync(context, path["/events/".Length..]) : NotAllowedAsync(context, "POST"),
            _ => SayAsync(context, StatusCodes.Status404NotFound, "POST / or /events/NAME records events; GET /healthz, /readyz, /metrics\n"),
        };
    }

    private async Task ReadyAsync(HttpContext context)
    {
        if (stopping || events.Faulty)
        {
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, stopping ? "stopping\n" : "the store could not be written a moment ago\n");
            return;
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            await store.CheckAsync(limit.Token).WaitAsync(ReadyWithin, limit.Token);
            await SayAsync(context, StatusCodes.Status200OK, "ok\n");
        }
        catch (Exception exception) when (exception is FeedbackStoreException or TimeoutException)
        {
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "the store cannot be written now\n");
        }
    }

    private static Task NotAllowedAsync(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return SayAsync(context, StatusCodes.Status405MethodNotAllowed, $"{allowed} only\n");
    }

    private static Task SayAsync(HttpContext context, int status, string text, string type = "text/plain; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Lives until the caller stops it: signals are the caller's to hear.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
