using KubeSec.Images;
using KubeSec.Images.Registries;
using Microsoft.AspNetCore.Http;

namespace KubeSec.Core.Tests.Images.Registries;

/// <summary>Authentication, redirects and retries against a registry that can misbehave.</summary>
public sealed class RegistryTransportTests : IAsyncLifetime
{
    private static readonly RegistryCredential Robot = new("robot", "s3cret-pass");

    private TestRegistry registry = null!;
    private TestRegistry elsewhere = null!;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        elsewhere = await TestRegistry.StartAsync();
        registry.PutImage("acme/shop", "v1");
    }

    public async Task DisposeAsync()
    {
        await registry.DisposeAsync();
        await elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_asked_for_exactly_one_repository_and_kept()
    {
        AskForToken($"http://{elsewhere.Domain}/token");
        elsewhere.Misbehave = RegistryClientTests.Answer(200, """{"token":"t0ken","expires_in":300}""", "application/json");
        using RegistryClient client = NewClient(Robot);
        Assert.True((await GetAsync(client)).Found);
        Assert.True((await GetAsync(client)).Found);
        (string path, string authorization) = Assert.Single(elsewhere.Requests);
        Assert.Equal("/token?scope=repository%3Aacme%2Fshop%3Apull&service=test", path);
        Assert.Equal("Basic " + Convert.ToBase64String("robot:s3cret-pass"u8), authorization);
        Assert.Equal(["", "Bearer t0ken", "Bearer t0ken"], registry.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_and_no_credentials_ask_anonymously()
    {
        AskForToken($"http://{elsewhere.Domain}/token");
        string form = "";
        elsewhere.Misbehave = async context =>
        {
            form = await new StreamReader(context.Request.Body).ReadToEndAsync();
            return await RegistryClientTests.Answer(200, """{"access_token":"t0ken"}""", "application/json")(context);
        };
        using RegistryClient client = NewClient(new RegistryCredential("", "refresh"));
        Assert.True((await GetAsync(client)).Found);
        Assert.Contains("grant_type=refresh_token", form, StringComparison.Ordinal);
        Assert.Contains("refresh_token=refresh", form, StringComparison.Ordinal);
        using RegistryClient anonymous = NewClient(null);
        Assert.True((await GetAsync(anonymous)).Found);
        Assert.Equal("", elsewhere.Requests.Last().Authorization);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/token")]
    [InlineData("http://[fe80::1]/token")]
    [InlineData("http://[fd00::1]/token")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/latest/meta-data")]
    [InlineData("http://[2002:a9fe:a9fe::]/latest/meta-data")]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("/token")]
    public async Task A_token_service_in_another_zone_of_the_network_is_not_asked(string realm)
    {
        AskForToken(realm);
        using RegistryClient client = NewClient(Robot);
        Assert.Equal(LookupFailureKind.UnsafePlace, (await GetAsync(client)).Failure?.Kind);
    }

    [Fact]
    public async Task Wrong_credentials_and_broken_token_services_say_so_without_secrets()
    {
        AskForToken($"http://{elsewhere.Domain}/token?key=hidden");
        foreach ((int status, string body, LookupFailureKind kind) in new[]
        {
            (401, "", LookupFailureKind.Unauthorized), (503, "", LookupFailureKind.Refused), (200, "{}", LookupFailureKind.Malformed),
            (200, "<html>", LookupFailureKind.Malformed), (200, """{"token":"a\nb"}""", LookupFailureKind.Malformed), (302, "", LookupFailureKind.Unauthorized),
        })
        {
            elsewhere.Misbehave = RegistryClientTests.Answer(status, body, "application/json");
            using RegistryClient client = NewClient(Robot);
            LookupFailure failure = (await GetAsync(client)).Failure!;
            Assert.Equal(kind, failure.Kind);
            Assert.DoesNotContain("s3cret-pass", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", failure.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("s3cret-pass", Robot.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_credentials_come_from_the_Docker_configuration()
    {
        string file = Path.GetTempFileName();
        string auth = Convert.ToBase64String("robot:s3cret-pass"u8);
        await File.WriteAllTextAsync(file, $$"""{"auths":{"https://{{registry.Domain}}/v2/":{"auth":"{{auth}}"},"{{registry.Domain}}/acme/shop":{"auth":""} } }""");
        registry.Misbehave = context => Refuse(context, "Basic realm=\"test\"", "Basic " + auth);
        using RegistryClient client = new(Options with { DockerConfig = file }, TimeProvider.System);
        Assert.Equal(LookupFailureKind.Unauthorized, (await GetAsync(client)).Failure?.Kind);
        await File.WriteAllTextAsync(file, $$"""{"auths":{"https://{{registry.Domain}}/v2/":{"auth":"{{auth}}"} } }""");
        using RegistryClient second = new(Options with { DockerConfig = file }, TimeProvider.System);
        Assert.True((await GetAsync(second)).Found);
        await File.WriteAllTextAsync(file, "{");
        using RegistryClient third = new(Options with { DockerConfig = file }, TimeProvider.System);
        Assert.Equal(LookupFailureKind.Malformed, (await GetAsync(third)).Failure?.Kind);
        File.Delete(file);
    }

    [SkippableFact]
    public async Task A_credential_helper_is_asked_by_its_protocol()
    {
        Skip.If(OperatingSystem.IsWindows(), "the helper is a shell script");
        string folder = Directory.CreateTempSubdirectory("kubesec-helper").FullName;
        string helper = Path.Combine(folder, "docker-credential-kubesec-test");
        await File.WriteAllTextAsync(helper, "#!/bin/sh\nread server || true\n[ \"$1\" = get ] || exit 9\nprintf '{\"ServerURL\":\"%s\",\"Username\":\"robot\",\"Secret\":\"s3cret-pass\"}' \"$server\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        string file = Path.Combine(folder, "config.json");
        await File.WriteAllTextAsync(file, $$"""{"credHelpers":{"{{registry.Domain}}":"kubesec-test"} }""");
        string path = Environment.GetEnvironmentVariable("PATH")!;
        Environment.SetEnvironmentVariable("PATH", folder + ":" + path);
        try
        {
            registry.Misbehave = context => Refuse(context, "Basic realm=\"test\"", "Basic " + Convert.ToBase64String("robot:s3cret-pass"u8));
            using RegistryClient client = new(Options with { DockerConfig = file }, TimeProvider.System);
            Lookup<OciManifest> answer = await GetAsync(client);
            Assert.True(answer.Found, answer.Failure?.Message);
            await File.WriteAllTextAsync(file, """{"credsStore":"../evil"}""");
            using RegistryClient unsafeName = new(Options with { DockerConfig = file }, TimeProvider.System);
            Assert.Equal(LookupFailureKind.Malformed, (await GetAsync(unsafeName)).Failure?.Kind);
            await File.WriteAllTextAsync(file, """{"credsStore":"kubesec-missing"}""");
            using RegistryClient missing = new(Options with { DockerConfig = file }, TimeProvider.System);
            Assert.Equal(LookupFailureKind.Unauthorized, (await GetAsync(missing)).Failure?.Kind);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_redirect_to_another_host_carries_no_credentials()
    {
        OciDescriptor blob = elsewhere.PutBlob("signature"u8.ToArray(), "text/plain");
        registry.Misbehave = async context =>
        {
            if (await Refuse(context, "Basic realm=\"test\"", "Basic " + Convert.ToBase64String("robot:s3cret-pass"u8)))
            {
                return true;
            }

            context.Response.Redirect($"http://{elsewhere.Domain}/v2/acme/shop/blobs/{blob.Digest}?signature=hidden");
            return true;
        };
        using RegistryClient client = NewClient(Robot);
        Assert.True((await client.GetBlobAsync(Image, blob, default)).Found);
        Assert.Equal("", Assert.Single(elsewhere.Requests).Authorization);
    }

    [Theory]
    [InlineData("http://169.254.169.254/blob", LookupFailureKind.UnsafePlace)]
    [InlineData("file:///etc/passwd", LookupFailureKind.UnsafePlace)]
    [InlineData("/v2/acme/shop/manifests/v1", LookupFailureKind.TooLarge)]
    public async Task Redirects_into_the_network_or_in_circles_end(string location, LookupFailureKind kind)
    {
        registry.Misbehave = context =>
        {
            context.Response.Redirect(location);
            return Task.FromResult(true);
        };
        using RegistryClient client = NewClient(null);
        Assert.Equal(kind, (await GetAsync(client)).Failure?.Kind);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_and_Retry_After_is_honoured()
    {
        int calls = 0;
        using RegistryClient client = new(Options with { Retries = 3 }, TimeProvider.System);
        registry.Misbehave = context =>
        {
            bool fail = ++calls < 3;
            if (fail)
            {
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "0";
            }

            return Task.FromResult(fail);
        };
        Assert.True((await GetAsync(client)).Found);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_wait_longer_than_our_patience_is_a_failure_at_once()
    {
        registry.Misbehave = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.FromResult(true);
        };
        using RegistryClient client = new(Options with { Retries = 3 }, TimeProvider.System);
        Assert.Equal(LookupFailureKind.Refused, (await GetAsync(client)).Failure?.Kind);
        Assert.Single(registry.Requests);
    }

    [Theory]
    [InlineData(-60, 2)]
    [InlineData(3600, 1)]
    public async Task A_wait_until_a_date_is_honoured_as_one_of_seconds(int secondsFromNow, int requests)
    {
        bool failed = false;
        registry.Misbehave = context =>
        {
            bool fail = !failed;
            failed = true;
            if (fail)
            {
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddSeconds(secondsFromNow).ToString("R");
            }

            return Task.FromResult(fail);
        };
        using RegistryClient client = new(Options with { Retries = 3 }, TimeProvider.System);
        Assert.Equal(requests == 2, (await GetAsync(client)).Found);
        Assert.Equal(requests, registry.Requests.Count);
    }

    [Theory]
    [InlineData("8.8.8.8", NetworkZone.Public)]
    [InlineData("2001:db8::1", NetworkZone.Public)]
    [InlineData("ghcr.io", NetworkZone.Public)]
    [InlineData("172.31.0.1", NetworkZone.Private)]
    [InlineData("100.100.100.200", NetworkZone.Private)]
    [InlineData("fd00:ec2::254", NetworkZone.Private)]
    [InlineData("fec0::1", NetworkZone.Private)]
    [InlineData("64:ff9b::a00:1", NetworkZone.Private)]
    [InlineData("2002:c0a8:1::", NetworkZone.Private)]
    [InlineData("::ffff:169.254.169.254", NetworkZone.LinkLocal)]
    [InlineData("0.0.0.0", NetworkZone.Loopback)]
    [InlineData("127.1", NetworkZone.Loopback)]
    [InlineData("2130706433", NetworkZone.Loopback)]
    [InlineData("0x7f000001", NetworkZone.Loopback)]
    [InlineData("localhost", NetworkZone.Loopback)]
    [InlineData("a.localhost", NetworkZone.Loopback)]
    internal void Zone_of_a_host_is_told_however_its_address_is_written(string host, NetworkZone zone) => Assert.Equal(zone, NetworkZones.OfName(host));

    [Fact]
    public async Task An_answer_that_breaks_off_is_tried_again()
    {
        int calls = 0;
        registry.Misbehave = async context =>
        {
            if (++calls > 1)
            {
                return false;
            }

            context.Response.ContentLength = 1000;
            context.Response.ContentType = MediaTypes.OciManifest;
            await context.Response.Body.WriteAsync("{"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        using RegistryClient client = new(Options with { Retries = 1 }, TimeProvider.System);
        Assert.True((await GetAsync(client)).Found);
    }

    [Theory]
    [InlineData("Bearer realm=\"https://a/b\",service=\"c, d\",scope=\"x\"", "Bearer", "c, d")]
    [InlineData("Negotiate, Bearer realm=x, service=\"q\\\"uoted\"", "Bearer", "q\"uoted")]
    [InlineData("Basic realm=\"x", "Basic", null)]
    [InlineData("=,=", null, null)]
    public void Challenges_are_read_as_RFC_9110_writes_them(string header, string? scheme, string? service)
    {
        AuthenticationChallenge? last = AuthenticationChallenge.Read(header) is [.., var read] ? read : null;
        Assert.Equal(scheme, last?.Scheme);
        Assert.Equal(service, last?.Parameter("service"));
    }

    private ImageReference Image => ImageReference.Parse($"{registry.Domain}/acme/shop:v1");

    private RegistryOptions Options => new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] };

    private RegistryClient NewClient(RegistryCredential? credential)
    {
        Dictionary<string, RegistryCredential> known = credential is null ? [] : new() { [registry.Domain] = credential };
        return new RegistryClient(Options with { Credentials = known }, TimeProvider.System);
    }

    private Task<Lookup<OciManifest>> GetAsync(RegistryClient client) => client.GetManifestAsync(Image, default);

    private void AskForToken(string realm) =>
        registry.Misbehave = context => Refuse(context, $"Bearer realm=\"{realm}\",service=\"test\",scope=\"repository:other:push\"", "Bearer t0ken");

    private static Task<bool> Refuse(HttpContext context, string challenge, string wanted)
    {
        bool refused = context.Request.Headers.Authorization.ToString() != wanted;
        if (refused)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = challenge;
        }

        return Task.FromResult(refused);
    }
}
