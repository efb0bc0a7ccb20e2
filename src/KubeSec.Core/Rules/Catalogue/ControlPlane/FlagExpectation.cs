using System.Globalization;

namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>What a flag has to look like.</summary>
/// <param name="Fault">What is wrong with a value (null: the flag is not given), or null where nothing is.</param>
internal sealed record FlagExpectation(Func<string?, string?> Fault)
{
    public static FlagExpectation Is(string wanted) =>
        new(value => value == wanted ? null : value is null ? $"is not set to {wanted}" : $"is {value}, not {wanted}");

    public static FlagExpectation IsWhenSet(string wanted) => new(value => value is null || value == wanted ? null : $"is {value}, not {wanted}");

    public static FlagExpectation NotIs(string unwanted) => new(value => value == unwanted ? $"is {value}" : null);

    public static FlagExpectation Set() => new(value => string.IsNullOrEmpty(value) ? "is not set" : null);

    public static FlagExpectation Absent() => new(value => value is null ? null : "is set");

    public static FlagExpectation Includes(string wanted) =>
        new(value => Items(value).Contains(wanted, StringComparer.Ordinal) ? null : $"does not include {wanted}");

    public static FlagExpectation Excludes(string unwanted) =>
        new(value => Items(value).Contains(unwanted, StringComparer.Ordinal) ? $"includes {unwanted}" : null);

    public static FlagExpectation AtLeast(long least) =>
        new(value => Number(value) >= least ? null : FormattableString.Invariant($"is {value ?? "not set"}, less than {least}"));

    public static FlagExpectation Positive() => new(value => value is null || Number(value) > 0 ? null : $"is {value}");

    /// <summary>A Go duration of at most so many seconds.</summary>
    public static FlagExpectation DurationAtMost(int seconds) =>
        new(value => value is null || Seconds(value) <= seconds ? null : FormattableString.Invariant($"is {value}, more than {seconds} s"));

    public static FlagExpectation NoWeakCipher() =>
        new(value => Items(value).FirstOrDefault(CipherSuites.IsWeak) is { } weak ? $"includes the weak suite {weak}" : null);

    private static string[] Items(string? value) => value?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static long? Number(string? value) => long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static double Seconds(string duration)
    {
        (string digits, double unit) = duration switch
        {
            [.. var number, 'm', 's'] => (number, 0.001),
            [.. var number, 'h'] => (number, 3600),
            [.. var number, 'm'] => (number, 60),
            [.. var number, 's'] => (number, 1),
            _ => (duration, 1),
        };
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value * unit : 0;
    }
}
