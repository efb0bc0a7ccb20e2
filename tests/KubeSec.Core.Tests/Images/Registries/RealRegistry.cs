using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Images.Registries;

/// <summary>Debian's docker-registry on a free loopback port: plain, with passwords over TLS, or with a token service.</summary>
internal sealed class RealRegistry : IAsyncDisposable
{
    public static readonly RegistryCredential Robot = new("robot", "s3cret-pass");

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-registry").FullName;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;
    private Process? process;
    private TestRegistry? tokens;

    private RealRegistry()
    {
        CertificateRequest request = new("CN=KubeSec test", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    public string Domain { get; private set; } = "";

    public string CertificatePem => certificate.ExportCertificatePem();

    public static Task<RealRegistry> StartPlainAsync() => StartAsync(_ => "");

    public static Task<RealRegistry> StartWithPasswordsAsync() => StartAsync(registry => $$"""
          tls: {certificate: {{registry.folder}}/cert.pem, key: {{registry.folder}}/key.pem}
        auth:
          htpasswd: {realm: test, path: {{registry.folder}}/htpasswd}
        """);

    public static async Task<RealRegistry> StartWithTokensAsync()
    {
        TestRegistry tokens = await TestRegistry.StartAsync();
        RealRegistry registry = await StartAsync(registry => $$"""
            auth:
              token: {realm: "http://{{tokens.Domain}}/token", service: test, issuer: kubesec, rootcertbundle: {{registry.folder}}/cert.pem}
            """);
        registry.tokens = tokens;
        tokens.Misbehave = async context =>
        {
            bool known = context.Request.Headers.Authorization.ToString() == "Basic " + Convert.ToBase64String("robot:s3cret-pass"u8);
            string token = new JsonObject { ["token"] = registry.Token(context.Request.Query["scope"].ToString()) }.ToJsonString();
            return await RegistryClientTests.Answer(known ? 200 : 401, known ? token : "{}", "application/json")(context);
        };
        return registry;
    }

    /// <summary>Copies an image of a layout to the registry.</summary>
    public async Task PushAsync(TestLayout layout, string tag, string path) => await RealProcess.RunAsync(
        RealParts.Program("skopeo"), "copy", "--insecure-policy", "--preserve-digests", "--dest-creds", $"{Robot.UserName}:{Robot.Secret}", "--dest-tls-verify=false",
        $"oci:{layout.Folder}:{tag}", $"docker://{Domain}/{path}");

    /// <summary>Puts a manifest with the empty configuration and one layer, by the distribution protocol.</summary>
    public async Task<OciDescriptor> PutAsync(string path, JsonObject manifest, byte[] layer)
    {
        await PutBlobAsync(path, "{}"u8.ToArray());
        await PutBlobAsync(path, layer);
        return await PutManifestAsync(path, Digest.Sha256Of(Encoding.UTF8.GetBytes(manifest.ToJsonString())).ToString(), manifest);
    }

    public async Task<OciDescriptor> PutManifestAsync(string path, string tagOrDigest, JsonObject manifest)
    {
        byte[] body = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        string type = (string)manifest["mediaType"]!;
        await SendAsync(HttpMethod.Put, new Uri($"http://{Domain}/v2/{path}/manifests/{tagOrDigest}"), body, type);
        return new OciDescriptor { MediaType = type, Digest = Digest.Sha256Of(body), Size = body.Length };
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (tokens is not null)
        {
            await tokens.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task PutBlobAsync(string path, byte[] content)
    {
        Uri upload = (await SendAsync(HttpMethod.Post, new Uri($"http://{Domain}/v2/{path}/blobs/uploads/"), [], "application/octet-stream"))!;
        await SendAsync(HttpMethod.Put, new Uri($"{upload}&digest={Digest.Sha256Of(content)}"), content, "application/octet-stream");
    }

    private static async Task<Uri?> SendAsync(HttpMethod method, Uri address, byte[] body, string mediaType)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(method, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(mediaType);
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response.Headers.Location;
    }

    private static async Task<RealRegistry> StartAsync(Func<RealRegistry, string> more)
    {
        string program = RealParts.Program("docker-registry");
        RealRegistry registry = new();
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            registry.Domain = free.LocalEndpoint.ToString()!;
        }

        await registry.WriteFilesAsync(more(registry));
        registry.process = Process.Start(new ProcessStartInfo(program, ["serve", $"{registry.folder}/config.yml"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        registry.process.ErrorDataReceived += (_, _) => { };
        registry.process.OutputDataReceived += (_, _) => { };
        registry.process.BeginErrorReadLine();
        registry.process.BeginOutputReadLine();
        await registry.WaitAsync();
        return registry;
    }

    private async Task WriteFilesAsync(string more)
    {
        await File.WriteAllTextAsync($"{folder}/cert.pem", CertificatePem);
        await File.WriteAllTextAsync($"{folder}/key.pem", key.ExportECPrivateKeyPem());
        string hash = Org.BouncyCastle.Crypto.Generators.OpenBsdBCrypt.Generate(Robot.Secret.ToCharArray(), new byte[16], 4);
        await File.WriteAllTextAsync($"{folder}/htpasswd", $"{Robot.UserName}:{hash.Replace("$2y$", "$2a$", StringComparison.Ordinal)}\n");
        await File.WriteAllTextAsync($"{folder}/config.yml", $$"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {{folder}}/data
            http:
              addr: {{Domain}}
            {{more}}
            """);
    }

    private async Task WaitAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPEndPoint.Parse(Domain));
                return;
            }
            catch (SocketException) when (attempt < 100 && !process!.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>A token as the distribution's documents describe it (docs/content/spec/auth/jwt.md).</summary>
    private string Token(string scope)
    {
        string[] parts = scope.Split(':');
        JsonObject header = new() { ["typ"] = "JWT", ["alg"] = "ES256", ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)) };
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        JsonObject claims = new()
        {
            ["iss"] = "kubesec",
            ["sub"] = "robot",
            ["aud"] = "test",
            ["jti"] = "1",
            ["iat"] = now,
            ["nbf"] = now - 10,
            ["exp"] = now + 300,
            ["access"] = parts.Length < 3 ? [] : new JsonArray(new JsonObject
            {
                ["type"] = parts[0],
                ["name"] = parts[1],
                ["actions"] = new JsonArray([.. parts[2].Split(',').Select(action => JsonValue.Create(action))]),
            }),
        };
        string signed = $"{Base64(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Base64(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
