using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSec.Cluster;

namespace KubeSec.Core.Tests.Clusters;

/// <summary>Whom a connection believes and what it shows of itself, over real TLS.</summary>
public sealed class ClusterConnectionTests : IDisposable
{
    private readonly string kubeconfig = Path.GetTempFileName();
    private readonly X509Certificate2 authority = Authority("CN=the cluster");

    public void Dispose()
    {
        authority.Dispose();
        File.Delete(kubeconfig);
    }

    [Fact]
    public async Task The_kubeconfigs_authority_is_believed_and_its_certificate_shown()
    {
        using X509Certificate2 server = Issue("CN=server", "127.0.0.1");
        Assert.Equal("CN=me", (await AskAsync(server, ConfigFor(authority))).Shown);
    }

    [Fact]
    public async Task A_server_of_the_same_authority_by_another_name_is_not_believed()
    {
        using X509Certificate2 server = Issue("CN=server", "127.0.0.2");
        ClusterException refused = await Assert.ThrowsAsync<ClusterException>(() => AskAsync(server, ConfigFor(authority)));
        Assert.Equal(ClusterFault.Unreachable, refused.Fault);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_believed()
    {
        using X509Certificate2 server = Issue("CN=server", "127.0.0.1");
        using X509Certificate2 other = Authority("CN=the cluster");
        ClusterException refused = await Assert.ThrowsAsync<ClusterException>(() => AskAsync(server, ConfigFor(other)));
        Assert.Equal(ClusterFault.Unreachable, refused.Fault);
    }

    [Fact]
    public async Task A_server_is_taken_unseen_only_where_the_kubeconfig_says_so()
    {
        using X509Certificate2 server = Issue("CN=server", "127.0.0.2");
        await Assert.ThrowsAsync<ClusterException>(() => AskAsync(server, ""));
        Assert.Equal("CN=me", (await AskAsync(server, "insecure-skip-tls-verify: true")).Shown);
    }

    [Fact]
    public async Task A_path_in_the_servers_address_stands_before_every_path()
    {
        using X509Certificate2 server = Issue("CN=server", "127.0.0.1");
        Assert.StartsWith("GET /k8s/clusters/c-1/version ", (await AskAsync(server, ConfigFor(authority), "/k8s/clusters/c-1")).Request, StringComparison.Ordinal);
    }

    /// <summary>Asks once; whose certificate the server was shown, and what it was asked.</summary>
    private async Task<(string? Shown, string Request)> AskAsync(X509Certificate2 server, string cluster, string path = "")
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using X509Certificate2 own = Issue("CN=me", "127.0.0.3");
        File.WriteAllText(kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: here, cluster: {server: "https://{{listener.LocalEndpoint}}{{path}}", {{cluster}} } }]
            users: [{name: me, user: {client-certificate-data: "{{Base64(own.ExportCertificatePem())}}", client-key-data: "{{Base64(own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}}" } }]
            contexts: [{name: here, context: {cluster: here, user: me} }]
            """);
        Task<(string? Shown, string Request)> shown = AnswerAsync(listener, server);
        using ClusterConnection connection = ClusterConnection.Open(new ClusterOptions { Kubeconfig = kubeconfig, Timeout = TimeSpan.FromSeconds(30) });
        using HttpResponseMessage response = await connection.GetAsync("version", CancellationToken.None);
        return await shown;
    }

    private static async Task<(string? Shown, string Request)> AnswerAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsServerAsync(certificate, clientCertificateRequired: true, checkCertificateRevocation: false);
        byte[] request = new byte[4096];
        int length = await stream.ReadAsync(request);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
        return (stream.RemoteCertificate?.Subject, Encoding.ASCII.GetString(request, 0, length));
    }

    private static string ConfigFor(X509Certificate2 authority) => $"certificate-authority-data: \"{Base64(authority.ExportCertificatePem())}\"";

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));

    private static X509Certificate2 Authority(string subject)
    {
        var request = new CertificateRequest(subject, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 Issue(string subject, string address)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
