using System.Text;

namespace KubeSec.Network;

/// <summary>
/// Which labels and values any pod selector asks about. Values nobody asks for count as one and the same,
/// so that thousands of pods that only differ in labels of their own fall into one class.
/// </summary>
internal sealed class AskedLabels
{
    private readonly SortedDictionary<string, HashSet<string>> values = new(StringComparer.Ordinal);
    private readonly bool asksPortNames;

    public AskedLabels(IReadOnlyList<Policy> policies)
    {
        foreach (Policy policy in policies)
        {
            Add(policy.SubjectPods);
            foreach (PolicyRule rule in policy.Rules)
            {
                asksPortNames |= rule.HasNamedPorts;
                foreach (RulePeer peer in rule.Peers ?? [])
                {
                    Add(peer.Pods);
                }
            }
        }
    }

    public bool Asks(string label) => values.ContainsKey(label);

    /// <summary>Equal for workloads that no policy can tell apart; sorts by namespace first.</summary>
    public string KeyOf(NetworkWorkload workload)
    {
        var key = new StringBuilder(workload.Namespace).Append('\0').Append(workload.IsHostNetwork ? 'h' : 'p');
        foreach ((string label, HashSet<string> asked) in values)
        {
            key.Append('\0');
            if (workload.Labels.TryGetValue(label, out string? value))
            {
                key.Append(asked.Contains(value) ? '=' : '*').Append(asked.Contains(value) ? value : "");
            }
        }

        if (asksPortNames)
        {
            key.Append('\0').AppendJoin(',', workload.NamedPorts);
        }

        return key.Append('\0').AppendJoin(',', workload.Addresses).ToString();
    }

    private void Add(LabelQuery? query)
    {
        foreach (LabelDemand demand in query?.Demands ?? [])
        {
            if (!values.TryGetValue(demand.Key, out HashSet<string>? asked))
            {
                values.Add(demand.Key, asked = new HashSet<string>(StringComparer.Ordinal));
            }

            asked.UnionWith(demand.Values);
        }
    }
}
