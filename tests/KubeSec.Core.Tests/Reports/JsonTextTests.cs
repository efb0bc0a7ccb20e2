using System.Text.Json;
using KubeSec.Reports;

namespace KubeSec.Core.Tests.Reports;

public sealed class JsonTextTests
{
    [Fact]
    public void A_report_larger_than_a_piece_is_whole_to_the_last_character()
    {
        const string Text = "ä€😀";
        using var output = new StringWriter();
        JsonText.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteArray("items", Enumerable.Range(0, 50_000), (writer, _) => writer.WriteStringValue(Text));
            json.WriteEndObject();
        });
        using JsonDocument read = JsonDocument.Parse(output.ToString());
        Assert.Equal(50_000, read.RootElement.GetProperty("items").EnumerateArray().Count(item => item.GetString() == Text));
    }
}
