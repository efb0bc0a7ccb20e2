using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KubeSec.Network;

namespace KubeSec.Core.Tests.Network;

/// <summary>Pictures are well-formed and can be read: in the direction of the traffic for a few, line by line for hundreds.</summary>
public sealed partial class PictureTests
{
    [Fact]
    public void A_few_workloads_stand_from_left_to_right_as_the_traffic_flows()
    {
        XElement svg = Draw(Chain("web", "api", "db"));
        double[] columns = [.. new[] { "web[Deployment]", "api[Deployment]", "db[Deployment]" }.Select(name => TextAt(svg, name))];
        Assert.Equal(columns.Order(), columns);
        Assert.Equal(3, columns.Distinct().Count());
        Assert.Contains(svg.Descendants(), text => text.Value == "TCP 80");
    }

    [Fact]
    public void Workloads_that_reach_each_other_in_a_circle_are_drawn()
    {
        XElement svg = Draw([.. Chain("a", "b", "c"), Allow("c", "a")]);
        Assert.All(new[] { "a[Deployment]", "b[Deployment]", "c[Deployment]" }, name => Assert.True(TextAt(svg, name) > 0));
        Assert.Contains(svg.Descendants(), title => title.Value.StartsWith("n/c[Deployment] to n/a[Deployment]", StringComparison.Ordinal));
    }

    [Fact]
    public void Hundreds_of_workloads_have_a_line_each_with_what_they_reach()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(number => string.Create(CultureInfo.InvariantCulture, $"w{number:000}"))];
        XElement svg = Draw(Chain(names));
        Assert.All(names, name => Assert.True(TextAt(svg, $"{name}[Deployment]") > 0));
        Assert.Contains(svg.Descendants(), text => text.Value.StartsWith("w001 (TCP 80)", StringComparison.Ordinal));
        Assert.Contains(svg.Descendants(), title => title.Value == "n to n: 299 of 89700 pairs");
        Assert.True(double.Parse(svg.Attribute("width")!.Value, CultureInfo.InvariantCulture) < 1700, "it scrolls in one direction alone");
    }

    [Fact]
    public void A_matrix_says_in_its_corner_what_its_colours_mean_and_speaks_of_no_others()
    {
        string[] open = [.. Enumerable.Range(0, 12).Select(number => Cluster.Deployment("n", string.Create(CultureInfo.InvariantCulture, $"w{number}")))];
        string[] said = [.. Draw(open).Descendants().Select(element => element.Value)];
        Assert.Contains("Rows reach columns", said);
        Assert.Contains("allowed", said);
        Assert.Contains("+9: nine more that are alike", said);
        Assert.DoesNotContain("cannot be told", said);
        Assert.DoesNotContain(said, text => text.EndsWith("some ports only", StringComparison.Ordinal));
    }

    [Fact]
    public void The_names_of_a_matrix_stay_inside_the_picture_and_its_legend_above_the_cells()
    {
        string space = new('s', 60);
        string[] documents = [.. Enumerable.Range(0, 8).Select(number => Cluster.Deployment(space, $"{new string('w', 55)}{number}"))];
        XElement svg = Draw([.. documents, Cluster.Policy(space, "own", $"{{podSelector: {{matchLabels: {{app: {new string('w', 55)}0}}}}, policyTypes: [Ingress], ingress: [{{ports: [{{port: 80}}]}}]}}")]);
        XElement[] rows = [.. svg.Descendants().Where(element => (string?)element.Attribute("text-anchor") == "end")];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(Number(row, "x") - (row.Value.Length * 6) >= 0, row.Value));
        double top = rows.Min(row => Number(row, "y"));
        Assert.True(svg.Descendants().Where(element => element.Value.EndsWith("some ports only", StringComparison.Ordinal)).Max(note => Number(note, "y")) < top - 10);
    }

    [Fact]
    public void Names_from_outside_stay_text()
    {
        string hostile = Cluster.Deployment("n", "'</text><script>alert(1)</script>'");
        Assert.DoesNotContain("<script", NetworkReport.Write(Cluster.Of(hostile).Table(), NetworkFormat.Svg, []), StringComparison.Ordinal);
        Assert.Contains("script", Draw([hostile]).Value, StringComparison.Ordinal);
    }

    private static XElement Draw(string[] documents) => XElement.Parse(NetworkReport.Write(Cluster.Of(documents).Table(), NetworkFormat.Svg, []));

    /// <summary>Each reaches the next and nothing else.</summary>
    private static string[] Chain(params string[] names) =>
    [
        .. names.Select(name => Cluster.Deployment("n", name)),
        Cluster.Policy("n", "deny", "{podSelector: {}, policyTypes: [Ingress, Egress]}"),
        .. names.Zip(names.Skip(1)).Select(pair => Allow(pair.First, pair.Second)),
    ];

    private static string Allow(string from, string to) =>
        Cluster.Policy("n", $"{from}-out", $"{{podSelector: {{matchLabels: {{app: {from}}}}}, policyTypes: [Egress], egress: [{{to: [{{podSelector: {{matchLabels: {{app: {to}}}}}}}], ports: [{{port: 80}}]}}]}}")
        + "\n" + Cluster.Policy("n", $"{to}-from-{from}", $"{{podSelector: {{matchLabels: {{app: {to}}}}}, policyTypes: [Ingress], ingress: [{{from: [{{podSelector: {{matchLabels: {{app: {from}}}}}}}], ports: [{{port: 80}}]}}]}}");

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static double TextAt(XElement svg, string text) =>
        double.Parse(svg.Descendants().First(element => element.Name.LocalName == "text" && Plain().Replace(element.Value, "") == text).Attribute("x")!.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s\+\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
