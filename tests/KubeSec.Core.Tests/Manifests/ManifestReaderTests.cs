using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Head = "apiVersion: v1\nkind: ConfigMap\n";

    [Fact]
    public void A_value_knows_its_exact_start_and_end()
    {
        Resource resource = Only("apiVersion: v1\nkind: Pod\nmetadata:\n  name: \"web\"  # note\n");
        Assert.Equal(new SourceSpan("f", 4, 9, 4, 14), resource.Root["metadata"]["name"].Span);
    }

    [Fact]
    public void A_block_ends_with_its_last_value_and_not_with_the_comment_after_it()
    {
        Resource resource = Only(Head + "data:\n  a: b\n# the end\n\n");
        Assert.Equal(new SourceSpan("f", 4, 3, 4, 7), resource.Root["data"].Span);
    }

    [Fact]
    public void A_missing_field_points_at_the_key_it_is_missing_from()
    {
        Field missing = Only(Head + "data:\n  a: b\n").Root["data"]["deep"]["deeper"];
        Assert.False(missing.Exists);
        Assert.Equal((3, 1), (missing.Span.Line, missing.Span.Column));
        Assert.Equal("data.deep.deeper", missing.Path);
    }

    [Theory]
    [InlineData("0644", 420L)]
    [InlineData("0o17", 15L)]
    [InlineData("0x1F", 31L)]
    [InlineData("1_000", 1000L)]
    [InlineData("-7", -7L)]
    [InlineData("\"7\"", null)]
    [InlineData("1e3", null)]
    public void Whole_numbers_read_as_on_the_API_server(string text, long? value) =>
        Assert.Equal(value, Only(Head + $"data: {{a: {text}}}\n").Root["data"]["a"].Integer);

    [Theory]
    [InlineData("on", true)]
    [InlineData("Yes", true)]
    [InlineData("off", false)]
    [InlineData("'on'", null)]
    [InlineData("!!str true", null)]
    public void Booleans_read_as_in_YAML_1_1(string text, bool? value) =>
        Assert.Equal(value, Only(Head + $"data: {{a: {text}}}\n").Root["data"]["a"].Boolean);

    [Fact]
    public void Broken_syntax_in_one_document_leaves_the_others()
    {
        ManifestDocument[] documents = Read(Head + "---\na: [\n---\n" + Head);
        Assert.Equal([1, 0, 1], documents.Select(d => d.Resources.Count));
        Finding fault = Assert.Single(documents[1].Findings);
        Assert.Equal("manifest-invalid", fault.Rule.Name);
        Assert.InRange(fault.Span.Line, 4, 5);
    }

    [Fact]
    public void Lines_count_through_the_whole_stream()
    {
        ManifestDocument[] documents = Read(Head + "---\n" + Head);
        Assert.Equal(5, documents[1].Resources[0].Root["kind"].Span.Line);
    }

    [Fact]
    public void Byte_order_marks_are_no_part_of_a_key() =>
        Assert.Equal(["ConfigMap", "ConfigMap"], Read("\uFEFF" + Head + "---\n\uFEFF" + Head).SelectMany(d => d.Resources).Select(r => r.Kind));

    [Fact]
    public void Anchors_and_merge_keys_are_expanded_and_own_keys_win()
    {
        Field data = Only(Head + "base: &base {a: one, b: one}\ndata:\n  <<: *base\n  b: two\n").Root["data"];
        Assert.Equal(("one", "two"), (data["a"].Text, data["b"].Text));
    }

    [Fact]
    public void A_duplicate_key_is_a_finding_and_the_last_one_counts()
    {
        ManifestDocument document = Assert.Single(Read(Head + "data: {a: one, a: two}\n"));
        Assert.Equal("duplicate-key", Assert.Single(document.Findings).Rule.Name);
        Assert.Equal("two", document.Resources[0].Root["data"]["a"].Text);
    }

    [Fact]
    public void Items_of_a_list_are_resources_of_their_own() =>
        Assert.Equal(2, Only("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n- {apiVersion: v1, kind: Pod}\n", 2).Length);

    [Fact]
    public void Items_of_a_list_of_one_kind_are_of_that_kind()
    {
        Resource policy = Assert.Single(Only("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems:\n- metadata: {name: a}\n", 1));
        Assert.Equal(("networking.k8s.io/v1", "NetworkPolicy", 4), (policy.Identity.ApiVersion, policy.Kind, policy.Root.Span.Line));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  name: \"{{ .Release.Name }}-web\"\n")]
    [InlineData("{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{- end }}\n")]
    public void A_template_that_is_not_rendered_is_said_to_be_one(string text) =>
        Assert.Contains(Read(text), d => d.Findings.Any(f => f.Rule.Name == "template-unrendered"));

    [Fact]
    public void Text_between_braces_in_a_rendered_manifest_is_no_template() =>
        Assert.Empty(Read(Head + "data:\n  alert: 'pod {{ $labels.pod }} is down'\n").SelectMany(d => d.Findings));

    [Theory]
    [InlineData("a: 1\nb: [1, 2\nc: 3\n", 3)]
    [InlineData("a: 1\nmetadata:\n\tname: a\n", 3)]
    [InlineData("a: 1\nb: \"abc\nc: 3\n", 2)]
    public void Broken_syntax_is_shown_on_the_line_to_be_mended(string text, int line)
    {
        Finding fault = Assert.Single(Assert.Single(Read(text)).Findings);
        Assert.Equal(("KS0001", line), (fault.Rule.Code, fault.Span.Line));
    }

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 20).Select(c =>
            $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 9))}]\n"));
        Finding fault = Assert.Single(Assert.Single(Read(bomb)).Findings);
        Assert.Equal("limit-exceeded", fault.Rule.Name);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    public void Fifty_thousand_levels_are_stopped(string open, string close)
    {
        string text = "a: " + (open == "- " ? "\n" : "") + string.Concat(Enumerable.Repeat(open, 50_000)) + "x" + string.Concat(Enumerable.Repeat(close, 50_000));
        Assert.Equal("limit-exceeded", Assert.Single(Assert.Single(Read(text)).Findings).Rule.Name);
    }

    [Fact]
    public void An_alias_to_what_contains_it_is_refused() =>
        Assert.Equal("manifest-invalid", Assert.Single(Assert.Single(Read("a: &a [*a]\n")).Findings).Rule.Name);

    private static ManifestDocument[] Read(string text) => [.. new ManifestReader().Read("f", new StringReader(text))];

    private static Resource Only(string text) => Assert.Single(Read(text).SelectMany(d => d.Resources));

    private static Resource[] Only(string text, int count)
    {
        Resource[] resources = [.. Read(text).SelectMany(d => d.Resources)];
        Assert.Equal(count, resources.Length);
        return resources;
    }
}
