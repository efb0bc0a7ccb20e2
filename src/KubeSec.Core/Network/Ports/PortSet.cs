using System.Collections.Immutable;
using System.Text;

namespace KubeSec.Network;

/// <summary>
/// A set of ports over the three protocols, in canonical form: equal sets have equal ranges.
/// Each protocol has its own stretch of one line of numbers (protocol × 65536 + port), so that
/// the algebra is one merge of sorted ranges.
/// </summary>
public sealed class PortSet : IEquatable<PortSet>
{
    private const int Stride = 65536;
    private readonly ImmutableArray<PortRange> line;

    private PortSet(ImmutableArray<PortRange> line) => this.line = line;

    /// <summary>No port of any protocol.</summary>
    public static PortSet None { get; } = new([]);

    /// <summary>Every port of every protocol.</summary>
    public static PortSet All { get; } = None.Union(Of(NetworkProtocol.Sctp)).Union(Of(NetworkProtocol.Tcp)).Union(Of(NetworkProtocol.Udp));

    /// <summary>Whether the set holds nothing.</summary>
    public bool IsEmpty => line.IsEmpty;

    /// <summary>Whether the set holds every port of every protocol.</summary>
    public bool IsAll => Equals(All);

    /// <summary>A stretch of ports of one protocol; all of them unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A port lies outside 1 to 65535, or the range is the wrong way round.</exception>
    public static PortSet Of(NetworkProtocol protocol, int first = 1, int last = 65535)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        int origin = (int)protocol * Stride;
        return new PortSet([new PortRange(origin + first, origin + last)]);
    }

    /// <summary>The ports of one protocol, in order, without overlap and not touching.</summary>
    public IReadOnlyList<PortRange> Ranges(NetworkProtocol protocol)
    {
        int origin = (int)protocol * Stride;
        return [.. line.Where(range => range.First / Stride == (int)protocol).Select(range => new PortRange(range.First - origin, range.Last - origin))];
    }

    /// <summary>Whether the set holds one port.</summary>
    public bool Contains(NetworkProtocol protocol, int port)
    {
        int number = ((int)protocol * Stride) + port;
        return line.Any(range => range.First <= number && number <= range.Last);
    }

    /// <summary>What is in either set.</summary>
    public PortSet Union(PortSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var merged = ImmutableArray.CreateBuilder<PortRange>(line.Length + other.line.Length);
        int left = 0;
        int right = 0;
        while (left < line.Length || right < other.line.Length)
        {
            PortRange next = right >= other.line.Length || (left < line.Length && line[left].First <= other.line[right].First)
                ? line[left++]
                : other.line[right++];
            if (merged.Count > 0 && next.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, next.Last) };
            }
            else
            {
                merged.Add(next);
            }
        }

        return new PortSet(merged.ToImmutable());
    }

    /// <summary>What is in both sets.</summary>
    public PortSet Intersect(PortSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var common = ImmutableArray.CreateBuilder<PortRange>();
        int left = 0;
        int right = 0;
        while (left < line.Length && right < other.line.Length)
        {
            int first = Math.Max(line[left].First, other.line[right].First);
            int last = Math.Min(line[left].Last, other.line[right].Last);
            if (first <= last)
            {
                common.Add(new PortRange(first, last));
            }

            _ = line[left].Last < other.line[right].Last ? left++ : right++;
        }

        return new PortSet(common.ToImmutable());
    }

    /// <summary>What is in this set and not in the other.</summary>
    public PortSet Except(PortSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var rest = ImmutableArray.CreateBuilder<PortRange>();
        int right = 0;
        foreach (PortRange range in line)
        {
            int first = range.First;
            while (right < other.line.Length && other.line[right].Last < first)
            {
                right++;
            }

            for (int cut = right; cut < other.line.Length && other.line[cut].First <= range.Last; cut++)
            {
                if (first < other.line[cut].First)
                {
                    rest.Add(new PortRange(first, other.line[cut].First - 1));
                }

                first = Math.Max(first, other.line[cut].Last + 1);
            }

            if (first <= range.Last)
            {
                rest.Add(new PortRange(first, range.Last));
            }
        }

        return new PortSet(rest.ToImmutable());
    }

    /// <inheritdoc/>
    public bool Equals(PortSet? other) => other is not null && line.AsSpan().SequenceEqual(other.line.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PortSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (PortRange range in line)
        {
            hash.Add(range.First);
            hash.Add(range.Last);
        }

        return hash.ToHashCode();
    }

    /// <summary><c>TCP 80,8000-8080,UDP 53</c>, <c>All Connections</c> or <c>No Connections</c>: the words of connectivity tables elsewhere.</summary>
    public override string ToString()
    {
        if (IsEmpty)
        {
            return "No Connections";
        }

        if (IsAll)
        {
            return "All Connections";
        }

        var text = new StringBuilder();
        foreach (NetworkProtocol protocol in Enum.GetValues<NetworkProtocol>())
        {
            IReadOnlyList<PortRange> ranges = Ranges(protocol);
            if (ranges.Count > 0)
            {
                text.Append(text.Length > 0 ? "," : "").Append(protocol.Name()).Append(' ').AppendJoin(',', ranges);
            }
        }

        return text.ToString();
    }
}
