using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>What a flag has to look like.</summary>
/// <param name="Fault">What is wrong with a value (null: the flag is not given), or null where nothing is.</param>
internal sealed partial record FlagExpectation(Func<string?, string?> Fault)
{
    public static FlagExpectation Is(string wanted) =>
        new(value => value == wanted ? null : value is null ? $"is not set to {wanted}" : $"is {value}, not {wanted}");

    public static FlagExpectation IsWhenSet(string wanted) =>
        new(value => value is null || value == wanted ? null : $"is {value}, not {wanted}");

    public static FlagExpectation NotIs(string unwanted) => new(value => value == unwanted ? $"is {value}" : null);

    /// <summary>A value of its own; a flag that stands alone has none and reads <c>true</c>.</summary>
    public static FlagExpectation Set() => new(value => value is null or "" or "true" ? "is not set" : null);

    public static FlagExpectation Absent() => new(value => value is null ? null : "is set");

    public static FlagExpectation Includes(string wanted) =>
        new(value => Items(value).Contains(wanted, StringComparer.Ordinal) ? null : $"does not include {wanted}");

    public static FlagExpectation Excludes(string unwanted) =>
        new(value => Items(value).Contains(unwanted, StringComparer.Ordinal) ? $"includes {unwanted}" : null);

    public static FlagExpectation AtLeast(long least) =>
        new(value => Number(value) >= least ? null : FormattableString.Invariant($"is {value ?? "not set"}, less than {least}"));

    public static FlagExpectation AtMost(long most) =>
        new(value => Number(value) > most ? FormattableString.Invariant($"is {value}, more than {most}") : null);

    public static FlagExpectation Positive() => new(value => value is null || Number(value) > 0 ? null : $"is {value}");

    /// <summary>A Go duration of at most so many seconds.</summary>
    public static FlagExpectation DurationAtMost(int seconds) =>
        new(value => value is null || Seconds(value) <= seconds ? null : FormattableString.Invariant($"is {value}, more than {seconds} s"));

    public static FlagExpectation NoWeakCipher() =>
        new(value => Items(value).FirstOrDefault(CipherSuites.IsWeak) is { } weak ? $"includes the weak suite {weak}" : null);

    private static string[] Items(string? value) => value?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static long? Number(string? value) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The length of a Go duration such as <c>1h30m</c>; endless where it is none, so that it is not taken for a short one.</summary>
    private static double Seconds(string duration)
    {
        if (double.TryParse(duration, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain))
        {
            return plain;
        }

        MatchCollection parts = Part().Matches(duration);
        return parts.Sum(part => part.Length) == duration.Length
            ? parts.Sum(part => double.Parse(part.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * InSeconds(part.Groups["unit"].Value))
            : double.PositiveInfinity;
    }

    private static double InSeconds(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        _ => 1e-6,
    };

    [GeneratedRegex(@"(?<number>\d{1,15}(?:\.\d{1,9})?)(?<unit>h|ms|m|s|us|µs|ns)")]
    private static partial Regex Part();
}
