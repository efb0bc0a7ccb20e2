using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KubeSec.Feedback;
using KubeSec.Receiver;

namespace KubeSec.Cli.Tests;

/// <summary>The receiver over real HTTP, on a real store.</summary>
public sealed class ReceiverTests : IAsyncLifetime
{
    private const string Token = "receiver-token-of-the-tests";

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-receiver-").FullName;
    private readonly HttpClient client = new();
    private readonly List<string> log = [];
    private IncidentStore store = null!;
    private IncidentReceiver receiver = null!;

    private string Location => Path.Combine(folder, "feedback.db");

    public async Task InitializeAsync()
    {
        store = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Location });
        await StartAsync(new ReceiverOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], Token = Token, MaximumBody = 256 * 1024 });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await receiver.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_event_answered_200_is_in_the_store()
    {
        using HttpResponseMessage answer = await PostAsync(ReceivedEvents.Falco(1));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(1, body.RootElement.GetProperty("recorded").GetInt32());
        await using IncidentStore other = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Location, Create = false });
        Assert.Single(await other.ListAsync(new IncidentQuery()));
    }

    [Fact]
    public async Task Sending_an_event_again_changes_nothing_and_is_no_fault()
    {
        using HttpResponseMessage first = await PostAsync(ReceivedEvents.Falco(1));
        using HttpResponseMessage second = await PostAsync(ReceivedEvents.Falco(1));
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Contains("\"duplicates\":1", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_webhooks_batch_is_recorded_under_its_own_path()
    {
        using HttpResponseMessage answer = await PostAsync(ReceivedEvents.AuditBatch(400), "/events/k8s-audit");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"recorded\":400", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic !!!")]
    [InlineData("Basic cmVjZWl2ZXI6d3Jvbmc=")]
    [InlineData("receiver-token-of-the-tests")]
    public async Task Whoever_does_not_show_the_token_writes_nothing(string? authorization)
    {
        client.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        using HttpResponseMessage answer = await PostAsync(ReceivedEvents.Falco(1));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await store.ListAsync(new IncidentQuery()));
    }

    [Fact]
    public async Task Falco_shows_the_token_as_a_password_of_its_url()
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"falco:{Token}")));
        using HttpResponseMessage answer = await PostAsync(ReceivedEvents.Falco(1));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("plain words", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"kind\":1}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"rule\":\"a\",\"prio", HttpStatusCode.UnprocessableEntity)]
    public async Task What_holds_no_event_is_refused_with_a_reason(string body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await PostAsync(body);
        Assert.Equal(expected, answer.StatusCode);
        Assert.StartsWith("{", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Good_events_are_kept_where_others_are_set_aside_and_that_is_logged_without_their_content()
    {
        using HttpResponseMessage answer = await PostAsync(ReceivedEvents.Falco(1) + "\n{\"password\":\"hunter2\"\n" + ReceivedEvents.Falco(2));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"recorded\":2", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        string line = Assert.Single(log);
        Assert.Contains("1 of 3 events", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packed_bodies_are_unpacked_up_to_the_limit()
    {
        using HttpResponseMessage packed = await PostPackedAsync(Encoding.UTF8.GetBytes(ReceivedEvents.Falco(1)));
        Assert.Equal(HttpStatusCode.OK, packed.StatusCode);

        using HttpResponseMessage bomb = await PostPackedAsync(new byte[8 * 1024 * 1024]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_the_limit_is_refused_whether_or_not_it_states_its_length(bool states)
    {
        using var content = new StreamContent(new MemoryStream(new byte[512 * 1024]));
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Addresses[0]) { Content = content };
        request.Headers.TransferEncodingChunked = !states;
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Other_paths_methods_and_formats_are_named_in_the_refusal()
    {
        using HttpResponseMessage method = await client.GetAsync(receiver.Addresses[0] + "/events");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (method.StatusCode, method.Content.Headers.Allow.Single()));
        using HttpResponseMessage format = await PostAsync("{}", "/events/nonsense");
        Assert.Equal(HttpStatusCode.NotFound, format.StatusCode);
        Assert.Contains("falco", await format.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(receiver.Addresses[0] + "/elsewhere")).StatusCode);
    }

    [Fact]
    public async Task Health_readiness_and_metrics_answer_without_a_token()
    {
        using HttpResponseMessage recorded = await PostAsync(ReceivedEvents.Falco(1));
        client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal("ok\n", await client.GetStringAsync(receiver.Addresses[0] + "/healthz"));
        Assert.Equal("ok\n", await client.GetStringAsync(receiver.Addresses[0] + "/readyz"));
        string metrics = await client.GetStringAsync(receiver.Addresses[0] + "/metrics");
        Assert.Contains("kubesec_receiver_events_total{outcome=\"recorded\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("kubesec_receiver_requests_total{code=\"200\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("kubesec_receiver_acknowledge_seconds_count 1\n", metrics, StringComparison.Ordinal);
        Assert.All(metrics.TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^(# (HELP|TYPE) \w+ .+|\w+(\{\w+=""[^""]*""\})? [0-9.eE+-]+)$", line));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_answers_503_and_is_not_ready()
    {
        await receiver.DisposeAsync();
        await store.DisposeAsync();
        store = await IncidentStore.OpenAsync(new IncidentStoreOptions { Location = Location, LockTimeout = TimeSpan.FromMilliseconds(200) });
        await StartAsync(new ReceiverOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] });
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Location};Pooling=False");
        other.Open();
        using Microsoft.Data.Sqlite.SqliteTransaction held = other.BeginTransaction();

        using HttpResponseMessage answer = await PostAsync(ReceivedEvents.Falco(1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(receiver.Addresses[0] + "/readyz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(receiver.Addresses[0] + "/healthz")).StatusCode);
    }

    [Fact]
    public async Task More_requests_than_it_takes_at_once_are_told_to_come_back()
    {
        await receiver.DisposeAsync();
        await StartAsync(new ReceiverOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], MaximumRequests = 1 });
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, new Uri(receiver.Addresses[0]).Port);
        byte[] body = Encoding.UTF8.GetBytes(ReceivedEvents.Falco(1));
        NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(FormattableString.Invariant($"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: {body.Length}\r\n\r\n")));
        await stream.WriteAsync(body.AsMemory(0, 10));
        await UntilInFlightAsync(1);

        using HttpResponseMessage refused = await PostAsync(ReceivedEvents.Falco(2));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        await stream.WriteAsync(body.AsMemory(10));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        using HttpResponseMessage taken = await PostAsync(ReceivedEvents.Falco(2));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Stopping_finishes_what_is_under_way()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, new Uri(receiver.Addresses[0]).Port);
        byte[] body = Encoding.UTF8.GetBytes(ReceivedEvents.Falco(1));
        NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"POST / HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {Token}\r\nContent-Length: {body.Length}\r\n\r\n")));
        await UntilInFlightAsync(1);

        Task stopping = receiver.StopAsync();
        await stream.WriteAsync(body);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        await stopping;
        Assert.Equal((1, 0, 0), receiver.Counts);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(ReceivedEvents.Falco(2)));
    }

    [Fact]
    public async Task Many_senders_at_once_lose_nothing_and_double_nothing()
    {
        const int Senders = 32;
        const int Each = 25;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (int i = 0; i < Each; i++)
            {
                // Each event is sent twice, as a sender does that missed the first answer.
                using HttpResponseMessage first = await PostAsync(ReceivedEvents.Falco((sender * Each) + i));
                using HttpResponseMessage again = await PostAsync(ReceivedEvents.Falco((sender * Each) + i));
                Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
            }
        }));

        Assert.Equal((Senders * Each, Senders * Each, 0), receiver.Counts);
        Assert.Equal(Senders * Each, (await store.ListAsync(new IncidentQuery())).Sum(incident => incident.CountLowerBound));
    }

    [Fact]
    public void An_open_address_asks_for_a_token()
    {
        Assert.NotEmpty(new ReceiverOptions { Listen = [new IPEndPoint(IPAddress.Any, 8787)] }.Problems());
        Assert.Empty(new ReceiverOptions { Listen = [new IPEndPoint(IPAddress.Any, 8787)], Token = Token }.Problems());
    }

    private async Task StartAsync(ReceiverOptions options) => receiver = await IncidentReceiver.StartAsync(store, options, log.Add);

    private Task<HttpResponseMessage> PostAsync(string body, string path = "/") => client.PostAsync(receiver.Addresses[0] + path, new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<HttpResponseMessage> PostPackedAsync(byte[] body)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(body);
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return await client.PostAsync(receiver.Addresses[0], content);
    }

    private async Task UntilInFlightAsync(int count)
    {
        while (!(await client.GetStringAsync(receiver.Addresses[0] + "/metrics")).Contains(FormattableString.Invariant($"in_flight {count}\n"), StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }
    }
}
