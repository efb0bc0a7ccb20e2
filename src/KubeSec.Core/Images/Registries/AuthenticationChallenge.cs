namespace KubeSec.Images.Registries;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110 section 11.6.1), such as <c>Bearer realm="…",service="…"</c>.</summary>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private const int LongestHeader = 8192;

    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <summary>Reads one header, which may hold several challenges; what is broken is left out.</summary>
    public static IReadOnlyList<AuthenticationChallenge> Read(string header)
    {
        List<AuthenticationChallenge> challenges = [];
        Dictionary<string, string>? parameters = null;
        int at = 0;
        while (header.Length <= LongestHeader && at < header.Length)
        {
            at = SkipSeparators(header, at);
            int end = EndOfToken(header, at);
            if (end == at)
            {
                break;
            }

            string token = header[at..end];
            bool isParameter = end < header.Length && header[end] == '=';
            if (!isParameter)
            {
                parameters = new(StringComparer.OrdinalIgnoreCase);
                challenges.Add(new AuthenticationChallenge(token, parameters));
                at = end;
                continue;
            }

            (string value, at) = Value(header, end + 1);
            parameters?.TryAdd(token, value);
        }

        return challenges;
    }

    private static int SkipSeparators(string header, int at)
    {
        while (at < header.Length && header[at] is ' ' or '\t' or ',')
        {
            at++;
        }

        return at;
    }

    private static int EndOfToken(string header, int at)
    {
        while (at < header.Length && header[at] is not (' ' or '\t' or ',' or '=' or '"'))
        {
            at++;
        }

        return at;
    }

    private static (string Value, int Next) Value(string header, int at)
    {
        if (at >= header.Length || header[at] != '"')
        {
            int end = EndOfToken(header, at);
            return (header[at..end], end);
        }

        int close = at + 1;
        while (close < header.Length && header[close] != '"')
        {
            close += header[close] == '\\' ? 2 : 1;
        }

        int stop = Math.Min(close, header.Length);
        return (header[(at + 1)..stop].Replace("\\", "", StringComparison.Ordinal), Math.Min(close + 1, header.Length));
    }
}
