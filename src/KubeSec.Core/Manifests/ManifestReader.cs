using System.Text.RegularExpressions;
using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>Reads a stream of YAML or JSON documents into resources, one document at a time.</summary>
/// <param name="options">The caps.</param>
public sealed partial class ManifestReader(ManifestReaderOptions? options = null)
{
    private readonly TextPool texts = new();
    private readonly ManifestReaderOptions options = options ?? new ManifestReaderOptions();

    /// <summary>The cap that whoever splits text for this reader keeps to.</summary>
    internal int MaxDocumentLength => options.MaxDocumentLength;

    /// <summary>Reads lazily: memory grows with the largest document, not with the stream.</summary>
    /// <param name="file">Name that findings carry.</param>
    /// <param name="text">The stream; not closed.</param>
    /// <returns>The documents in order; one that cannot be read carries a finding instead of resources.</returns>
    public IEnumerable<ManifestDocument> Read(string file, TextReader text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        return Parse(Split(file, text)).Select(parsed => parsed.Document).OfType<ManifestDocument>();
    }

    /// <summary>Cuts a stream into documents still to be parsed, each to be read before the next is asked for; always gives one at least.</summary>
    internal IEnumerable<DocumentPiece> Split(string file, TextReader text)
    {
        int documents = 0;
        foreach (DocumentText document in DocumentSplitter.Split(text, options.MaxDocumentLength))
        {
            if (++documents > options.MaxDocuments)
            {
                string message = FormattableString.Invariant($"the stream has more than {options.MaxDocuments} documents; the rest is not read (limit MaxDocuments)");
                yield return DocumentPiece.Judged(file, Refused(file, InputRules.LimitExceeded, new TextSpan(document.FirstLine, 1, document.FirstLine, 1), message));
                yield break;
            }

            yield return new DocumentPiece(file, document);
        }

        if (documents == 0)
        {
            yield return new DocumentPiece(file, DocumentText.None);
        }
    }

    /// <summary>Parses on other threads and keeps the order; a piece without content has no document.</summary>
    internal IEnumerable<(string Source, ManifestDocument? Document)> Parse(IEnumerable<DocumentPiece> pieces) =>
        InOrder.Map(Batches(pieces), batch => batch.SelectMany(Documents).ToArray()).SelectMany(batch => batch);

    private IEnumerable<(string Source, ManifestDocument? Document)> Documents(DocumentPiece piece)
    {
        if (piece.Unopened is not { } file)
        {
            return [(piece.Source, piece.Ready ?? ReadDocument(piece))];
        }

        (TextReader? text, Finding? problem) = file.Open();
        return text is null ? [(file.Name, new ManifestDocument(file.Name, [], [problem!]))] : DocumentsOf(file.Name, text);
    }

    private IEnumerable<(string Source, ManifestDocument? Document)> DocumentsOf(string file, TextReader text)
    {
        using (text)
        {
            foreach (DocumentPiece piece in Split(file, text))
            {
                yield return (file, piece.Ready ?? ReadDocument(piece));
            }
        }
    }

    /// <summary>Most documents are too small to be worth a task each.</summary>
    private static IEnumerable<List<DocumentPiece>> Batches(IEnumerable<DocumentPiece> pieces)
    {
        const int BatchLength = 128 * 1024;
        var batch = new List<DocumentPiece>();
        int length = 0;
        foreach (DocumentPiece piece in pieces)
        {
            batch.Add(piece with { Text = piece.Text.Kept() });
            length += piece.Length;
            if (length >= BatchLength)
            {
                yield return batch;
                batch = [];
                length = 0;
            }
        }

        yield return batch;
    }

    private static ManifestDocument Refused(string file, RuleInfo rule, TextSpan at, string message) =>
        new(file, [], [rule.At(at.In(file), message)]);

    private ManifestDocument? ReadDocument(DocumentPiece piece)
    {
        (string file, DocumentText document) = (piece.Origin?.File ?? piece.Source, piece.Text);
        if (document.TooLong)
        {
            string message = FormattableString.Invariant($"the document is longer than {options.MaxDocumentLength} characters (limit MaxDocumentLength)");
            return Refused(file, InputRules.LimitExceeded, new TextSpan(document.FirstLine, 1, document.FirstLine, 1), message);
        }

        if (FirstNoText(document) is { } noText)
        {
            return Refused(file, InputRules.YamlInvalid, noText, "here are bytes that are no UTF-8, or a character that YAML does not allow");
        }

        try
        {
            return ReadRoot(piece, out IReadOnlyList<MappingEntry> duplicates) is { } root ? Document(file, piece, root, duplicates) : null;
        }
        catch (ManifestException fault)
        {
            return UnrenderedTemplate(document, anyPlaceholder: true) is { } template
                ? Refused(file, InputRules.TemplateUnrendered, template, "the document is a template that is not rendered")
                : Refused(file, fault.Rule, fault.Span, fault.Message);
        }
    }

    private static TextSpan? FirstNoText(DocumentText document)
    {
        ReadOnlySpan<char> text = document.Text.Span;
        int at = text.IndexOfAny('\0', TextEncoding.NoText);
        if (at < 0)
        {
            return null;
        }

        int line = document.FirstLine + text[..at].Count('\n');
        int column = at - (text[..at].LastIndexOf('\n') + 1) + 1;
        return new TextSpan(line, column, line, column + 1);
    }

    private ManifestNode? ReadRoot(DocumentPiece piece, out IReadOnlyList<MappingEntry> duplicates)
    {
        int lineOffset = piece.Text.FirstLine - 1;
        ReadOnlySpan<char> text = piece.Text.Text.Span;
        if (piece.Origin is null)
        {
            ManifestNode? root = JsonDocumentReader.MayRead(text)
                ? JsonDocumentReader.Read(text, lineOffset, options, out duplicates)
                : PlainYamlReader.Read(text, lineOffset, options, texts, out duplicates);
            if (root is not null)
            {
                return root;
            }
        }

        return YamlDocumentReader.Read(text.ToString(), lineOffset, options, out duplicates, piece.Origin is { } origin ? origin.Place : null);
    }

    private static ManifestDocument Document(string file, DocumentPiece piece, ManifestNode root, IReadOnlyList<MappingEntry> duplicates)
    {
        var findings = new List<Finding>(duplicates.Select(d => InputRules.DuplicateKey.At(d.Key.Span.In(file), $"key '{d.Key.Text}' is given twice; the last one counts")));
        if (piece.Origin is null && UnrenderedTemplate(piece.Text) is { } template)
        {
            findings.Add(InputRules.TemplateUnrendered.At(template.In(file), "the document holds placeholders of a template"));
        }

        var whole = Field.Root(file, root);
        var resources = new List<Resource>();
        foreach (Field one in Split(whole))
        {
            if (one["apiVersion"].Text is not null && one["kind"].Text is not null)
            {
                resources.Add(new Resource(one) { IsRendered = piece.Origin is not null });
            }
            else if (ObjectShape.WhyNoObject(one, isItem: one != whole && whole["apiVersion"].Exists) is { } fault)
            {
                findings.Add(fault);
            }
        }

        if (resources.Count == 0 && findings.Count == 0)
        {
            findings.Add(InputRules.NotAResource.At(root.Span.In(file), "the document has no apiVersion and kind"));
        }

        findings.AddRange(resources.SelectMany(ObjectShape.Faults));
        return new ManifestDocument(file, resources, findings) { Ignores = piece.Origin is null ? IgnoreComment.In(file, piece.Text) : [] };
    }

    /// <summary>What ought to be objects, those of a List each on its own (kubectl get -o yaml writes lists of lists for several kinds).</summary>
    private static IEnumerable<Field> Split(Field root)
    {
        if (root["kind"].Text is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && root["items"].Node is SequenceNode list)
        {
            return list.Items.SelectMany(item => Split(Field.Root(root.Span.File, WithKindOf(root, item))));
        }

        return [root];
    }

    /// <summary>The API server leaves the kind out of the items of a list of one kind (PodList, NetworkPolicyList).</summary>
    private static ManifestNode WithKindOf(Field list, ManifestNode item)
    {
        string kind = list["kind"].Text![..^"List".Length];
        if (kind.Length == 0 || item is not MappingNode mapping || mapping.TryGet("kind", out _) || list.Node is not MappingNode whole || !whole.TryGet("apiVersion", out MappingEntry version))
        {
            return item;
        }

        whole.TryGet("kind", out MappingEntry name);
        var own = new MappingEntry(name.Key, new ScalarNode(name.Value.Span, kind, ScalarType.String));
        return new MappingNode(mapping.Span, mapping.TryGet("apiVersion", out _) ? [.. mapping.Entries, own] : [.. mapping.Entries, version, own], mapping.Style);
    }

    /// <summary>
    /// Where a Helm placeholder stands outside comments. Other text between double braces is common in rendered
    /// manifests (alert rules, workflow templates), so a document that parses counts only if it names Helm's objects.
    /// </summary>
    private static TextSpan? UnrenderedTemplate(DocumentText document, bool anyPlaceholder = false)
    {
        if (!document.Text.Span.Contains("{{", StringComparison.Ordinal))
        {
            return null;
        }

        int line = document.FirstLine;
        foreach (ReadOnlySpan<char> text in document.Text.Span.EnumerateLines())
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
