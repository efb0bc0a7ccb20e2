using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Observations;

/// <summary>
/// The connections an alert speaks of, read from what is kept of it, so that alerts recorded long ago count as well. Which end
/// opened it is often not told: then it may be either, since what an alert names must never be allowed.
/// </summary>
internal static partial class AlertedPeers
{
    /// <summary>The other ends, with whose port it was.</summary>
    public static IEnumerable<(ConnectionDirection Direction, string Address, int Port)> Of(Observation observation)
    {
        foreach (string text in new[] { observation.Target, observation.Message }.OfType<string>())
        {
            if (text.Contains("->", StringComparison.Ordinal))
            {
                foreach (Match match in Tuple().Matches(text))
                {
                    string? from = match.Groups["from"] is { Success: true } group ? group.Value : match.Groups["peer"].Value;
                    foreach ((ConnectionDirection direction, string? end) in ((ConnectionDirection, string?)[])[(ConnectionDirection.Out, match.Groups["peer"].Value), (ConnectionDirection.In, from)])
                    {
                        if (ObservedPeer.Of(direction, ConnectionProtocol.Tcp, end, Number(match)) is { } peer)
                        {
                            yield return (direction, peer.Address, peer.Port);
                        }
                    }
                }
            }
            else if (text.Contains("sin", StringComparison.Ordinal) && SocketAddress().Match(text) is { Success: true } match
                && ObservedPeer.Of(ConnectionDirection.Out, ConnectionProtocol.Tcp, match.Groups["peer"].Value, Number(match)) is { } peer)
            {
                yield return (ConnectionDirection.Out, peer.Address, peer.Port);
            }
        }
    }

    private static long Number(Match match) => long.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);

    // 10.0.0.9:43812->10.96.0.1:443, [::1]:1->[::2]:2, ->10.96.0.1:443
    [GeneratedRegex(@"(?:\[?(?<from>[0-9a-fA-F.:]{2,45})\]?:[0-9]{1,5})?->\[?(?<peer>[0-9a-fA-F.:]{2,45})\]?:(?<port>[0-9]{1,5})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Tuple();

    // {"sa_family":"AF_INET","sin_port":"443","sin_addr":"10.96.0.1"}: the kernel's sockaddr as Tracee prints it.
    [GeneratedRegex(@"(?=.*""sin6?_addr"": ?""(?<peer>[0-9a-fA-F.:]+)"")(?=.*""sin6?_port"": ?""?(?<port>[0-9]{1,5}))", RegexOptions.CultureInvariant)]
    private static partial Regex SocketAddress();
}
