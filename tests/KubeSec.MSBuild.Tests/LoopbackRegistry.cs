using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSec.Tests;

namespace KubeSec.MSBuild.Tests;

/// <summary>Debian's docker-registry on a free loopback port, with base images that the real cosign signs.</summary>
internal sealed class LoopbackRegistry : IDisposable
{
    private static readonly Dictionary<string, string> Password = new() { ["COSIGN_PASSWORD"] = "test" };

    private readonly string folder = Directory.CreateTempSubdirectory("kubesec-registry-").FullName;
    private readonly Process process;

    public LoopbackRegistry()
    {
        string program = RealParts.Program("docker-registry");
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Domain = free.LocalEndpoint.ToString()!;
        }

        File.WriteAllText($"{folder}/config.yml", $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\nhttp: {{addr: {Domain}}}\n");
        process = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {program} serve {folder}/config.yml >/dev/null 2>&1"]))!;
        WaitUntilItListens();
    }

    /// <summary>Host and port.</summary>
    public string Domain { get; }

    /// <summary>Pushes an image that the SDK can build on.</summary>
    /// <returns>The digest of its manifest.</returns>
    public async Task<string> PushBaseAsync(string name, string user = "1654")
    {
        string layout = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        (byte[] layer, string contentDigest) = Layer();
        byte[] config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","config":{"User":"{{{user}}}","Env":["PATH=/usr/bin"]},"rootfs":{"type":"layers","diff_ids":["{{{contentDigest}}}"]},"history":[{"created_by":"test"}]}""");
        byte[] manifest = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{{Put(layout, config, "application/vnd.oci.image.config.v1+json")}},
             "layers":[{{Put(layout, layer, "application/vnd.oci.image.layer.v1.tar+gzip")}}]}
            """);
        await File.WriteAllTextAsync(Path.Combine(layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        await File.WriteAllTextAsync(Path.Combine(layout, "index.json"), $$"""{"schemaVersion":2,"manifests":[{{Put(layout, manifest, "application/vnd.oci.image.manifest.v1+json")}}]}""");
        await RealProcess.RunAsync(
            RealParts.Program("skopeo"), "copy", "--insecure-policy", "--preserve-digests", "--dest-tls-verify=false", $"oci:{layout}", $"docker://{Domain}/{name}");
        return Digest(manifest);
    }

    /// <summary>Signs an image with a fresh key.</summary>
    /// <returns>The public key, as a file.</returns>
    public async Task<string> SignAsync(string image)
    {
        string cosign = RealParts.LaterProgram("trixie", "cosign");
        await RealProcess.RunAsync(cosign, folder, Password, "generate-key-pair", "--output-key-prefix", "signer");
        await RealProcess.RunAsync(cosign, folder, Password, "sign", "--key", "signer.key", "--tlog-upload=false", "--allow-insecure-registry", "--yes", $"{Domain}/{image}");
        return Path.Combine(folder, "signer.pub");
    }

    /// <summary>Asks the registry for a manifest.</summary>
    public async Task<string> GetManifestAsync(string repository, string reference)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://{Domain}/v2/{repository}/manifests/{reference}");
        request.Headers.Add("Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json");
        using HttpResponseMessage response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
    }

    /// <summary>Asks the registry for the configuration of an image.</summary>
    public async Task<string> GetConfigurationAsync(string repository, string reference)
    {
        using JsonDocument manifest = JsonDocument.Parse(await GetManifestAsync(repository, reference));
        using HttpClient client = new();
        return await client.GetStringAsync($"http://{Domain}/v2/{repository}/blobs/{manifest.RootElement.GetProperty("config").GetProperty("digest").GetString()}");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static (byte[] Packed, string ContentDigest) Layer()
    {
        using MemoryStream content = new();
        using (TarWriter tar = new(content, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "etc/"));
        }

        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content.ToArray());
        }

        return (packed.ToArray(), Digest(content.ToArray()));
    }

    private static string Put(string layout, byte[] content, string mediaType)
    {
        string digest = Digest(content);
        string blobs = Directory.CreateDirectory(Path.Combine(layout, "blobs", "sha256")).FullName;
        File.WriteAllBytes(Path.Combine(blobs, digest["sha256:".Length..]), content);
        return $$"""{"mediaType":"{{mediaType}}","digest":"{{digest}}","size":{{content.Length}}}""";
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private void WaitUntilItListens()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using TcpClient client = new();
                client.Connect(IPEndPoint.Parse(Domain));
                return;
            }
            catch (SocketException) when (attempt < 200 && !process.HasExited)
            {
                Thread.Sleep(50);
            }
        }
    }
}
