namespace KubeSec.Network;

/// <summary>
/// Numbers each distinct port set once and remembers every result of its algebra: whole clusters use a
/// few hundred distinct sets, so that deciding a pair of peers is a look-up.
/// </summary>
internal sealed class PortSetPool
{
    public const int None = 0;
    public const int All = 1;

    private readonly List<PortSet> sets = [];
    private readonly Dictionary<PortSet, int> numbers = [];
    private readonly Dictionary<(int Left, int Right), int> unions = [];
    private readonly Dictionary<(int Left, int Right), int> intersections = [];
    private readonly Dictionary<(int Left, int Right), int> differences = [];

    public PortSetPool()
    {
        Intern(PortSet.None);
        Intern(PortSet.All);
    }

    public PortSet this[int number] => sets[number];

    public int Intern(PortSet set)
    {
        if (!numbers.TryGetValue(set, out int number))
        {
            number = sets.Count;
            sets.Add(set);
            numbers.Add(set, number);
        }

        return number;
    }

    public int Union(int left, int right)
    {
        if (left == right || right == None || left == All)
        {
            return left;
        }

        return left == None || right == All ? right : Remember(unions, left, right, static (a, b) => a.Union(b));
    }

    public int Intersect(int left, int right)
    {
        if (left == right || right == All || left == None)
        {
            return left;
        }

        return left == All || right == None ? right : Remember(intersections, left, right, static (a, b) => a.Intersect(b));
    }

    public int Except(int left, int right)
    {
        if (right == None || left == None)
        {
            return left;
        }

        return right == All || left == right ? None : Remember(differences, left, right, static (a, b) => a.Except(b));
    }

    private int Remember(Dictionary<(int Left, int Right), int> results, int left, int right, Func<PortSet, PortSet, PortSet> compute)
    {
        if (!results.TryGetValue((left, right), out int number))
        {
            number = Intern(compute(sets[left], sets[right]));
            results.Add((left, right), number);
        }

        return number;
    }
}
