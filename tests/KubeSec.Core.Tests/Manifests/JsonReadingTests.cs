using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Manifests;

public sealed class JsonReadingTests
{
    [Fact]
    public void Values_know_their_exact_place_with_their_quotes()
    {
        Resource pod = Only("{\n  \"apiVersion\": \"v1\", \"kind\": \"Pod\",\n  \"metadata\": {\"name\": \"w\u00e9b \U0001F600\", \"x\": 12}\n}\n");
        Assert.Equal(new SourceSpan("f", 3, 24, 3, 32), pod.Root["metadata"]["name"].Span);
        Assert.Equal(new SourceSpan("f", 3, 39, 3, 41), pod.Root["metadata"]["x"].Span);
        Assert.Equal(new SourceSpan("f", 3, 15, 3, 42), pod.Root["metadata"].Span);
        Assert.Equal("w\u00e9b \U0001F600", pod.Identity.Name);
    }

    [Fact]
    public void Text_in_quotes_is_text_and_tabs_are_white_space()
    {
        Field data = Only("{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"ConfigMap\",\n\t\"data\": {\"a\": \"true\", \"b\": true, \"c\": 7, \"d\": 1.5, \"e\": null}\n}").Root["data"];
        Assert.Equal((null, true, 7L), (data["a"].Boolean, data["b"].Boolean, data["c"].Integer));
        Assert.Equal(ScalarType.Float, ((ScalarNode)data["d"].Node!).Type);
        Assert.True(data["e"].IsNull);
    }

    [Fact]
    public void A_key_given_twice_is_a_finding()
    {
        ManifestDocument document = Assert.Single(Read("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"kind\": \"Secret\"}"));
        Assert.Equal("duplicate-key", Assert.Single(document.Findings).Rule.Name);
        Assert.Equal("Secret", document.Resources[0].Kind);
    }

    [Theory]
    [InlineData("{\"apiVersion\": \"v1\", \"kind\": ", "manifest-invalid")]
    [InlineData("{\"apiVersion\": \"v1\" \"kind\": \"Pod\"}", "manifest-invalid")]
    public void Broken_JSON_is_a_finding_with_its_place(string text, string rule) =>
        Assert.Equal(rule, Assert.Single(Assert.Single(Read(text)).Findings).Rule.Name);

    [Fact]
    public void Fifty_thousand_levels_are_stopped()
    {
        string text = string.Concat(Enumerable.Repeat("{\"a\":[", 25_000)) + string.Concat(Enumerable.Repeat("]}", 25_000));
        Assert.Equal("limit-exceeded", Assert.Single(Assert.Single(Read(text)).Findings).Rule.Name);
    }

    [Fact]
    public void YAML_in_flow_style_is_read_as_YAML() =>
        Assert.Equal("Pod", Only("{apiVersion: v1, kind: Pod}").Kind);

    [Fact]
    public void Half_a_surrogate_pair_does_no_harm() =>
        Assert.NotEmpty(Read("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"a\": \"\\ud800\", \"\ud83d\": 1}"));

    private static ManifestDocument[] Read(string text) => [.. new ManifestReader().Read("f", new StringReader(text))];

    private static Resource Only(string text)
    {
        ManifestDocument document = Assert.Single(Read(text));
        Assert.Empty(document.Findings);
        return Assert.Single(document.Resources);
    }
}
