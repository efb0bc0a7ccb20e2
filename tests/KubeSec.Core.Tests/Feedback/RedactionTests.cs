using System.Text;
using System.Text.Json;
using KubeSec.Feedback.Redaction;

namespace KubeSec.Core.Tests.Feedback;

public sealed class RedactionTests
{
    public static TheoryData<string, string> Secrets() => new()
    {
        { "merlin -v -url https://main.example:443 -psk SecurePSK!23@456", "SecurePSK" },
        { "mysql -uroot -pHunter2 shop", "Hunter2" },
        { "mysqldump --password=Hunter2 shop", "Hunter2" },
        { "curl -u admin:hunter2 https://x.example", "hunter2" },
        { "curl https://admin:hunter2@x.example/a", "hunter2" },
        { "curl -H 'Authorization: Bearer abcdefghijkl' x", "abcdefghijkl" },
        { "env PGPASSWORD=hunter2 psql", "hunter2" },
        { "DB_PASS=\"hunter2 three\" run", "three" },
        { "redis-cli -a hunter2 ping", "hunter2" },
        { "sshpass -p hunter2 ssh a@b", "hunter2" },
        { "docker login -u me -p hunter2 registry", "hunter2" },
        { "aws configure set AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE" },
        { "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY4x token wJalrXUtnFEMIK7MDENGbPxRfi2", "wJalrXUtnFEMIK7MDENGbPxRfi2" },
        { "git clone https://ghp_abcdefghijklmnopqrstuvwxyz0123456789@x.example/r", "ghp_abc" },
        { "/api/v1/namespaces/a/pods/b/exec?command=sh&command=-c&command=echo+hunter2&container=c", "hunter2" },
        { "/api/v1/namespaces/a/pods/b/exec?command=sh+-c+hunter2", "hunter2" },
        { "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----", "MIIabc" },
        { "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJzdWIi" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_in_a_text_is_gone(string text, string secret) =>
        Assert.DoesNotContain(secret, SecretText.Redact(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("cat /etc/shadow")]
    [InlineData("sh -c cat /var/run/secrets/kubernetes.io/serviceaccount/token")]
    [InlineData("docker.io/library/nginx:1.29@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    [InlineData("nginx -g daemon off;")]
    [InlineData("web-6c9f7d5b8d-x2k4p")]
    public void What_is_no_secret_stays(string text) => Assert.Equal(text, SecretText.Redact(text));

    [Theory]
    [InlineData("""{"args":["--password","hunter2"]}""")]
    [InlineData("""{"env":[{"name":"X","value":"hunter2"}]}""")]
    [InlineData("""{"envp":["X=hunter2"]}""")]
    [InlineData("""{"kind":"Secret","data":{"x":"hunter2"}}""")]
    [InlineData("""{"stringData":{"x":"hunter2"}}""")]
    [InlineData("""{"clientSecret":{"deep":["hunter2",{"x":"hunter2"}]}}""")]
    [InlineData("""{"headers":{"Authorization":"hunter2"}}""")]
    [InlineData("""{"password=hunter2":1}""")]
    public void A_secret_in_an_event_is_gone(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string redacted = Encoding.UTF8.GetString(SecretJson.Redact(document.RootElement)!);
        Assert.DoesNotContain("hunter2", redacted, StringComparison.Ordinal);
        JsonDocument.Parse(redacted).Dispose();
    }
}
