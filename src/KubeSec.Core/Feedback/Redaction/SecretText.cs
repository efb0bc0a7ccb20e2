using System.Buffers;
using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Redaction;

/// <summary>
/// Takes secrets out of command lines, URIs, messages and headers before anything is stored. It would rather take too much:
/// a lost argument costs an investigator a minute, a stored password costs a rotation.
/// </summary>
internal static partial class SecretText
{
    public const string Mark = "[redacted]";

    private const string Names =
        "pass(?:wd|word|phrase|code|in|out)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credentials?|psk|authorization|bearer|session[_-]?id|cookie|signature";

    // Every repetition before a mark is bounded: an endless word would otherwise cost its length squared. A hint of two letters
    // among them would make the search stop at every pair of letters that looks like the start of one; such are asked for alone.
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            "pass", "pwd", "secret", "token", "key", "cred", "psk", "auth", "bearer", "session", "cookie", "signature", "://", "command=", "_PAT=", "_DSN=",
            "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "eyJ", "sk-", "sk_", "AIza", "-----BEGIN",
            "npm_", "hvs.", "SG.", "ya29.", "curl", "wget", "--user",
        ],
        StringComparison.OrdinalIgnoreCase);

    // Some part of every name the expression below takes.
    private static readonly SearchValues<string> NameHints = SearchValues.Create(
        ["pass", "pwd", "secret", "token", "key", "cred", "psk", "auth", "bearer", "session", "cookie", "signature", "match"], StringComparison.OrdinalIgnoreCase);

    // What names of Kubernetes, repositories and paths are made of: nothing that would set a secret off from its name.
    private static readonly SearchValues<char> PlainName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_/");

    // One letter less than the shortest secret that stands without a sign before it: xoxb- and ten more, /api/webhooks/ and one.
    private const int LongestFreeWord = 14;

    private const int ShortestDenseWord = 20;

    private static readonly SearchValues<char> InDenseWord = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+_=!@#$%^*");

    private static readonly SearchValues<char> FreeWord = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_/");

    /// <summary>The text without what looks like a secret; the same instance where nothing does.</summary>
    public static string Redact(string text)
    {
        string result = RedactMarked(text);
        return HoldsRandomWord(result) ? Dense().Replace(result, static match => LooksRandom(match.ValueSpan) ? Mark : match.Value) : result;
    }

    /// <summary>The name of something – a pod, a rule, a sensor's own id – without secrets somebody put there. An id may look random.</summary>
    public static string RedactName(string name) => name.AsSpan().ContainsAnyExcept(PlainName) ? RedactMarked(name) : name;

    /// <summary>Whether the name of something is free of secrets.</summary>
    public static bool IsFreeName(string name) => RedactName(name) == name;

    /// <summary>Whether a property, header or variable of this name holds a secret.</summary>
    public static bool NamesSecret(string name) => name.AsSpan().ContainsAny(NameHints) && SecretName().IsMatch(name) && !HarmlessName().IsMatch(name);

    // Secrets that a name, a sign or their own look tells.
    private static string RedactMarked(string text)
    {
        if (text.Length < 4 || (text.Length <= LongestFreeWord && !text.AsSpan().ContainsAnyExcept(FreeWord)))
        {
            return text;
        }

        string result = text;
        if (result.AsSpan().ContainsAny(Hints) || result.Contains("-u", StringComparison.Ordinal))
        {
            result = PrivateKey().Replace(result, Mark);
            result = UriCredentials().Replace(result, Mark);
            result = ExecCommand().Replace(result, Mark);
            result = NamedValue().Replace(result, "${name}${separator}" + Mark);
            result = HeaderValue().Replace(result, "${name}" + Mark);
            result = Variable().Replace(result, "${name}" + Mark);
            result = NamedArgument().Replace(result, "${name}" + Mark);
            result = PairArgument().Replace(result, "${flag}" + Mark);
            result = KnownToken().Replace(result, Mark);
        }

        return SecretArguments.Redact(result);
    }

    // A word of twenty characters covers one of every twenty places: the others need no look.
    private static bool HoldsRandomWord(string text)
    {
        for (int place = ShortestDenseWord - 1; place < text.Length; place += ShortestDenseWord)
        {
            if (!InDenseWord.Contains(text[place]))
            {
                continue;
            }

            int start = text.AsSpan(0, place).LastIndexOfAnyExcept(InDenseWord) + 1;
            int rest = text.AsSpan(place).IndexOfAnyExcept(InDenseWord);
            int end = rest < 0 ? text.Length : place + rest;
            if (end - start >= ShortestDenseWord && LooksRandom(text.AsSpan(start..end)))
            {
                return true;
            }

            place = end;
        }

        return false;
    }

    // Upper case, lower case and digits mixed in one long word: keys and tokens of no known shape. Hashes are hexadecimal and stay.
    private static bool LooksRandom(ReadOnlySpan<char> word)
    {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        foreach (char c in word)
        {
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
            lower += char.IsAsciiLetterLower(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return upper >= 2 && lower >= 2 && digits >= 2;
    }

    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(?<=://)[^\s/@:""']*:[^\s/""']+(?=@)", RegexOptions.CultureInvariant)]
    private static partial Regex UriCredentials();

    // kubernetes issue 97795: the API server logs each argument of an exec as ?command=a&command=b. The program stays, its arguments go.
    [GeneratedRegex(@"(?<=&command=)[^&\s""']+|(?<=[?]command=)[^&\s""']*[%+][^&\s""']*", RegexOptions.CultureInvariant)]
    private static partial Regex ExecCommand();

    [GeneratedRegex(@"(?<name>\b(?:(?:proxy-)?authorization|cookie|set-cookie|x-[a-z-]{0,40}(?:token|key|auth)[a-z-]{0,40})\s*[:=]\s*)[^\r\n""']+|(?<name>\bbearer\s+)[A-Za-z0-9._~+/=-]{8,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderValue();

    [GeneratedRegex(@"(?<name>(?:" + Names + @")[\w.-]{0,40})(?<separator>[""']?\s?(?:=|:|%3[aAdD])\s?)(?!//)(?:""[^""]*""?|'[^']*'?|[^\s""'&;,)]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"(?<name>(?:^|[\s""'])--?[\w.-]{0,40}(?:" + Names + @")[\w.-]{0,40}\s+[""']?)(?!-|\[redacted)[^\s""']+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedArgument();

    // SIGNING_KEY=…, REDISCLI_AUTH=…, SENTRY_DSN=….
    [GeneratedRegex(@"(?<name>\b[A-Z][A-Z0-9_]{0,60}_(?:KEY|AUTH|PAT|DSN|CREDS?)=|\bapi[_-]?key\s+)(?!\[redacted)(?:""[^""]*""?|'[^']*'?|[^\s""'&;,)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<flag>(?:^|\s)(?:-u|--user|--proxy-user)[ =]?[""']?)[^\s:""'-][^\s:""']*:[^\s""']+", RegexOptions.CultureInvariant)]
    private static partial Regex PairArgument();

    [GeneratedRegex(@"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|sk_(?:live|test)_\w{10,}|sk-[\w-]{20,}|AIza[\w-]{30,}|npm_\w{30,}|hvs\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|ya29\.[\w-]{20,})", RegexOptions.CultureInvariant)]
    private static partial Regex KnownToken();

    [GeneratedRegex(@"[A-Za-z0-9+_=!@#$%^*]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Dense();

    [GeneratedRegex(Names + "|^auth$|^match$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(?:name|ref|kind|path|type|count|automount\w*|expiration\w*|keys?)$(?<!api_?key|private_?key|access_?key|account_?key)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HarmlessName();
}
