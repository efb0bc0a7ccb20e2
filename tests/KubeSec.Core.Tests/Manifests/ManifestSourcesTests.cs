using System.Text;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Manifests;

public sealed class ManifestSourcesTests : IDisposable
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-sources-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Every_hostile_file_is_said_and_the_others_are_read()
    {
        Write("a-empty.yaml", "");
        Write("b-comment.yaml", "# nothing\n---\n");
        Write("c-binary.yaml", "\u007fELF\0\0\0");
        Write("d-broken.yaml", "a: [\n");
        Write("e-bomb.yaml", "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 12).Select(c =>
            $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat("*" + (char)(c - 1), 10))}]\n")));
        Write("f-deep.yaml", string.Concat(Enumerable.Repeat("[", 50_000)));
        Write("g-template.yaml", "kind: {{ .Values.kind }}\n");
        Write("h-unknown.yaml", "apiVersion: x/v1\nkind: Whatever\n");
        Write("i-text.yaml", "just text\n");
        File.WriteAllBytes(Path.Combine(folder.FullName, "j-wide.yaml"), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Pod)).ToArray());
        Write("z/pod.yml", Pod);
        Write("notes.txt", "left out");
        string[] said = [.. ReadFolder().Select(d => $"{Path.GetFileName(d.File)} {d.Resources.Count} {string.Join(',', d.Findings.Select(f => f.Rule.Name))}")];
        Assert.Equal(
            [
                "a-empty.yaml 0 file-empty", "b-comment.yaml 0 file-empty", "c-binary.yaml 0 file-binary", "d-broken.yaml 0 manifest-invalid",
                "e-bomb.yaml 0 limit-exceeded", "f-deep.yaml 0 limit-exceeded", "g-template.yaml 0 template-unrendered", "h-unknown.yaml 1 ",
                "i-text.yaml 0 not-a-resource", "j-wide.yaml 1 ", "pod.yml 1 ",
            ],
            said);
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_match()
    {
        ManifestSources sources = ManifestSources.Resolve(["nowhere.yaml", "no*.yaml"], folder.FullName);
        Assert.Equal(["nowhere.yaml", "no*.yaml"], sources.WithoutMatch);
    }

    [Fact]
    public void A_folder_linked_into_itself_is_read_once()
    {
        Write("pod.yaml", Pod);
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "again"), folder.FullName);
        Assert.Single(ReadFolder());
    }

    [Fact]
    public void Many_files_come_in_their_order_whatever_thread_parses_them()
    {
        foreach (int i in Enumerable.Range(0, 300))
        {
            Write($"{i:000}.yaml", string.Concat(Enumerable.Repeat($"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{i}}}\n", 1 + (i % 7))));
        }

        string[] names = [.. ReadFolder().SelectMany(d => d.Resources).Select(r => r.Identity.Name)];
        Assert.Equal(Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat("p" + i, 1 + (i % 7))), names);
    }

    [Fact]
    public void Documents_of_a_stream_are_read_as_they_are_asked_for()
    {
        using var endless = new EndlessStream();
        Assert.Equal(1000, new ManifestReader(new ManifestReaderOptions { MaxDocuments = int.MaxValue }).Read("-", endless).Take(1000).Count());
        Assert.InRange(endless.Documents, 1000, 200_000);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0)]
    public void Bytes_that_are_no_text_are_shown_where_they_stand_in_a_file_and_in_a_stream(byte wrong)
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. "# e\nkind: \""u8, wrong, .. "\"\n---\n"u8, .. Encoding.UTF8.GetBytes(Pod)];
        ManifestDocument[] stream = [.. new ManifestReader().Read("-", ManifestSources.OpenText(new MemoryStream(bytes)))];
        Assert.Equal(("KS0001", new SourceSpan("-", 2, 8, 2, 9)), (stream[0].Findings[0].Rule.Code, stream[0].Findings[0].Span));
        Assert.Single(stream[1].Resources);
        if (wrong != 0)
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "a.yaml"), bytes);
            Assert.Equal((2, 8), (ReadFolder()[0].Findings[0].Span.Line, ReadFolder()[0].Findings[0].Span.Column));
        }
    }

    private ManifestDocument[] ReadFolder() => [.. ManifestSources.Resolve([folder.FullName]).Read(new ManifestReader())];

    private void Write(string name, string text)
    {
        string path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>A stream that never ends: reading it to the end would never return.</summary>
    private sealed class EndlessStream : TextReader
    {
        public int Documents { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            string document = "---\n" + Pod;
            document.CopyTo(0, buffer, index, document.Length);
            Documents++;
            return document.Length;
        }
    }
}
