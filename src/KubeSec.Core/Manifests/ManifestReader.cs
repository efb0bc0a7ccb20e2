using System.Text.RegularExpressions;
using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>Reads a stream of YAML or JSON documents into resources, one document at a time.</summary>
/// <param name="options">The caps.</param>
public sealed partial class ManifestReader(ManifestReaderOptions? options = null)
{
    private readonly ManifestReaderOptions options = options ?? new ManifestReaderOptions();

    /// <summary>Reads lazily: memory grows with the largest document, not with the stream.</summary>
    /// <param name="file">Name that findings carry.</param>
    /// <param name="text">The stream; not closed.</param>
    /// <returns>The documents in order; one that cannot be read carries a finding instead of resources.</returns>
    public IEnumerable<ManifestDocument> Read(string file, TextReader text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        int documents = 0;
        foreach (DocumentText document in DocumentSplitter.Split(text, options.MaxDocumentLength))
        {
            if (++documents > options.MaxDocuments)
            {
                string message = FormattableString.Invariant($"the stream has more than {options.MaxDocuments} documents; the rest is not read (limit MaxDocuments)");
                yield return Refused(file, InputRules.LimitExceeded, new TextSpan(document.FirstLine, 1, document.FirstLine, 1), message);
                yield break;
            }

            if (ReadDocument(file, document) is { } read)
            {
                yield return read;
            }
        }
    }

    private static ManifestDocument Refused(string file, RuleInfo rule, TextSpan at, string message) =>
        new(file, [], [rule.At(at.In(file), message)]);

    private ManifestDocument? ReadDocument(string file, DocumentText document)
    {
        if (document.TooLong)
        {
            string message = FormattableString.Invariant($"the document is longer than {options.MaxDocumentLength} characters (limit MaxDocumentLength)");
            return Refused(file, InputRules.LimitExceeded, new TextSpan(document.FirstLine, 1, document.FirstLine, 1), message);
        }

        try
        {
            ManifestNode? root = YamlDocumentReader.Read(document.Text, document.FirstLine - 1, options, out IReadOnlyList<MappingEntry> duplicates);
            if (root is null)
            {
                return null;
            }

            var findings = new List<Finding>(duplicates.Select(d => InputRules.DuplicateKey.At(d.Key.Span.In(file), $"key '{d.Key.Text}' is given twice; the last one counts")));
            if (UnrenderedTemplate(document) is { } template)
            {
                findings.Add(InputRules.TemplateUnrendered.At(template.In(file), "the document holds placeholders of a template"));
            }

            Resource[] resources = [.. Split(Field.Root(file, root))];
            if (resources.Length == 0 && findings.Count == 0)
            {
                findings.Add(InputRules.NotAResource.At(root.Span.In(file), "the document has no apiVersion and kind"));
            }

            return new ManifestDocument(file, resources, findings);
        }
        catch (ManifestException fault)
        {
            return UnrenderedTemplate(document, anyPlaceholder: true) is { } template
                ? Refused(file, InputRules.TemplateUnrendered, template, "the document is a template that is not rendered")
                : Refused(file, fault.Rule, fault.Span, fault.Message);
        }
    }

    /// <summary>Objects, those of a List each on its own (kubectl get -o yaml writes lists of lists for several kinds).</summary>
    private static IEnumerable<Resource> Split(Field root)
    {
        if (root["kind"].Text is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && root["items"].Node is SequenceNode list)
        {
            return list.Items.SelectMany(item => Split(Field.Root(root.Span.File, item)));
        }

        return root["apiVersion"].Text is not null && root["kind"].Text is not null ? [new Resource(root)] : [];
    }

    /// <summary>
    /// Where a Helm placeholder stands outside comments. Other text between double braces is common in rendered
    /// manifests (alert rules, workflow templates), so a document that parses counts only if it names Helm's objects.
    /// </summary>
    private static TextSpan? UnrenderedTemplate(DocumentText document, bool anyPlaceholder = false)
    {
        if (!document.Text.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        int line = document.FirstLine;
        foreach (ReadOnlySpan<char> text in document.Text.AsSpan().EnumerateLines())
        {
            int at = text.IndexOf("{{");
            if (at >= 0 && !text.TrimStart().StartsWith("#") && (anyPlaceholder || HelmPlaceholder().IsMatch(text)))
            {
                int end = text.IndexOf("}}");
                return new TextSpan(line, at + 1, line, (end > at ? end + 2 : text.Length) + 1);
            }

            line++;
        }

        return null;
    }

    [GeneratedRegex(@"\{\{-?\s*(?:(?:if|range|with|include|template|toYaml|define|tpl)\s|end\b|[^}]*\.(?:Values|Release|Chart|Capabilities)\.)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HelmPlaceholder();
}
