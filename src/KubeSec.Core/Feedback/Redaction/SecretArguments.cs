using System.Buffers;
using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Redaction;

/// <summary>Secrets that only the program or service they are given to makes one: no name beside them says so.</summary>
internal static partial class SecretArguments
{
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            "mysql", "maria", "mongo", "redis-cli", "sqlcmd", "isql", "tsql", "bcp ", "sshpass", "login ", "plink", "pscp", "psftp", "zip ", "rar ", "ldap", "openssl", "chpasswd",
            "htpasswd", "net user", "net1 user", "net.exe", "vault", "add_user", "authenticate_user", "change_password", "/p:", "--from-literal", "identified", "password ", "passwd ",
            "hooks.", "/webhooks/", "webhook.office", "/bot", "sig=", "?code=", "&code=", "?sid=", "&sid=", "ticket=", "://",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The text without them; the same instance where there are none.</summary>
    public static string Redact(string text)
    {
        if (!text.AsSpan().ContainsAny(Hints) && !text.Contains('%') && !text.Contains("7z", StringComparison.Ordinal))
        {
            return text;
        }

        string result = Exhaust(GluedPassword(), text);
        result = Exhaust(FlaggedPassword(), result);
        result = PlacedPassword().Replace(result, "${kept}" + SecretText.Mark);
        result = AccountAndPassword().Replace(result, "${kept}" + SecretText.Mark);
        result = Quoted().Replace(result, "${kept}" + SecretText.Mark);
        return Address().Replace(result, "${kept}" + SecretText.Mark);
    }

    // What stands between a program and its flag may hold another program with a flag of its own: it shows once the first is gone.
    private static string Exhaust(Regex secrets, string text)
    {
        for (int pass = 0; pass < 8; pass++)
        {
            string before = text;
            text = secrets.Replace(before, "${kept}" + SecretText.Mark);
            if (text == before)
            {
                break;
            }
        }

        return text;
    }

    // mysql takes its password glued to -p: with a space it asks for it.
    [GeneratedRegex(@"(?<kept>(?:mysql\w*|mariadb\S*)\b[^|;]{0,200}?[\s=]-p)(?!\[redacted)[^\s=-]\S*", RegexOptions.CultureInvariant)]
    private static partial Regex GluedPassword();

    [GeneratedRegex(
        @"(?<kept>\b(?:sshpass|login|mongo\w*|sqlcmd|bcp|[it]sql|plink|pscp|psftp|zip|unzip|7z[a-z]?|7za|rar|unrar)\b[^|;]{0,200}?\s-[pP]\s*[""']?)(?!\[redacted)[^\s""'-][^\s""']*" +
        @"|(?<kept>\bredis-cli\b[^|;]{0,200}?\s-a\s*[""']?)(?!\[redacted)[^\s""']+" +
        @"|(?<kept>\bldap\w+\b[^|;]{0,200}?\s-w\s*[""']?)(?!\[redacted)[^\s""']+" +
        @"|(?<kept>\bopenssl\b[^|;]{0,200}?\s-(?:k|K|pass|passin|passout)\s+[""']?)(?!\[redacted)[^\s""']+" +
        @"|(?<kept>\s/p:)(?!\[redacted)\S+" +
        @"|(?<kept>--from-literal[ =][""']?[^\s=]{1,100}=)(?!\[redacted)[^\s""']+",
        RegexOptions.CultureInvariant)]
    private static partial Regex FlaggedPassword();

    [GeneratedRegex(
        @"(?<kept>\bhtpasswd\b[^|;]{0,100}?\s-\w{0,8}b\w{0,8}\s+\S{1,200}\s+\S{1,200}\s+)\S+" +
        @"|(?<kept>\bnet1?(?:\.exe)?\s+user\s+\S{1,200}\s+)(?!/)\S+" +
        @"|(?<kept>\bvault\b[^|;]{0,100}?\s(?:login|unseal)\s+)(?!-)\S+" +
        @"|(?<kept>\b(?:add_user|change_password|authenticate_user)\s+\S{1,200}\s+)\S+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlacedPassword();

    // smbclient -U user%password; echo root:password | chpasswd.
    [GeneratedRegex(@"(?<kept>(?:-U\s{0,4}|user(?:name)?=)[""']?[\w.\\/-]{1,100}%)[^\s""']+|(?<kept>[\w.-]{1,64}:)[^\s""':|]{1,200}(?=[""']?\s{0,4}[|]\s{0,4}(?:sudo\s+)?chpasswd)", RegexOptions.CultureInvariant)]
    private static partial Regex AccountAndPassword();

    // SQL: CREATE USER … IDENTIFIED BY '…', ALTER ROLE … PASSWORD '…'.
    [GeneratedRegex(@"(?<kept>\b(?:identified\s{1,4}by|password|passwd)\s{1,4})(?:""[^""]{1,200}""?|'[^']{1,200}'?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    // Addresses that are their own key: web hooks, signed URLs, a token in the place of the user.
    [GeneratedRegex(
        @"(?<kept>://hooks\.slack\.com/\w{1,20}/|://[\w.-]{0,60}webhook\.office\.com/|/api/webhooks/|://api\.telegram\.org/bot)[^\s""']+" +
        @"|(?<kept>[?&](?:sig|code|sid|ticket)=)[^&\s""']+" +
        @"|(?<kept>://)[^\s/@:""'\[]{8,}(?=@)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
