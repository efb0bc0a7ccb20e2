using System.Text.RegularExpressions;

namespace KubeSec.Rules.Catalogue.Secrets;

/// <summary>
/// Recognises credentials: by the form of the value, which is certain, or by the name it stands under.
/// Answers say what kind of credential it is and never repeat it.
/// </summary>
internal static partial class Credentials
{
    private const int LongestJudged = 64 * 1024;

    /// <summary>What kind of credential a named value is, or null.</summary>
    public static string? Betrays(string name, string value) =>
        ByForm(value) ?? (SoundsSecret(name) && LooksWrittenOut(value) ? "what its name calls a credential" : null);

    /// <summary>Whether a value stands for another: a reference, a template, a path, an address, a placeholder, a switch.</summary>
    public static bool StandsForAnother(string value) => StandsForAValue().IsMatch(Cap(value));

    /// <summary>What kind of credential stands in an argument, or null.</summary>
    public static string? InArgument(string argument)
    {
        if (ByForm(argument) is { } kind)
        {
            return kind;
        }

        Match pair = Option().Match(Cap(argument));
        return pair.Success ? Betrays(pair.Groups["name"].Value, pair.Groups["value"].Value) : null;
    }

    /// <summary>What kind of credential stands in a line <c>name: value</c> or <c>name=value</c> of a file, or null.</summary>
    public static string? InsideFile(string text)
    {
        foreach (Match line in Assignment().Matches(Cap(text)))
        {
            if (Betrays(line.Groups["name"].Value, line.Groups["value"].Value.Trim('"', '\'')) is { } kind)
            {
                return kind;
            }
        }

        return null;
    }

    private static string? ByForm(string value) => value.Length < 8 ? null : Cap(value) switch
    {
        var v when PrivateKey().IsMatch(v) => "a private key",
        var v when CloudKey().IsMatch(v) => "a cloud access key",
        var v when AccessToken().IsMatch(v) => "an access token",
        var v when JsonWebToken().IsMatch(v) => "a signed token",
        var v when UrlWithPassword().Match(v) is { Success: true } url
            && LooksWrittenOut(url.Groups["value"].Value) => "an address with a password",
        _ => null,
    };

    private static bool SoundsSecret(string name) => SecretName().IsMatch(name) && !NotTheSecretItself().IsMatch(name);

    private static bool LooksWrittenOut(string value) => value.Length >= 3 && !StandsForAnother(value);

    private static string Cap(string text) => text.Length > LongestJudged ? text[..LongestJudged] : text;

    [GeneratedRegex("-{3,5} ?BEGIN [A-Z ]{0,20}PRIVATE KEY ?-{3,5}")]
    private static partial Regex PrivateKey();

    [GeneratedRegex("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\"private_key_id\"|\\bAIza[0-9A-Za-z_-]{35}\\b")]
    private static partial Regex CloudKey();

    [GeneratedRegex(
        "\\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{60,}|glpat-[0-9A-Za-z_-]{20,}"
        + "|xox[abprs]-[0-9A-Za-z-]{10,}|npm_[0-9A-Za-z]{36}|dckr_pat_[0-9A-Za-z_-]{20,}|sk_live_[0-9A-Za-z]{16,})"
        + "|\\bBearer [0-9A-Za-z._~+/-]{8,}")]
    private static partial Regex AccessToken();

    [GeneratedRegex("\\beyJ[0-9A-Za-z_-]{10,}\\.eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{10,}")]
    private static partial Regex JsonWebToken();

    [GeneratedRegex("[a-z][a-z0-9+.-]{1,20}://[^/\\s:@]{1,100}:(?<value>[^/\\s:@]{1,200})@", RegexOptions.IgnoreCase)]
    private static partial Regex UrlWithPassword();

    [GeneratedRegex(
        "pass(?:word|wd|phrase)?(?![a-z])|pwd|secret|token|api[_.-]?key|private[_.-]?key|access[_.-]?key|client[_.-]?key"
        + "|credential|bearer|^azure[_.-].+[_.-]key$|^oci[_.-]cli[_.-]key[_.-]content$|(?:account|storage|batch"
        + "|master)[_.-]?key|encryption[_.-]?key|signing[_.-]?key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        "(?:file|path|dir|name|url|uri|endpoint|host|port|ref|id|type|ttl|expiry|expiration|expires|timeout|length|size"
        + "|count|enabled|disabled|policy|mode|issuer|audience|header|version|lifetime|duration|interval|algorithm|limit"
        + "|pattern|key_?id|public|provider|store|manager|engine|namespace|class|rotation|location|minutes|seconds|hours|days"
        + "|budget|max|min|per_.*|s)$|^(?:max|min|allow|enable|disable|require|use|no)[_.-]", RegexOptions.IgnoreCase)]
    private static partial Regex NotTheSecretItself();

    [GeneratedRegex(
        @"^(?:\$[({].*|\{\{.*|%.*%|<.*>|\[.*\]|__.*__|.*\$\([A-Za-z_]\w*\).*|.*\$\{.*\}.*|/.*|\./.*|[a-z]:\\.*"
        + @"|[a-z][a-z0-9+.-]*://.*|ref\+.*|vault:.*|ENC\[.*|sops:.*|true|false|yes|no|none|null|nil|on|off|\d{1,4}|\*+"
        + @"|replace.*|your[-_ ].*|example.*|placeholder.*|todo.*|redacted.*|\.\.\.)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex StandsForAValue();

    [GeneratedRegex(@"(?:^|\s)-{1,2}(?<name>[A-Za-z][\w.-]{0,60})[= ](?<value>\S{1,400})")]
    private static partial Regex Option();

    [GeneratedRegex(
        """^[ \t]*["']?(?<name>[A-Za-z][\w.-]{0,60})["']?[ \t]*[:=][ \t]*(?<value>[^\s#][^\r\n#]{0,400}?)[ \t]*,?[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex Assignment();
}
