using KubeSec.Findings;

namespace KubeSec.Manifests.Rendering;

/// <summary>Renders charts and overlays, and says of each document which template or base it came from.</summary>
/// <param name="folder">Where relative names start.</param>
internal sealed class Renderer(string folder)
{
    private const string SourceComment = "# Source: ";

    /// <summary>Whether overlays can be built here.</summary>
    public static bool CanBuild => RenderProgram.Find("kustomize") is not null || RenderProgram.Find("kubectl") is not null;

    /// <summary>The rendered documents with their origins, or why there are none.</summary>
    public (IReadOnlyList<(DocumentText Text, Origin Origin)> Documents, Finding? Problem) Render(string recipe, int maxLength)
    {
        RenderOutput output = Recipe.IsChart(recipe) ? RenderChart(recipe) : BuildOverlay(recipe);
        if (output.Text is null)
        {
            return ([], InputRules.RenderFailed.At(SourceSpan.StartOf(recipe), output.Problem!));
        }

        Func<DocumentText, Origin> originOf = Recipe.IsChart(recipe) ? document => OfTemplate(recipe, document) : OfBase(recipe);
        return ([.. DocumentSplitter.Split(new StringReader(output.Text), maxLength).Select(document => (document.Kept(), originOf(document)))], null);
    }

    private RenderOutput RenderChart(string chart)
    {
        string path = Path.GetDirectoryName(Recipe.Full(chart, folder))!;
        return RenderProgram.Find("helm") is { } helm
            ? RenderProgram.Run(helm, "template", "release-name", path)
            : new RenderOutput(null, "the folder is a Helm chart and 'helm' is not in PATH; install it, or judge the output of helm template");
    }

    private RenderOutput BuildOverlay(string overlay)
    {
        Kustomization kustomization = Kustomization.Read(overlay, folder);
        if (kustomization.FirstRemote(folder) is { } remote)
        {
            return new RenderOutput(null, $"the overlay names '{remote}', which would have to be fetched; build it first and judge the output");
        }

        return RenderProgram.Find("kustomize") is { } kustomize ? RenderProgram.Run(kustomize, "build", kustomization.Folder)
            : RenderProgram.Find("kubectl") is { } kubectl ? RenderProgram.Run(kubectl, "kustomize", kustomization.Folder)
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

    /// <summary>The file of the build that holds the document's kind and name; the overlay itself where none does.</summary>
    private Func<DocumentText, Origin> OfBase(string overlay)
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        Kustomization.Read(overlay, folder).AddParts(parts, folder);
        (string File, string Text)[] sources = [.. parts.Where(File.Exists).Where(part => !Recipe.Is(part)).Order(StringComparer.Ordinal).Select(part => (Named(part, overlay), Text(part)))];
        return document =>
        {
            string[] lines = document.Text.ToString().Split('\n');
            string? kind = Array.Find(lines, line => line.StartsWith("kind: ", StringComparison.Ordinal))?.Trim();
            string name = Array.Find(lines, line => line.StartsWith("  name: ", StringComparison.Ordinal))?.Trim() ?? "";
            (string File, string Text) source = Array.Find(sources, source => Holds(source.Text, kind, name));
            return source.File is null ? Of(overlay, document) : new Origin(source.File, source.Text, document);
        };
    }

    /// <summary>Overlays add to names at both ends, so a base's name is part of the rendered one.</summary>
    private static bool Holds(string text, string? kind, string name)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        return kind is not null && lines.Contains(kind)
            && Array.Exists(lines, line => line.StartsWith("name: ", StringComparison.Ordinal) && line.Length > 6 && name.Contains(line[6..], StringComparison.Ordinal));
    }

    private Origin Of(string file, DocumentText document) => new(file, Text(Recipe.Full(file, folder)), document);

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
}
