using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Manifests.Rendering;

public sealed class RenderingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-rendering-");

    public void Dispose() => folder.Delete(recursive: true);

    [SkippableFact]
    public void An_overlay_is_judged_after_the_build_and_names_its_base()
    {
        RealParts.Program("kubectl");
        WriteOverlay();
        ManifestDocument document = Assert.Single(Read("."));
        Assert.Equal("./base/pod.yaml", document.File);
        Field container = document.Resources[0].Root["spec"]["containers"].Items.Single();
        Assert.Equal("prod-web", document.Resources[0].Identity.Name);
        Assert.Equal("web:2", container["image"].Text);
        Assert.Equal(new SourceSpan("./base/pod.yaml", 9, 19, 9, 23), container["securityContext"]["privileged"].Span);
    }

    [SkippableFact]
    public void A_base_is_known_in_flow_style_and_as_a_later_document_of_its_file()
    {
        RealParts.Program("kubectl");
        Write("base/kustomization.yaml", "resources:\n- all.yaml\n");
        Write("base/all.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: cache}\nspec: {hostPID: true}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostPID: true\n");
        Write("prod/kustomization.yaml", "namespace: shop\nresources:\n- ../base\n");
        ManifestDocument web = Read(".").Single(document => document.Resources[0].Identity.Name == "web");
        Assert.Equal(new SourceSpan("./base/all.yaml", 10, 12, 10, 16), web.Resources[0].Root["spec"]["hostPID"].Span);
    }

    [SkippableFact]
    public void A_patch_is_not_taken_for_what_it_changes()
    {
        RealParts.Program("kubectl");
        Write("base/kustomization.yaml", "resources: [pod.yaml]\n");
        Write("base/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostPID: true\n  containers:\n  - name: web\n    image: web:1\n");
        Write("a-prod/kustomization.yaml", "resources: [../base]\npatches:\n- path: pod.yaml\n");
        Write("a-prod/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostNetwork: true\n");
        ManifestDocument web = Assert.Single(Read("."));
        Assert.True(web.Resources[0].Root["spec"]["hostNetwork"].IsTrue);
        Assert.Equal(new SourceSpan("./base/pod.yaml", 5, 12, 5, 16), web.Resources[0].Root["spec"]["hostPID"].Span);
    }

    [SkippableFact]
    public void A_file_that_no_kustomization_names_is_judged_as_it_stands()
    {
        RealParts.Program("kubectl");
        WriteOverlay();
        Write("base/other.yaml", "apiVersion: v1\nkind: Secret\n");
        Assert.Equal(["./base/other.yaml", "./base/pod.yaml"], Read(".").Select(document => document.File).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void A_build_that_fails_is_an_error()
    {
        RealParts.Program("kubectl");
        Write("kustomization.yaml", "resources: [missing.yaml]\n");
        Finding fault = Assert.Single(Assert.Single(Read(".")).Findings);
        Assert.Equal(("render-failed", true), (fault.Rule.Name, InputRules.LeavesUndecided(fault)));
        Assert.Contains("missing.yaml", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_remote_base_is_not_fetched()
    {
        RealParts.Program("kubectl");
        Write("kustomization.yaml", "resources: [\"https://kubesec.example/base?ref=v1\"]\n");
        Assert.Contains("would have to be fetched", Assert.Single(Assert.Single(Read(".")).Findings).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_chart_is_rendered_and_names_its_template()
    {
        RealParts.Program("helm");
        WriteChart("privileged: {{ .Values.privileged }}");
        ManifestDocument document = Assert.Single(Read("."));
        Assert.Equal("./chart/templates/pod.yaml", document.File);
        Field container = document.Resources[0].Root["spec"]["containers"].Items.Single();
        Assert.True(container["securityContext"]["privileged"].IsTrue);
        Assert.Equal(new SourceSpan("./chart/templates/pod.yaml", 7, 12, 7, 17), container["image"].Span);
        Assert.Equal(8, container["securityContext"]["privileged"].Span.Line);
    }

    [SkippableFact]
    public void A_chart_that_does_not_render_is_an_error()
    {
        RealParts.Program("helm");
        WriteChart("privileged: {{ fail \"no\" }}");
        Assert.Equal("render-failed", Assert.Single(Assert.Single(Read(".")).Findings).Rule.Name);
    }

    [Fact]
    public void Templates_of_a_chart_are_never_judged_raw()
    {
        WriteChart("privileged: {{ .Values.privileged }}");
        Assert.Equal(["./chart/Chart.yaml"], ManifestSources.Resolve(["."], folder.FullName).Files);
    }

    private void WriteOverlay()
    {
        Write("base/kustomization.yaml", "resources: [pod.yaml]\n");
        Write("base/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - image: web:1\n    securityContext:\n      privileged: true # why\n    name: web\n");
        Write("overlays/prod/kustomization.yaml", "namePrefix: prod-\nresources: [../../base]\nimages: [{name: web, newTag: \"2\"}]\n");
    }

    private void WriteChart(string setting)
    {
        Write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        Write("chart/values.yaml", "privileged: true\n");
        Write("chart/templates/pod.yaml", $"apiVersion: v1\nkind: Pod\nmetadata: {{name: \"{{{{ .Release.Name }}}}-web\"}}\nspec:\n  containers:\n  - name: web\n    image: web:1\n    securityContext: {{{setting}}}\n");
    }

    private ManifestDocument[] Read(string path) => [.. ManifestSources.Resolve([path], folder.FullName).Read(new ManifestReader())];

    private void Write(string name, string text)
    {
        string path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
