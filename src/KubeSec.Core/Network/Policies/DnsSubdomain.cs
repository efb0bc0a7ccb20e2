using System.Text.RegularExpressions;

namespace KubeSec.Network;

/// <summary>A DNS-1123 subdomain, which names of objects and prefixes of label keys are (apimachinery, IsDNS1123Subdomain).</summary>
internal static partial class DnsSubdomain
{
    private const int MaximumLength = 253;

    public static bool Is(string text) => text.Length <= MaximumLength && Pattern().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
