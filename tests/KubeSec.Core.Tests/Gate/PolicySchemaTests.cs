using System.Text.Json;
using KubeSec.Gate;
using KubeSec.Manifests;
using KubeSec.Tests;
using NJsonSchema;

namespace KubeSec.Core.Tests.Gate;

/// <summary>The schema that editors use and the parser that judges must say the same.</summary>
public sealed class PolicySchemaTests
{
    public static TheoryData<string> GoodPolicies() =>
    [
        PolicyFile.Template,
        Uncommented(PolicyFile.Template),
        "version: 1",
        "kubernetesVersion: 1.35",
        "rules: {host-network: off, privileged-container: \"on\", KS1001: critical, reliability: true}",
        "images: {allow: [nginx], namespaces: [{match: [a], forbidTags: [latest]}]}",
        "waivers: [{incident: f00, reason: drill, owner: a, approver: b, expires: 2027-01-31, upTo: critical, from: 2026-12-01}]",
        "waivers: [{rule: KS1001, reason: x, expires: 2027-03-31, where: {image: ghcr.io/**}}]",
        "ownRules: [{code: A1, name: a-b, message: m, field: \"spec.a[*].b\", condition: {atLeast: 3}, each: pod}]",
        "ownRules: [{code: A1, name: a-b, message: m, select: {kinds: [pod], labels: {app: 'we*'}}, field: a, condition: {atMost: 512Mi}}]",
        "feedback: {store: a.db, block: {severity: low}}",
        "feedback: {store: \"postgres://kubesec@db/feedback\", maxAgeHours: 24}",
        "signatures: [{images: [a/**], require: {atLeast: 1}, signers: [{keyless: {issuer: i, identityPattern: \"a.*\"}, name: x}], attestations: [{type: p, where: [{field: a, atMost: 3}]}, {provenance: {builder: b, source: s}}, {vulnerabilities: {maxAgeDays: 7, highestAllowed: medium}}], mode: warn, places: [tags]}]",
        "signatures: [{preset: kubernetes, mode: warn}, {preset: github-attestations, with: {repository: acme/shop}, images: [a/**]}]",
        "signatures: [{images: [a/**], signers: [{notation: {roots: ['sha256:23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db'], identities: ['C=US, ST=WA, O=acme'], level: permissive, override: {expiry: enforce}, revocation: {}}}]}]",
        "registries: {plainHttp: [\"localhost:5000\"], mirrors: [{name: a, location: b}], secondsPerImage: 2.5}",
    ];

    public static TheoryData<string> BadPolicies() =>
    [
        "- a",
        "version: 2",
        "fialOn: high",
        "failOn: severe",
        "kubernetesVersion: \"2.0\"",
        "frameworks: nsa",
        "frameworks: [nist]",
        "images: {allow: nginx}",
        "images: {allow: [\"a b\"]}",
        "images: {requireDigest: 3}",
        "images: {namespaces: [{allow: [a]}]}",
        "rules: {host-network: maybe}",
        "rules: {reliability: maybe}",
        "feedback: {store: \"\"}",
        "feedback: {maxAgeHours: 0}",
        "feedback: {maxAgeHours: soon}",
        "feedback: {block: {level: high}}",
        "waivers: [{rule: host-network}]",
        "waivers: [{reason: x}]",
        "waivers: [{rule: host-network, incident: a, reason: x, owner: a, approver: b, expires: 2027-01-31}]",
        "waivers: [{incident: f00, reason: drill}]",
        "waivers: [{incident: f00, reason: drill, owner: a, expires: 2027-01-31}]",
        "waivers: [{rule: host-network, reason: x, expires: soon}]",
        "waivers: [{rule: host-network, reason: x, where: {nmae: y}}]",
        "ownRules: [{code: KS1, name: a, message: m, field: a, condition: missing}]",
        "ownRules: [{code: A1, name: A B, message: m, field: a, condition: missing}]",
        "ownRules: [{code: A1, name: a, message: m, condition: missing}]",
        "ownRules: [{code: A1, name: a, message: m, field: a, condition: absent}]",
        "ownRules: [{code: A1, name: a, message: m, field: a, condition: {atMost: much}}]",
        "ownRules: [{code: A1, name: a, message: m, field: a, condition: {equals: 1, matches: b}}]",
        "podTemplates: {Workflow: \"\"}",
        "signatures: [{images: [a/**]}]",
        "signatures: [{preset: kubernets}]",
        "signatures: [{preset: kubernetes, signers: [{keyless: {issuer: i, identity: s}}]}]",
        "signatures: [{images: [a/**], signers: [{keyless: {issuer: i, identity: s}}], with: {owner: a}}]",
        "signatures: [{images: [a/**], signers: [{keyless: {issuer: i}}]}]",
        "signatures: [{images: [a/**], signers: [{keyless: {issuer: i, identity: s}, key: k}]}]",
        "signatures: [{images: [a/**], require: some, signers: [{keyless: {issuer: i, identity: s}}]}]",
        "registries: {mirrors: [{name: a}]}",
        "registries: {secondsPerImage: 0}",
        "registries: {secondsPerImage: 86401}",
        "registries: {secondsPerImage: soon}",
        "signatures: [{trustPolicy: a.json, images: [a/**]}]",
        "signatures: [{trustPolicy: a.json, signers: [{keyless: {issuer: i, identity: s}}]}]",
        "signatures: [{preset: kubernetes, trustStore: a}]",
        "signatures: [{images: [a/**], signers: [{keyless: {issuer: i, identity: s}}], revocation: {}}]",
        "signatures: [{images: [a/**], signers: [{notation: {roots: [], identities: ['*'], level: skip}}]}]",
        "signatures: [{images: [a/**], signers: [{notation: {roots: [], identities: ['*'], override: {expiry: skip}}}]}]",
        "signatures: [{images: [a/**], signers: [{notation: {roots: [], identities: ['*'], override: {integrity: log}}}]}]",
    ];

    [SkippableTheory]
    [MemberData(nameof(GoodPolicies))]
    public async Task What_the_parser_takes_the_schema_takes(string policy)
    {
        Assert.Empty(PolicyFile.Parse(policy).Problems);
        Assert.Empty((await Schema("kubesec.schema.json")).Validate(Json(policy)));
    }

    [SkippableTheory]
    [MemberData(nameof(BadPolicies))]
    public async Task What_the_parser_refuses_the_schema_refuses(string policy)
    {
        Assert.NotEmpty(PolicyFile.Parse(policy).Problems);
        Assert.NotEmpty((await Schema("kubesec.schema.json")).Validate(Json(policy)));
    }

    internal static async Task<JsonSchema> Schema(params string[] path)
    {
        string? root = SharedFiles.RepositoryRoot();
        Skip.If(root is null, "the tests run away from their sources");
        return await JsonSchema.FromFileAsync(Path.Combine([root, .. path]));
    }

    /// <summary>The template with everything it shows switched on; keys shown empty above their example are left out.</summary>
    private static string Uncommented(string template)
    {
        IEnumerable<string> lines = template.Split('\n')
            .Where(line => line is not "rules: {}" and not "waivers: []")
            .Select(line => line switch
            {
                "#   host-network: critical" => "rules:\n  host-network: critical",
                _ when line.StartsWith("#   - rule: host-network", StringComparison.Ordinal) => "waivers:\n" + line[2..],
                _ when line.StartsWith("#  ", StringComparison.Ordinal) => line[2..],
                _ when Switched(line) => line[2..],
                _ => line,
            });
        return string.Join('\n', lines);
    }

    private static bool Switched(string line) =>
        line.StartsWith("# ", StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is > 2 and var colon && line[2..colon].All(char.IsLetter)
        && line[2] is >= 'a' and <= 'z' && !line.Contains("yaml-language", StringComparison.Ordinal);

    private static string Json(string policy)
    {
        ManifestNode? root = YamlDocumentReader.Read(policy, 0, new ManifestReaderOptions(), out _);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, root);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ManifestNode? node)
    {
        switch (node)
        {
            case MappingNode mapping:
                json.WriteStartObject();
                foreach (MappingEntry entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key.Text);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case SequenceNode sequence:
                json.WriteStartArray();
                foreach (ManifestNode item in sequence.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case ScalarNode { Type: ScalarType.Boolean } scalar:
                json.WriteBooleanValue(ScalarTyping.ParseBoolean(scalar.Text)!.Value);
                break;
            case ScalarNode { Type: ScalarType.Integer or ScalarType.Float } scalar:
                json.WriteRawValue(scalar.Text);
                break;
            case ScalarNode { Type: ScalarType.String } scalar:
                json.WriteStringValue(scalar.Text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
