using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Rules;

namespace KubeSec.Gate.Policies;

/// <summary>The whole policy file: its sections, and what they have to agree on.</summary>
internal static partial class PolicyDocument
{
    /// <summary>The only version of the format so far; a file that states none is of this one.</summary>
    private const string Version = "1";

    public static ReadPolicy Read(PolicyNode root, string folder)
    {
        if (root["version"].Field.Text is { } version && version != Version)
        {
            root["version"].Report($"this policy is written in version {version} of the format, and this kubesec reads version {Version}; update kubesec");
            return new ReadPolicy(new GatePolicy(), []);
        }

        root.Allow("version", "failOn", "kubernetesVersion", "frameworks", "images", "signatures", "registries", "rules", "ownRules", "podTemplates", "network", "feedback", "waivers", "baseline");
        IReadOnlyList<OwnRule> own = OwnRulesSection.Read(root["ownRules"]);
        var names = new RuleNames(own);
        (IReadOnlyList<RuleCategory> categories, IReadOnlyDictionary<string, RuleSetting> rules) = RulesSection.Read(root["rules"], names);
        IReadOnlyList<PlacedWaiver> waivers = WaiversSection.Read(root["waivers"], names);
        var policy = new GatePolicy
        {
            FailOn = root["failOn"].Word<Severity>() ?? Severity.High,
            KubernetesVersion = ReadVersion(root["kubernetesVersion"]) ?? new GatePolicy().KubernetesVersion,
            Frameworks = [.. root["frameworks"].Items.Select(ReadFramework).OfType<string>()],
            Categories = categories,
            Rules = rules,
            OwnRules = own,
            PodTemplates = ReadPodTemplates(root["podTemplates"]),
            Images = ImagesSection.Read(root["images"]),
            Signatures = new SignaturesSection(folder).Read(root["signatures"]),
            Registries = new RegistriesSection(folder).Read(root["registries"]),
            Network = NetworkSection.ReadOptions(root["network"]),
            NetworkAssertions = NetworkSection.ReadAssertions(root["network"]),
            Feedback = FeedbackSection.Read(root["feedback"]),
            Waivers = [.. waivers.Select(waiver => waiver.Waiver)],
            Baseline = root["baseline"].Text(),
        };
        return new ReadPolicy(policy, waivers);
    }

    private static string? ReadVersion(PolicyNode node)
    {
        if (node.Text() is not { } text)
        {
            return null;
        }

        if (Minor().IsMatch(text))
        {
            return text;
        }

        node.Report($"'{text}' is no Kubernetes version; write a minor in quotes, such as \"1.35\"");
        return null;
    }

    private static string? ReadFramework(PolicyNode item)
    {
        if (item.Text() is not { } name)
        {
            return null;
        }

        if (Frameworks.Names.Contains(name))
        {
            return name;
        }

        item.Report($"there is no framework '{name}'; there are {string.Join(", ", Frameworks.Names)}{Spelling.Hint(name, Frameworks.Names)}");
        return null;
    }

    private static Dictionary<string, string> ReadPodTemplates(PolicyNode templates)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (PolicyNode entry in templates.Entries)
        {
            if (entry.RequiredText($"say where {entry.Key} holds its pod template, such as spec.template") is { } path)
            {
                paths[entry.Key] = path;
            }
        }

        return paths;
    }

    [GeneratedRegex(@"^v?1\.[0-9]{1,3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Minor();
}
