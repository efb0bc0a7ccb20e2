using System.Numerics;

namespace KubeSec.Network;

/// <summary>
/// A set of numbered peers as bits. Only the words between the lowest and the highest member are held:
/// peers are numbered by namespace, and most selectors stay within one.
/// </summary>
internal sealed class PeerSet
{
    private readonly int start;
    private readonly ulong[] words;
    private int? count;

    private PeerSet(int start, ulong[] words)
    {
        this.start = start;
        this.words = words;
    }

    public static PeerSet Empty { get; } = new(0, []);

    public bool IsEmpty => words.Length == 0;

    /// <summary>How many peers are in the set.</summary>
    public int Count => count ??= words.Sum(BitOperations.PopCount);

    private int End => start + words.Length;

    public static PeerSet Range(int first, int count)
    {
        if (count <= 0)
        {
            return Empty;
        }

        int low = first >> 6;
        var words = new ulong[((first + count - 1) >> 6) - low + 1];
        Array.Fill(words, ulong.MaxValue);
        words[0] &= ulong.MaxValue << (first & 63);
        words[^1] &= ulong.MaxValue >> (63 - ((first + count - 1) & 63));
        return new PeerSet(low, words);
    }

    /// <summary>A set of numbers given in ascending order.</summary>
    public static PeerSet Of(IReadOnlyList<int> members)
    {
        if (members.Count == 0)
        {
            return Empty;
        }

        int low = members[0] >> 6;
        var words = new ulong[(members[^1] >> 6) - low + 1];
        foreach (int member in members)
        {
            words[(member >> 6) - low] |= 1UL << (member & 63);
        }

        return new PeerSet(low, words);
    }

    public bool Contains(int member)
    {
        int word = (member >> 6) - start;
        return (uint)word < (uint)words.Length && (words[word] & (1UL << (member & 63))) != 0;
    }

    public bool Intersects(PeerSet other)
    {
        int high = Math.Min(End, other.End);
        for (int i = Math.Max(start, other.start); i < high; i++)
        {
            if ((words[i - start] & other.words[i - other.start]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    public PeerSet And(PeerSet other)
    {
        int low = Math.Max(start, other.start);
        int high = Math.Min(End, other.End);
        while (low < high && (words[low - start] & other.words[low - other.start]) == 0)
        {
            low++;
        }

        while (high > low && (words[high - 1 - start] & other.words[high - 1 - other.start]) == 0)
        {
            high--;
        }

        if (low >= high)
        {
            return Empty;
        }

        var result = new ulong[high - low];
        for (int i = low; i < high; i++)
        {
            result[i - low] = words[i - start] & other.words[i - other.start];
        }

        return new PeerSet(low, result);
    }

    public PeerSet Or(PeerSet other)
    {
        if (IsEmpty)
        {
            return other;
        }

        if (other.IsEmpty)
        {
            return this;
        }

        int low = Math.Min(start, other.start);
        var result = new ulong[Math.Max(End, other.End) - low];
        words.CopyTo(result, start - low);
        for (int i = 0; i < other.words.Length; i++)
        {
            result[other.start - low + i] |= other.words[i];
        }

        return new PeerSet(low, result);
    }

    public PeerSet Except(PeerSet other)
    {
        int low = start;
        int high = End;
        while (low < high && (words[low - start] & ~other.Word(low)) == 0)
        {
            low++;
        }

        while (high > low && (words[high - 1 - start] & ~other.Word(high - 1)) == 0)
        {
            high--;
        }

        if (low >= high)
        {
            return Empty;
        }

        var result = new ulong[high - low];
        for (int i = low; i < high; i++)
        {
            result[i - low] = words[i - start] & ~other.Word(i);
        }

        return new PeerSet(low, result);
    }

    public IEnumerable<int> Members()
    {
        for (int i = 0; i < words.Length; i++)
        {
            for (ulong word = words[i]; word != 0; word &= word - 1)
            {
                yield return ((start + i) << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    private ulong Word(int index) => (uint)(index - start) < (uint)words.Length ? words[index - start] : 0;
}
