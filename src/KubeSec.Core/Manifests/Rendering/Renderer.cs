using KubeSec.Findings;

namespace KubeSec.Manifests.Rendering;

/// <summary>Renders charts and overlays, and says of each document which template or base it came from.</summary>
/// <param name="folder">Where relative names start.</param>
internal sealed class Renderer(string folder)
{
    private const string SourceComment = "# Source: ";
    private const int LongestBase = 16 * 1024 * 1024;

    /// <summary>Whether overlays can be built here.</summary>
    public static bool CanBuild => RenderProgram.Find("kustomize") is not null || RenderProgram.Find("kubectl") is not null;

    /// <summary>The rendered documents with their origins, or why there are none.</summary>
    public (IReadOnlyList<(DocumentText Text, Origin Origin)> Documents, Finding? Problem) Render(string recipe, int maxLength)
    {
        bool isChart = Recipe.IsChart(recipe);
        IReadOnlyList<Kustomization> built = isChart ? [] : Kustomization.Read(recipe, folder).WithBases(folder);
        RenderOutput output = isChart ? RenderChart(recipe) : BuildOverlay(built);
        if (output.Text is null)
        {
            return ([], InputRules.RenderFailed.At(SourceSpan.StartOf(recipe), output.Problem!));
        }

        Func<DocumentText, Origin> originOf = isChart ? document => OfTemplate(recipe, document) : OfBase(recipe, built);
        return ([.. DocumentSplitter.Split(new StringReader(output.Text), maxLength).Select(document => (document.Kept(), originOf(document)))], null);
    }

    private RenderOutput RenderChart(string chart)
    {
        string path = Path.GetDirectoryName(Recipe.Full(chart, folder))!;
        return RenderProgram.Find("helm") is { } helm
            ? RenderProgram.Run(helm, "template", "release-name", path)
            : new RenderOutput(null, "the folder is a Helm chart and 'helm' is not in PATH; install it, or judge the output of helm template");
    }

    private static RenderOutput BuildOverlay(IReadOnlyList<Kustomization> built)
    {
        if (built.SelectMany(one => one.Remotes).FirstOrDefault() is { } remote)
        {
            return new RenderOutput(null, $"the overlay names '{remote}', which would have to be fetched; build it first and judge the output");
        }

        return RenderProgram.Find("kustomize") is { } kustomize ? RenderProgram.Run(kustomize, "build", built[0].Folder)
            : RenderProgram.Find("kubectl") is { } kubectl ? RenderProgram.Run(kubectl, "kustomize", built[0].Folder)
            : new RenderOutput(null, "the folder is a Kustomize overlay and neither 'kustomize' nor 'kubectl' is in PATH; install one, or judge the output of kubectl kustomize");
    }

    /// <summary>Helm writes <c># Source: chart/templates/file.yaml</c> before each document, the chart's name first.</summary>
    private Origin OfTemplate(string chart, DocumentText document)
    {
        string? source = document.Text.ToString().Split('\n').FirstOrDefault(line => line.StartsWith(SourceComment, StringComparison.Ordinal))?[SourceComment.Length..].Trim();
        int slash = source?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        string file = slash < 0 ? chart : chart[..(chart.LastIndexOf('/') + 1)] + source![(slash + 1)..];
        return File.Exists(Recipe.Full(file, folder)) ? Of(file, document) : Of(chart, document);
    }

    /// <summary>The document of the build with the rendered one's kind and name; the overlay itself where none has.</summary>
    private Func<DocumentText, Origin> OfBase(string overlay, IReadOnlyList<Kustomization> built)
    {
        // A patch has the kind and name of what it changes, and is not where that is written.
        IEnumerable<string> parts = built.SelectMany(one => one.Files).Except(built.SelectMany(one => one.Patches), StringComparer.Ordinal);
        Base[] bases = [.. parts.Where(part => !Recipe.Is(part)).Order(StringComparer.Ordinal).SelectMany(part => Bases(part, overlay))];
        return document =>
        {
            ResourceIdentity? rendered = Identities(document).FirstOrDefault();
            Base? source = bases.Where(one => IsBaseOf(one.Identity, rendered)).MaxBy(one => one.Identity.Name.Length);
            return source is null ? Of(overlay, document) : new Origin(source.File, source.Text, document);
        };
    }

    private IEnumerable<Base> Bases(string part, string overlay)
    {
        string file = Named(part, overlay);
        return DocumentSplitter.Split(new StringReader(Text(part)), LongestBase)
            .Select(document => document.Kept())
            .SelectMany(document => Identities(document).Select(identity => new Base(file, document, identity)));
    }

    private static IEnumerable<ResourceIdentity> Identities(DocumentText document) =>
        new ManifestReader().Read("", new StringReader(document.Text.ToString())).SelectMany(read => read.Resources).Select(resource => resource.Identity);

    /// <summary>Overlays add to names at both ends, so a base's name is part of the rendered one.</summary>
    private static bool IsBaseOf(ResourceIdentity one, ResourceIdentity? rendered) =>
        rendered is not null && one.Kind == rendered.Kind && one.Name.Length > 0 && rendered.Name.Contains(one.Name, StringComparison.Ordinal);

    private Origin Of(string file, DocumentText document) => new(file, new DocumentText(Text(Recipe.Full(file, folder)).AsMemory(), 1, TooLong: false), document);

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>A part by the name the user would give it: full or relative like the overlay.</summary>
    private string Named(string part, string overlay)
    {
        string start = overlay.StartsWith("./", StringComparison.Ordinal) ? "./" : "";
        return Path.IsPathRooted(overlay) ? part : start + Path.GetRelativePath(Path.GetFullPath(folder.Length == 0 ? "." : folder), part).Replace('\\', '/');
    }

    /// <summary>A document that overlays build on.</summary>
    private sealed record Base(string File, DocumentText Text, ResourceIdentity Identity);
}
