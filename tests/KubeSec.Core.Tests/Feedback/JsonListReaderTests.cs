using System.Text;
using KubeSec.Feedback.Intake;

namespace KubeSec.Core.Tests.Feedback;

public sealed class JsonListReaderTests
{
    [Theory]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"next"},"items":[{"a":1},{"a":2}]}""", "1 2 end:next:7")]
    [InlineData("""{"apiVersion":"v1","items":[ {"a":1} , {"a":[{}]} ],"kind":"List","metadata":{"resourceVersion":""}}""", "1 [{}] end::")]
    [InlineData("""{"items":[]}""", "end::")]
    [InlineData("""{"items":null,"a":3}""", "3")]
    [InlineData("""{"a":1}{"a":"}"}""", "1 }")]
    [InlineData("{\"a\":1}\n{\"items\":[{\"a\":2}]}\n", "1 2 end::")]
    [InlineData("\uFEFF{\"a\":true}", "True")]
    public async Task Objects_come_one_by_one_with_the_lists_end(string text, string expected) => Assert.Equal(expected, await Read(text));

    [Theory]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("""{"items":[{"a":1}""")]
    [InlineData("""{"items":[{"a":1}]""")]
    [InlineData("""{"items":[{"a":1},{"a":""")]
    [InlineData("""{"items" [1]}""")]
    [InlineData("""{"a":1""")]
    public async Task Whatever_is_broken_is_said_last(string text) => Assert.EndsWith("broken", await Read(text), StringComparison.Ordinal);

    [Fact]
    public async Task An_object_beyond_the_cap_is_refused()
    {
        string huge = "{\"items\":[{\"a\":\"" + new string('x', JsonListReader.MaximumObject + 10) + "\"}]}";
        Assert.Equal("broken", await Read(huge));
    }

    [Fact]
    public async Task Where_the_bytes_are_cut_makes_no_difference()
    {
        const string Text = """{"kind":"PodList","metadata":{"continue":"é\"\\"},"items":[{"a":"{\"}é"},{"a":-12.5e3}],"x":null}{"a":null}""";
        string whole = await Read(Text);
        for (int size = 1; size < 9; size++)
        {
            Assert.Equal(whole, await Read(Text, size));
        }
    }

    private static async Task<string> Read(string text, int chunk = int.MaxValue)
    {
        List<string> seen = [];
        await foreach (ListedObject listed in new JsonListReader(new SlowStream(Encoding.UTF8.GetBytes(text), chunk)).ReadAsync(CancellationToken.None))
        {
            using var document = listed.Object;
            seen.Add(document is not null ? document.RootElement.GetProperty("a").ToString() : listed.Reason is null ? $"end:{listed.Continue}:{listed.ResourceVersion}" : "broken");
        }

        return string.Join(' ', seen);
    }

    private sealed class SlowStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
