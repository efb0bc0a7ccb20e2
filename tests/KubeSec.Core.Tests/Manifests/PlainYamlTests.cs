using System.Text;
using CsCheck;
using KubeSec.Manifests;
using KubeSec.Tests;

namespace KubeSec.Core.Tests.Manifests;

/// <summary>The fast reader gives what YamlDotNet's events give, or nothing at all.</summary>
public class PlainYamlTests
{
    private static readonly ManifestReaderOptions Options = new();

    /// <summary>Pieces of lines, the usual and the odd, that generated documents are put together from.</summary>
    private static readonly Gen<string> Piece = OneOf(
        "a", "b", "name", "key with words", "v1", "true", "null", "~", "0644", "1_000", "https://x.example/a#b", "a:b", "x # comment", "x #", "# comment", "#",
        "a: ", "b: ", "a:", "name: ", "'a': ", "\"b\": ", "a : ", "<<: ", "? ", ": ", "a: b: c",
        "- ", "- ", "-", "- - ", "-x", "--- ", "---", "...", "'it''s'", "'a\\b'", "'open", "\"q\"", "\"a\\\"b\\n\"", "\"\\x41\"", "\"open", "'", "\"",
        "|", "|-", "|+", ">", ">-", ">+", "|2", "| # c", "text that goes on", "*alias", "&anchor ", "!!str ", "foo *bar: baz",
        "[]", "{}", "[a, b]", "[a,]", "[ 'x', \"y\" ]", "{a: b}", "{a: b, c: [d]}", "{a: }", "{a}", "[a: b]", "{\"a\":1}", "[", "{", "]", "}", ",", "[-1, -a]", "{<<: a}",
        "\t", " ", "  ", "%", "@", "`", "\u00e9", "\ud83d\ude00", "\u0085", "\r");

    private static readonly Gen<string> Line = Gen.Select(Gen.Int[0, 4], Piece.Array[0, 3], (indent, pieces) => new string(' ', indent * 2) + string.Concat(pieces));

    private static readonly Gen<string> OddLine = Gen.Select(Gen.Int[0, 7], Piece.Array[0, 4], (indent, pieces) => new string(' ', indent) + string.Concat(pieces));

    private static readonly Gen<string> Document = Gen.Select(Gen.OneOf(Line, Line, OddLine).Array[1, 12], Gen.Bool, (lines, ends) => string.Join('\n', lines) + (ends ? "\n" : ""));

    [Fact]
    public void Generated_text_gives_the_tree_of_the_full_reader_or_none() => Document.Sample(AssertAgrees, iter: 60_000);

    /// <summary>Values whose every character may mean something, in a flow collection or not.</summary>
    private static readonly Gen<string> Soup = Gen.Select(
        OneOf("", "a: ", "a: [", "a: {b: ", "- ", "- {", "a: '", "a: \"", "a: |\n  ", "a: >-\n  "),
        Gen.Char["ab1 ,:[]{}'\"#-.>|*&!%@?~<=/\\n\n  "].Array[0, 14],
        OneOf("", "]", "}", "'", "\"", "\n", "\nb: c\n", "\n  d\n"),
        (start, middle, end) => start + new string(middle) + end);

    [Fact]
    public void Any_characters_give_the_tree_of_the_full_reader_or_none() => Soup.Sample(AssertAgrees, iter: 60_000);

    [Fact]
    public void Whatever_the_text_the_full_reader_reads_it_or_says_where_it_is_broken() => Gen.OneOf(Document, Soup).Sample(
        text =>
        {
            try
            {
                YamlDocumentReader.Read(text, 0, Options, out _);
            }
            catch (ManifestException fault)
            {
                Assert.InRange(fault.Span.Line, 1, text.Count(letter => letter is '\n' or '\r' or '\u0085') + 1);
            }
        },
        iter: 60_000);

    [Fact]
    public void Manifests_of_every_kind_of_line_are_read_by_it()
    {
        const string Text = """
            # comment
            --- # Source: chart/templates/a.yaml
            apiVersion: v1
            kind: Thing
            metadata:
              name: "thing"   # trailing
              empty:
              labels: {app.kubernetes.io/name: x, 'quoted': "yes", n: 3}
              annotations: {}
            spec:
              text: plain text that
                goes on below

                after a gap
              single: 'it''s
                folded'
              double: "a \"b\"
                c\n"
              literal: |
                #!/bin/sh
                  indented

                tab	inside
              stripped: >-
                folded
                text

                more
              kept: |+
                line

              list:
              - a
              - b: 1
                c:
                - - nested
                  - list
              -
                d: e
              -
              more:
                - [1, "two", 'three']
                -   x: y
                    z: |-
                      last
            """;
        Assert.NotNull(Agreed(Text));
        Assert.NotNull(Agreed(Text + "\n"));
        Assert.NotNull(Agreed(Text + "\n\n# end\n"));
    }

    [Fact]
    public void What_is_rarer_is_left_to_the_full_reader()
    {
        foreach (string text in new[] { "a: &x b\nc: *x", "a: !!str 1", "? a\n: b", "a: |2\n   x", "a:\tb", "a: b\r\n", "<<: {a: b}", "a: [1,\n 2]", "text", "{a: b}", "", "a: b\n...\n", "a: 1\n b: 2" })
        {
            Assert.Null(Agreed(text));
        }
    }

    [Fact]
    public void A_repeated_key_is_noted_by_both()
    {
        Assert.NotNull(Agreed("a: {b: 1, b: 2}\nc: 3\na: 4\n"));
        Assert.NotNull(Agreed(string.Concat(Enumerable.Range(0, 20).Select(i => $"k{i % 15}: v\n"))));
    }

    [Fact]
    public void Caps_hold_for_both()
    {
        string deep = string.Concat(Enumerable.Range(0, 40).Select(i => new string(' ', i) + "a:\n"));
        AssertAgrees(deep, new ManifestReaderOptions { MaxDepth = 40 });
        AssertAgrees(deep, new ManifestReaderOptions { MaxDepth = 39 });
        AssertAgrees("a: [b, c]\nd: {e: f}\n", new ManifestReaderOptions { MaxNodes = 9 });
        AssertAgrees("a: [b, c]\nd: {e: f}\n", new ManifestReaderOptions { MaxNodes = 8 });
        AssertAgrees(new string('k', 1100) + ": v\n", Options);
    }

    [SkippableFact]
    public void Real_manifests_and_what_mistyping_makes_of_them_give_the_same_tree()
    {
        string root = SharedFiles.RepositoryRoot()!;
        string[] folders = [Path.Combine(root, "src"), Path.Combine(root, "samples"), SharedFiles.Require("conformance", "pss")];
        string[] files = [.. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];
        string[] documents = [.. files.SelectMany(file =>
        {
            using var text = new StreamReader(file);
            return DocumentSplitter.Split(text, int.MaxValue).Select(document => document.Text.ToString()).ToArray();
        })];
        int taken = documents.Count(document => Agreed(document) is not null);
        Assert.InRange(taken, documents.Length * 8 / 10, documents.Length);

        Gen.Select(OneOf(documents), Gen.Double.Unit, Gen.Int[0, 3], Piece).Sample(
            (document, where, cut, piece) =>
            {
                int at = (int)(document.Length * where);
                AssertAgrees(document.Remove(at, Math.Min(cut, document.Length - at)).Insert(at, piece));
            },
            iter: 3_000);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void AssertAgrees(string text) => Agreed(text);

    private static void AssertAgrees(string text, ManifestReaderOptions options) => Agreed(text, options);

    /// <summary>The tree, or null where the fast reader leaves the text to the other; fails where they differ.</summary>
    private static string? Agreed(string text, ManifestReaderOptions? options = null)
    {
        ManifestNode? fast = PlainYamlReader.Read(text, 3, options ?? Options, new TextPool(), out IReadOnlyList<MappingEntry> duplicates);
        if (fast is null)
        {
            return null;
        }

        ManifestNode? full = YamlDocumentReader.Read(text, 3, options ?? Options, out IReadOnlyList<MappingEntry> expected);
        Assert.Equal(Print(full!), Print(fast));
        Assert.Equal(expected.Select(entry => Print(entry.Key)), duplicates.Select(entry => Print(entry.Key)));
        return Print(fast);
    }

    private static string Print(ManifestNode node)
    {
        var text = new StringBuilder();
        Print(node, text);
        return text.ToString();
    }

    private static void Print(ManifestNode node, StringBuilder text)
    {
        text.Append(node.Span.Line).Append(':').Append(node.Span.Column).Append('-').Append(node.Span.EndLine).Append(':').Append(node.Span.EndColumn).Append(' ');
        switch (node)
        {
            case ScalarNode scalar:
                text.Append(scalar.Type).Append(" <").Append(scalar.Text).Append(">\n");
                break;
            case SequenceNode sequence:
                text.Append(sequence.Style).Append(" [\n");
                foreach (ManifestNode item in sequence.Items)
                {
                    Print(item, text);
                }

                text.Append("]\n");
                break;
            case MappingNode mapping:
                text.Append(mapping.Style).Append(" {\n");
                foreach (MappingEntry entry in mapping.Entries)
                {
                    Print(entry.Key, text);
                    Print(entry.Value, text);
                }

                text.Append("}\n");
                break;
        }
    }
}
