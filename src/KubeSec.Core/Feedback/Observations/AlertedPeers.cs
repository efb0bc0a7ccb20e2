using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeSec.Feedback.Observations;

/// <summary>
/// The connections an alert speaks of, read from what is kept of it, so that alerts recorded long ago count as well. Which end
/// opened it is often not told: then it may be either, since what an alert names must never be allowed.
/// </summary>
internal static partial class AlertedPeers
{
    // A command line in a message is whatever an attacker wrote: one event must not fill the store.
    private const int MaximumTuples = 32;

    /// <summary>The other ends, with whose port it was: of the target, or where that names none, of the message.</summary>
    public static IReadOnlyList<(ConnectionDirection Direction, string Address, int Port)> Of(Observation observation) =>
        In(observation.Target) is { Count: > 0 } target ? target : In(observation.Message);

    private static List<(ConnectionDirection Direction, string Address, int Port)> In(string? text)
    {
        List<(ConnectionDirection, string, int)> ends = [];
        if (text is null)
        {
            return ends;
        }

        if (text.Contains("->", StringComparison.Ordinal))
        {
            foreach (Match match in Tuple().Matches(text).Take(MaximumTuples))
            {
                Group from = match.Groups["from"];
                Add(ends, ConnectionDirection.Out, match.Groups["peer"], match);
                Add(ends, ConnectionDirection.In, from.Success ? from : match.Groups["peer"], match);
            }
        }
        else if (text.Contains("_addr", StringComparison.Ordinal) && SocketAddress().Match(text) is { Success: true } socket)
        {
            Add(ends, ConnectionDirection.Out, socket.Groups["peer"], socket);
        }

        return ends;
    }

    private static void Add(List<(ConnectionDirection, string, int)> ends, ConnectionDirection direction, Group end, Match match)
    {
        if (ObservedPeer.Of(direction, ConnectionProtocol.Tcp, end.Value, long.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture)) is { } peer)
        {
            ends.Add((direction, peer.Address, peer.Port));
        }
    }

    // 10.0.0.9:43812->10.96.0.1:443, [::1]:1->[::2]:2, ->10.96.0.1:443
    [GeneratedRegex(@"(?:\[?(?<from>[0-9a-fA-F.:]{2,45})\]?:[0-9]{1,5})?->\[?(?<peer>[0-9a-fA-F.:]{2,45})\]?:(?<port>[0-9]{1,5})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Tuple();

    // {"sa_family":"AF_INET","sin_port":"443","sin_addr":"10.96.0.1"}: the kernel's sockaddr as Tracee prints it.
    [GeneratedRegex(@"^(?=.*""sin6?_addr"": ?""(?<peer>[0-9a-fA-F.:]{2,45})"")(?=.*""sin6?_port"": ?""?(?<port>[0-9]{1,5}))", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SocketAddress();
}
