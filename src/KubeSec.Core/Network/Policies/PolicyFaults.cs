using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Collects what is wrong with one resource while it is read; the reading goes on.</summary>
internal sealed class PolicyFaults(Resource resource, List<Finding> findings)
{
    /// <summary>Reports a breach of the API's own rules.</summary>
    public void Invalid(Field at, string message) => Add(NetworkRules.InvalidPolicy, at, message);

    /// <summary>Reports a word that is not one of those the API knows, or is missing.</summary>
    public void NoSuchWord(Field at, string what, string words) =>
        Invalid(at, at.Exists ? $"'{at.Text}' is no {what} ({words})" : $"{at.Path} is missing ({words})");

    /// <summary>Reports something that is legal but cannot be judged.</summary>
    public void NotUnderstood(Field at, string message) => Add(NetworkRules.NotUnderstood, at, message);

    /// <summary>Reports text that is legal and has no effect.</summary>
    public void Idle(Field at, string message) => Add(NetworkRules.IdleRule, at, message);

    /// <summary>Reports a policy that another one of the same name replaces.</summary>
    public void Duplicate(Field at, string message) => Add(NetworkRules.DuplicatePolicy, at, message);

    /// <summary>Reports two cluster-wide policies whose order nobody knows.</summary>
    public void PriorityClash(Field at, string message) => Add(NetworkRules.PriorityClash, at, message);

    /// <summary>Reports a named port that nothing can declare.</summary>
    public void UnresolvedPort(Field at, string message) => Add(NetworkRules.UnresolvedPort, at, message);

    /// <summary>Reports a pod that is unlike its siblings.</summary>
    public void OwnedPodsDiffer(Field at, string message) => Add(NetworkRules.OwnedPodsDiffer, at, message);

    /// <summary>Reports fields the API does not have, and what is no mapping at all; answers whether there was anything to report.</summary>
    public bool HasUnknownFields(Field mapping, params ReadOnlySpan<string> known)
    {
        bool found = IsNoMapping(mapping);
        foreach (Field entry in mapping.Entries)
        {
            if (!known.Contains(entry.Name))
            {
                found = true;
                string at = mapping.Path.Length > 0 ? mapping.Path : "the policy";
                Invalid(entry, $"unknown field '{entry.Name}' in {at}");
            }
        }

        return found;
    }

    /// <summary>Reports a mapping that is none and answers whether it did; a missing or null one is fine.</summary>
    public bool IsNoMapping(Field field)
    {
        bool wrong = field.Exists && field.Node is not MappingNode;
        if (wrong)
        {
            Invalid(field, $"{(field.Path.Length > 0 ? field.Path : "the policy")} must be a mapping");
        }

        return wrong;
    }

    /// <summary>Reports a list that is none and answers whether it did; a missing or null list is fine.</summary>
    public bool IsNoList(Field field)
    {
        bool wrong = field.Exists && field.Node is not SequenceNode;
        if (wrong)
        {
            Invalid(field, $"{field.Path} must be a list");
        }

        return wrong;
    }

    /// <summary>The one field that a choice must have; null and reported where it has none or several. One written out as null is not there.</summary>
    public Field? OnlyField(Field choice, string message)
    {
        Field[] there = [.. choice.Entries.Where(entry => entry.Exists)];
        if (there is [var only])
        {
            return only;
        }

        Invalid(choice, message);
        return null;
    }

    /// <summary>Reports a list longer than the API allows.</summary>
    public void AtMost(Field list, int limit)
    {
        int count = list.Items.Count();
        if (count > limit)
        {
            Invalid(list, $"{list.Path} has {count} items, the API allows {limit}");
        }
    }

    private void Add(RuleInfo rule, Field at, string message) => findings.Add(new Finding
    {
        Rule = rule,
        Severity = rule.Severity,
        Message = message,
        Span = at.Span,
        Path = at.Path,
        Resource = resource.Identity,
    });
}
