using System.Globalization;
using KubeSec.Findings;
using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary><c>attestations</c>: what signed statements about an image must say, one kind of statement an entry.</summary>
internal static class AttestationsSection
{
    private const string Kinds = "say which statement: 'provenance', 'summary', 'sbom', 'vulnerabilities', or 'type' with a predicate type";

    public static IReadOnlyList<AttestationPolicy> Read(PolicyNode attestations) => [.. attestations.Items.Select(ReadOne).OfType<AttestationPolicy>()];

    private static AttestationPolicy? ReadOne(PolicyNode entry)
    {
        entry.Allow("provenance", "summary", "sbom", "vulnerabilities", "type", "where");
        string[] named = [.. new[] { "provenance", "summary", "sbom", "vulnerabilities", "type" }.Where(kind => entry[kind].Exists)];
        if (named is not [var kind])
        {
            entry.Report(Kinds);
            return null;
        }

        if (entry["where"].Exists && kind != "type")
        {
            entry["where"].ReportKey("'where' goes with 'type' only");
        }

        return kind switch
        {
            "provenance" => ReadProvenance(entry[kind]),
            "summary" => ReadSummary(entry[kind]),
            "sbom" => ReadSbom(entry[kind]),
            "vulnerabilities" => ReadVulnerabilities(entry[kind]),
            _ => entry[kind].RequiredText(Kinds) is { } type ? new PredicatePolicy(type, ReadConditions(entry["where"])) : null,
        };
    }

    private static ProvenancePolicy ReadProvenance(PolicyNode node)
    {
        node.Allow("builder", "source", "ref", "commit", "buildType", "parameters");
        return new ProvenancePolicy
        {
            Builder = node["builder"].Text(),
            Source = node["source"].Text(),
            Ref = node["ref"].Text(),
            Commit = node["commit"].Text(),
            BuildType = node["buildType"].Text(),
            Parameters = ReadConditions(node["parameters"]),
        };
    }

    private static VerificationSummaryPolicy? ReadSummary(PolicyNode node)
    {
        node.Allow("verifier", "resource", "policy", "levels", "maxAgeDays");
        return node["verifier"].RequiredText("say who must have verified: verifier") is { } verifier
            ? new VerificationSummaryPolicy(verifier)
            {
                ResourceUri = node["resource"].Text(),
                PolicyUri = node["policy"].Text(),
                Levels = node["levels"].Texts(),
                MaxAge = ReadDays(node["maxAgeDays"]),
            }
            : null;
    }

    private static SbomPolicy ReadSbom(PolicyNode node)
    {
        node.Allow("forbid");
        return new SbomPolicy { ForbiddenComponents = node["forbid"].Texts() };
    }

    private static VulnerabilityPolicy ReadVulnerabilities(PolicyNode node)
    {
        node.Allow("maxAgeDays", "highestAllowed", "onlyFixable");
        VulnerabilityPolicy defaults = new();
        return defaults with
        {
            MaxAge = ReadDays(node["maxAgeDays"]) ?? defaults.MaxAge,
            HighestAllowed = node["highestAllowed"].Word<Severity>() ?? defaults.HighestAllowed,
            OnlyFixable = node["onlyFixable"].Boolean() ?? defaults.OnlyFixable,
        };
    }

    private static IReadOnlyList<PredicateCondition> ReadConditions(PolicyNode list) => [.. list.Items.Select(ReadCondition).OfType<PredicateCondition>()];

    private static PredicateCondition? ReadCondition(PolicyNode node)
    {
        node.Allow("field", "oneOf", "atLeast", "atMost");
        return node["field"].RequiredText("say which field: field: path.to.it[0]") is { } path
            ? new PredicateCondition(path) { OneOf = node["oneOf"].Texts(), AtLeast = ReadNumber(node["atLeast"]), AtMost = ReadNumber(node["atMost"]) }
            : null;
    }

    private static TimeSpan? ReadDays(PolicyNode node)
    {
        decimal? days = ReadNumber(node);
        if (days is < 0 or > 36500)
        {
            node.Report("an age is a number of days, at most 36500");
            return null;
        }

        return days is { } number ? TimeSpan.FromDays((double)number) : null;
    }

    private static decimal? ReadNumber(PolicyNode node)
    {
        if (node.Text() is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number))
        {
            return number;
        }

        node.Report($"'{text}' is not a number");
        return null;
    }
}
