using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSec.Rules.Catalogue.Images;

/// <summary>A version as tags and nodes state it; what follows the third number does not count.</summary>
internal readonly partial record struct ImageVersion(int Major, int Minor, int Patch)
{
    public static bool operator <(ImageVersion left, ImageVersion right) =>
        (left.Major, left.Minor, left.Patch).CompareTo((right.Major, right.Minor, right.Patch)) < 0;

    public static bool operator >(ImageVersion left, ImageVersion right) => right < left;

    public static bool operator <=(ImageVersion left, ImageVersion right) => !(right < left);

    public static bool operator >=(ImageVersion left, ImageVersion right) => !(left < right);

    /// <summary>Reads <c>v1.2.3-rc.1</c>; null where the text is no version.</summary>
    public static ImageVersion? Read(string? text) =>
        Form().Match(text ?? "") is { Success: true } match
            ? new ImageVersion(Part(match, "major"), Part(match, "minor"), Part(match, "patch")) : null;

    private static int Part(Match match, string name) =>
        match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^v?(?<major>\d{1,6})\.(?<minor>\d{1,6})(?:\.(?<patch>\d{1,6}))?")]
    private static partial Regex Form();
}
