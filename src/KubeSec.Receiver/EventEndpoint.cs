using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using KubeSec.Feedback;
using Microsoft.AspNetCore.Http;

namespace KubeSec.Receiver;

/// <summary>
/// Takes the events of one request. A 2xx is said only once they are on the disk; whatever else is said, the sender may
/// send the same again, since recording an event twice changes nothing.
/// </summary>
internal sealed class EventEndpoint(IncidentStore store, ReceiverOptions options, ReceiverCounters counters, Action<string> log, TimeProvider time)
{
    // What a client is told is short; every event set aside is counted all the same.
    private const int MaximumReasons = 20;

    private static readonly TimeSpan FaultStays = TimeSpan.FromSeconds(10);

    private readonly AccessToken token = new(options.Token);
    private long faultAt = long.MinValue;

    /// <summary>Whether the last write failed a moment ago.</summary>
    public bool Faulty => Volatile.Read(ref faultAt) is var at and not long.MinValue && time.GetElapsedTime(at) < FaultStays;

    /// <summary>Answers a request to record events.</summary>
    /// <param name="context">The request.</param>
    /// <param name="source">The format its path names, or null to recognise it event by event.</param>
    public async Task RecordAsync(HttpContext context, string? source)
    {
        int status = await RecordOrRefuseAsync(context, source);
        counters.Answered(status);
    }

    private async Task<int> RecordOrRefuseAsync(HttpContext context, string? source)
    {
        if (!token.Admits(context.Request.Headers.Authorization))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return await RefuseAsync(context, StatusCodes.Status401Unauthorized, "the token is missing or wrong");
        }

        if (source is not null && !IncidentStore.SourceNames.Contains(source))
        {
            return await RefuseAsync(context, StatusCodes.Status404NotFound, $"no such event format; there are {string.Join(", ", IncidentStore.SourceNames)}");
        }

        if (!counters.TryEnter(options.MaximumRequests))
        {
            context.Response.Headers.RetryAfter = "1";
            return await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too many requests at once; send it again in a second");
        }

        try
        {
            return await RecordBodyAsync(context, source);
        }
        finally
        {
            counters.Leave();
        }
    }

    private async Task<int> RecordBodyAsync(HttpContext context, string? source)
    {
        string? encoding = context.Request.Headers.ContentEncoding;
        if (encoding is not (null or "" or "identity" or "gzip"))
        {
            return await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "the body may be gzip or plain");
        }

        try
        {
            long begin = time.GetTimestamp();
            Stream body = encoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            await using var limited = new LimitedStream(body, options.MaximumBody);
            RecordResult result = await store.RecordAsync(limited, "request", source, context.RequestAborted);
            counters.Acknowledged(result, time.GetElapsedTime(begin), time.GetUtcNow());
            Volatile.Write(ref faultAt, long.MinValue);
            return await AnswerAsync(context, result);
        }
        catch (BodyTooLargeException)
        {
            return await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"the body is larger than {options.MaximumBody} bytes; send smaller batches"));
        }
        catch (InvalidDataException)
        {
            return await RefuseAsync(context, StatusCodes.Status400BadRequest, "the body is no gzip");
        }
        catch (BadHttpRequestException exception)
        {
            return await RefuseAsync(context, exception.StatusCode, "the body could not be read");
        }
        catch (FeedbackStoreException exception)
        {
            Volatile.Write(ref faultAt, time.GetTimestamp());
            log($"nothing of a request was acknowledged: {exception.Message}");
            context.Response.Headers.RetryAfter = "5";
            return await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"the store cannot be written now ({exception.Fault}); send it again");
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The sender has gone; nobody hears an answer, and it will send again what it was not told is safe.
            return StatusCodes.Status499ClientClosedRequest;
        }
    }

    private async Task<int> AnswerAsync(HttpContext context, RecordResult result)
    {
        if (result.SetAsideCount > 0)
        {
            string first = result.SetAside.Count > 0 ? $"; first, {result.SetAside[0].Position}: {result.SetAside[0].Reason}" : "";
            log(FormattableString.Invariant($"{result.SetAsideCount} of {result.Read} events from {context.Connection.RemoteIpAddress} set aside{first}"));
        }

        if (result.Read == 0)
        {
            return await RefuseAsync(context, StatusCodes.Status400BadRequest, "the body holds no event");
        }

        // Nothing understood out of something sent: sending it again would not help, and 200 would hide it.
        int status = result.SetAsideCount == result.Read ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        await WriteAsync(context, status, writer =>
        {
            writer.WriteNumber("read", result.Read);
            writer.WriteNumber("recorded", result.Recorded);
            writer.WriteNumber("duplicates", result.Duplicates);
            writer.WriteNumber("setAside", result.SetAsideCount);
            writer.WriteStartArray("reasons");
            foreach (SetAsideEvent aside in result.SetAside.Take(MaximumReasons))
            {
                writer.WriteStartObject();
                writer.WriteString("position", aside.Position);
                writer.WriteString("reason", aside.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        return status;
    }

    private static async Task<int> RefuseAsync(HttpContext context, int status, string reason)
    {
        await WriteAsync(context, status, writer => writer.WriteString("error", reason));
        return status;
    }

    private static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
