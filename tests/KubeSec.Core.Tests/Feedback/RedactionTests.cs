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
        { "login as me openssl enc -k hunter2 -in a sshpass -p other ssh", "hunter2" },
        { "REDISCLI_AUTH=hunter2 redis-cli", "hunter2" },
        { "JWT_SIGNING_KEY=hunter2", "hunter2" },
        { "Cookie: a; password: 'hunter2'", "hunter2" },
        { "mongosh -u a -p hunter2 db", "hunter2" },
        { "zip -P hunter2 a.zip f", "hunter2" },
        { "7z x -phunter2 a.7z", "hunter2" },
        { "sqlcmd -S h -U sa -P hunter2", "hunter2" },
        { "xfreerdp /u:a /p:hunter2 /v:h", "hunter2" },
        { "ldapsearch -D cn=x -w hunter2 b", "hunter2" },
        { "openssl enc -aes256 -k hunter2 -in a", "hunter2" },
        { "openssl rsa -passin pass:hunter2", "hunter2" },
        { "htpasswd -b file user hunter2", "hunter2" },
        { "net user bob hunter2 /add", "hunter2" },
        { "vault login hunter2", "hunter2" },
        { "rabbitmqctl add_user u hunter2", "hunter2" },
        { "smbclient -U user%hunter2 //h/s", "hunter2" },
        { "sh -c echo root:hunter2 | chpasswd", "hunter2" },
        { "kubectl create secret generic x --from-literal=k=hunter2", "hunter2" },
        { "psql -c \"ALTER ROLE a PASSWORD 'hunter2'\"", "hunter2" },
        { "curl https://hooks.slack.com/services/T0/B0/hunter2", "hunter2" },
        { "curl https://x.blob.core.windows.net/c?sv=1&sig=hunter2&se=2", "hunter2" },
        { "git clone https://hunter2hunter2@github.com/a/b", "hunter2" },
        { "smbclient -Ubob%hunter2 //h/s", "hunter2" },
        { "mount -t cifs -o username=bob%hunter2 //h/s /m", "hunter2" },
        { "GIT_CREDS=hunter2 run", "hunter2" },
        { "xoxb-abcdefghij", "abcdefghij" },
        { "/api/webhooks/7", "/7" },
        { "7z x -phunter2", "hunter2" },
        { "fetch -u a:hunter2", "hunter2" },
        { "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "eyJzdWIi" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_in_a_text_is_gone(string text, string secret) =>
        Assert.DoesNotContain(secret, SecretText.Redact(text), StringComparison.Ordinal);

    [Fact]
    public void A_word_that_looks_random_is_gone_wherever_it_stands()
    {
        for (int before = 0; before < 45; before++)
        {
            Assert.Equal($"{new string('.', before)}[redacted]. x", SecretText.Redact($"{new string('.', before)}q7Wm2kQz9rTb4LpX8vNc. x"));
        }
    }

    [Theory]
    [InlineData("cat /etc/shadow")]
    [InlineData("sh -c cat /var/run/secrets/kubernetes.io/serviceaccount/token")]
    [InlineData("docker.io/library/nginx:1.29@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    [InlineData("nginx -g daemon off;")]
    [InlineData("web-6c9f7d5b8d-x2k4p")]
    [InlineData("unzip /tmp/payload.zip -d /opt")]
    [InlineData("nsenter -t 1 -p -m sh")]
    public void What_is_no_secret_stays(string text) => Assert.Equal(text, SecretText.Redact(text));

    [Theory]
    [InlineData("sk-operator-controller-manager-0/token-refresher_secret.v1")]
    [InlineData("bWluaWt1YmU6MTA1NzU3MjgzNTAwNzk6MTE1MTUz")]
    [InlineData("9a2bb12c-b9f7-4d34-809c-671e8c7e1e06:ResponseComplete")]
    [InlineData("Search Private Keys or Passwords")]
    public void A_name_or_an_id_that_looks_random_stays(string name) => Assert.Equal(name, SecretText.RedactName(name));

    [Theory]
    [InlineData("""{"args":["--password","hunter2"]}""")]
    [InlineData("""{"env":[{"name":"X","value":"hunter2"}]}""")]
    [InlineData("""{"envp":["X=hunter2"]}""")]
    [InlineData("""{"kind":"Secret","data":{"x":"hunter2"}}""")]
    [InlineData("""{"stringData":{"x":"hunter2"}}""")]
    [InlineData("""{"clientSecret":{"deep":["hunter2",{"x":"hunter2"}]}}""")]
    [InlineData("""{"headers":{"Authorization":"hunter2"}}""")]
    [InlineData("""{"password=hunter2":1}""")]
    [InlineData("""{"headers":[{"name":"Authorization","value":"hunter2"}]}""")]
    [InlineData("""{"args":[{"name":"envp","type":"const char**","value":["X=hunter2"]}]}""")]
    [InlineData("""{"environment_variables":[{"key":"X","value":"hunter2"}]}""")]
    [InlineData("""{"output_fields":{"proc.env":"HOME=/ X=hunter2","proc.aenv[2]":"X=hunter2"}}""")]
    public void A_secret_in_an_event_is_gone(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string redacted = Encoding.UTF8.GetString(SecretJson.Redact(document.RootElement)!);
        Assert.DoesNotContain("hunter2", redacted, StringComparison.Ordinal);
        JsonDocument.Parse(redacted).Dispose();
    }
}
