using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>What strangers write is repeated in messages, and messages stand in terminals and in the logs of build agents.</summary>
public sealed class HostileTextTests
{
    /// <summary>Clears a screen, begins a line of its own, gives an Azure agent an order, and turns the rest around.</summary>
    private const string Orders = "x\u001b[2J\r\n##vso[task.setvariable variable=a]b\u2028::stop-commands::\u202e\u0085";

    private readonly MintedInstance sigstore = new();

    public static TheoryData<string> Texts() => [Orders, new string('x', 1_000_000) + Orders];

    [Theory]
    [MemberData(nameof(Texts))]
    public void No_text_of_a_bundle_reaches_a_message_as_it_stands(string text)
    {
        JsonObject bundle = sigstore.StatementBundle(Statements.AboutArtifact("https://example.com/any", "{}"));
        foreach (string path in JsonMutation.Paths(bundle).Where(path => JsonMutation.At(bundle, path) is JsonValue).ToArray())
        {
            JsonObject changed = (JsonObject)bundle.DeepClone();
            At(changed, path).ReplaceWith(JsonValue.Create(text));
            AssertFit(sigstore.Verify(changed).Refusal);
        }

        foreach (string path in JsonMutation.Paths(bundle).Where(path => JsonMutation.At(bundle, path) is JsonObject).ToArray())
        {
            JsonObject changed = (JsonObject)bundle.DeepClone();
            ((JsonObject)At(changed, path))[text] = 1;
            AssertFit(sigstore.Verify(changed).Refusal);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task No_text_of_a_registry_reaches_a_message_as_it_stands(string text)
    {
        await using TestRegistry registry = await TestRegistry.StartAsync();
        using RegistryClient client = new(new RegistryOptions { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] }, TimeProvider.System);
        string manifest = new JsonObject { ["mediaType"] = text, ["layers"] = new JsonArray() }.ToJsonString();
        registry.Misbehave = RegistryClientTests.Answer(200, manifest, MediaTypes.OciManifest);
        Lookup<OciManifest> answer = await client.GetManifestAsync(ImageReference.Parse($"{registry.Domain}/acme/shop:v1"), default);
        Assert.Equal(LookupFailureKind.Malformed, answer.Failure?.Kind);
        AssertFit(new Refusal("", answer.Failure!.Message));
        Assert.Equal(answer.Failure.Message, PlainText.OneLine(answer.Failure.Message));
    }

    [Fact]
    public void An_identity_is_shown_on_one_line_and_compared_as_it_stands()
    {
        SignerIdentity identity = new($"builds{Orders}@acme.example", SubjectKind.Email, "https://issuer.example", new Dictionary<string, string>());
        Assert.Equal(PlainText.OneLine(identity.ToString()), identity.ToString());
        Assert.Contains("\\u001b", identity.ToString(), StringComparison.Ordinal);
        Assert.Contains(Orders, identity.Subject, StringComparison.Ordinal);
    }

    private static JsonNode At(JsonNode root, string path) => root.GetPath() == path ? root : root switch
    {
        JsonObject map => map.Select(field => field.Value!).First(child => path.StartsWith(child.GetPath(), StringComparison.Ordinal) && Holds(child, path)) is var child ? At(child, path) : root,
        JsonArray list => At(list.First(item => Holds(item!, path))!, path),
        _ => root,
    };

    private static bool Holds(JsonNode node, string path) => JsonMutation.Paths(node, includeRoot: true).Contains(path);

    private static void AssertFit(Refusal? refusal)
    {
        Assert.NotNull(refusal);
        Assert.Equal(PlainText.OneLine(refusal.Message), refusal.Message);
        Assert.InRange(refusal.Message.Length, 1, 20_000);
    }
}
