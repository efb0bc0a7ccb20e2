using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeSec.Feedback;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Feedback;

/// <summary>Secrets planted in any text of a real payload, in any of the forms they have in the wild, are searched for in the store byte by byte.</summary>
public sealed partial class PlantedSecretsTests : IDisposable
{
    // {0} is the secret: a plain word, so that nothing but its place tells what it is.
    private static readonly string[] Forms =
    [
        "mysql -uroot -p{0} shop", "curl -u admin:{0} https://x.example", "https://bob:{0}@git.example/r", "curl -H \"Authorization: Bearer {0}\" x", "X-Api-Key: {0}", "env DB_PASSWORD={0} run",
        "tool --password {0} x", "tool --token={0}", "/api/v1/namespaces/a/pods/b/exec?command=sh&command=-c&command={0}", "redis://:{0}@db/0", "sshpass -p {0} ssh a@b", "Server=db;Password={0};",
        "{{\"password\":\"{0}\"}}", "Cookie: session={0}; a=b", "kubectl create secret generic x --from-literal=k={0}", "vault login {0}", "unzip -P {0} a.zip", "ldapsearch -w {0} b",
        "echo root:{0} | chpasswd", "-----BEGIN PRIVATE KEY-----\n{0}\n-----END PRIVATE KEY-----", "curl https://x.example/?sig={0}&b=1", "smbclient -U user%{0} //h/s", "cmd%20--password%3D{0}",
    ];

    private readonly StoreFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [SkippableTheory]
    [InlineData(1, 30)]
    [InlineData(2, 4)]
    public async Task No_secret_planted_in_any_text_of_a_sample_reaches_the_disk_or_a_report(int seed, int percent)
    {
        string samples = SharedFiles.Require("samples");
        List<string> planted = [];
        await using (IncidentStore store = await fixture.OpenAsync())
        {
            foreach (string file in Directory.EnumerateFiles(samples, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                // Each payload has chances of its own, so that a new sample changes no other's.
                var chance = new Random(seed + (int)new FileInfo(file).Length);
                if (Parse(await File.ReadAllTextAsync(file)) is not { } root)
                {
                    continue;
                }

                JsonNode sown = Plant(root, chance, percent, planted);
                RecordResult result = await store.RecordAsync(StoreFixture.Text(sown.ToJsonString()), Path.GetFileName(file));
                Assert.DoesNotMatch(Secret(), string.Join('\n', result.SetAside));
            }
        }

        Assert.True(planted.Count > 500);
        foreach (string file in Directory.EnumerateFiles(fixture.Folder))
        {
            string bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            string[] found = [.. Secret().Matches(bytes).Take(20).Select(match => bytes[Math.Max(0, match.Index - 60)..(match.Index + match.Length)])];
            Assert.True(found.Length == 0, string.Join("\n", found));
        }
    }

    // Some payloads are broken, and one is null.
    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static JsonNode Plant(JsonNode node, Random chance, int percent, List<string> planted)
    {
        switch (node)
        {
            case JsonObject properties:
                foreach ((string name, JsonNode? value) in properties.ToList())
                {
                    properties[name] = value is null ? null : Plant(value.DeepClone(), chance, percent, planted);
                }

                return properties;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Plant(item.DeepClone(), chance, percent, planted))]);
            case JsonValue value when value.TryGetValue(out string? text) && chance.Next(100) < percent:
                string secret = string.Create(CultureInfo.InvariantCulture, $"zqx{planted.Count:000000}");
                planted.Add(secret);
                return JsonValue.Create($"{text} {string.Format(CultureInfo.InvariantCulture, Forms[planted.Count % Forms.Length], secret)}");
            default:
                return node;
        }
    }

    [GeneratedRegex("zqx[0-9]{6}")]
    private static partial Regex Secret();
}
