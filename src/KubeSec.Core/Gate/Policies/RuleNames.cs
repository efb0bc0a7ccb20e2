using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Gate.Policies;

/// <summary>Holds the names of rules that people write against those there are.</summary>
internal sealed class RuleNames
{
    private readonly HashSet<string> names;

    /// <summary>The rules of the catalogue, of the reader, of the gate and of the team.</summary>
    public RuleNames(IEnumerable<OwnRule> own)
    {
        RuleInfo[] rules = [.. RuleLibrary.All(), .. InputRules.All(), .. PolicyRules.All, .. JoinRules.All, .. own.Select(rule => rule.Info)];
        names = [.. rules.Select(rule => rule.Name), .. rules.Select(rule => rule.Code)];
    }

    /// <summary>Whether a rule has that name or code.</summary>
    public bool Contains(string name) => names.Contains(name);

    /// <summary>What to say where none has.</summary>
    public string Unknown(string name, params IEnumerable<string> others) => $"there is no rule '{name}'{Spelling.Hint(name, names.Concat(others))}";

    /// <summary>Whether a rule has that name or code; reports where none has.</summary>
    public bool Check(PolicyNode at, string name, params IEnumerable<string> others)
    {
        bool known = Contains(name);
        if (!known)
        {
            at.ReportKey(Unknown(name, others));
        }

        return known;
    }
}
