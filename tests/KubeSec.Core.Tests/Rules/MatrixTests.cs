using System.Text.RegularExpressions;
using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>
/// Every container rule, on every kind of workload and in every list of containers: no kind and no list is a hiding place.
/// The failing example of each rule is moved there.
/// </summary>
public sealed partial class MatrixTests
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["Pod"] = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\n@POD0",
        ["PodTemplate"] = "apiVersion: v1\nkind: PodTemplate\nmetadata: {name: web, namespace: shop}\ntemplate:\n@POD2",
        ["ReplicationController"] = "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["Deployment"] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["ReplicaSet"] = "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["StatefulSet"] = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["DaemonSet"] = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["Job"] = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["CronJob"] = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: web, namespace: shop}\nspec:\n  jobTemplate:\n    spec:\n      template:\n@POD8",
        ["Rollout"] = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
        ["Storefront (its path named in the policy)"] = "apiVersion: acme.example/v1\nkind: Storefront\nmetadata: {name: web, namespace: shop}\nspec:\n  pods:\n@POD4",
        ["Service (Knative)"] = "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n@POD4",
    };

    private static readonly LintOptions Options = CatalogueTests.Options with
    {
        PodTemplatePaths = new Dictionary<string, string> { ["Storefront"] = "spec.pods" },
    };

    private static readonly string[] Lists = ["containers", "initContainers", "sidecars", "ephemeralContainers"];

    /// <summary>
    /// Rules that by their meaning ask nothing of containers of that list or of pods of that kind: the API server refuses
    /// resources and probes on ephemeral containers, and what ends by itself needs no probes.
    /// </summary>
    private static readonly Dictionary<string, string[]> NotAsked = new(StringComparer.Ordinal)
    {
        ["cpu-request-missing"] = ["ephemeralContainers"],
        ["cpu-limit-missing"] = ["ephemeralContainers"],
        ["memory-request-missing"] = ["ephemeralContainers"],
        ["memory-limit-missing"] = ["ephemeralContainers"],
        ["ephemeral-storage-unset"] = ["ephemeralContainers"],
        ["liveness-probe-missing"] = ["initContainers", "ephemeralContainers", "Job", "CronJob"],
        ["readiness-probe-missing"] = ["initContainers", "ephemeralContainers", "Job", "CronJob"],
    };

    public static TheoryData<string> ContainerRules() =>
    [
        .. RuleCatalogue.All().Where(rule => ReportsContainer(rule)).Select(rule => rule.Info.Name).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_matrix_holds_most_pod_rules() => Assert.InRange(ContainerRules().Count, 30, int.MaxValue);

    [Theory]
    [MemberData(nameof(ContainerRules))]
    public void A_container_rule_finds_the_fault_in_every_kind_and_every_list(string name)
    {
        Rule rule = RuleCatalogue.All().Single(rule => rule.Info.Name == name);
        var missed = new List<string>();
        foreach ((string kind, string frame) in Kinds)
        {
            string[] notAsked = NotAsked.GetValueOrDefault(name, []);
            foreach (string list in Lists.Where(list => !notAsked.Contains(list) && !notAsked.Contains(kind)))
            {
                string manifest = Moved(RuleExamples.Of(rule)!.Failing, frame, list);
                if (!Manifest.Lint(manifest, Options, rule).Any(finding => finding.Container is not (null or "other")))
                {
                    missed.Add($"{kind} {list}");
                }
            }
        }

        Assert.Empty(missed);
    }

    private static bool ReportsContainer(Rule rule)
    {
        string example = RuleExamples.Of(rule)!.Failing;
        return example.StartsWith("apiVersion: v1\nkind: Pod\n", StringComparison.Ordinal)
            && !example.Contains("ephemeralContainers", StringComparison.Ordinal)
            && !example.Contains("---", StringComparison.Ordinal)
            && Manifest.Lint(example, CatalogueTests.Options, rule).Any(finding => finding.Container is not null);
    }

    /// <summary>Takes the pod of an example apart and puts it together under another kind, its container in another list.</summary>
    private static string Moved(string example, string frame, string list)
    {
        string pod = example[example.IndexOf("metadata:", StringComparison.Ordinal)..];
        const string other = "  containers:\n    - {name: other, image: registry.example.com/shop/other:1.0}\n";
        pod = list switch
        {
            "containers" => pod,
            "sidecars" => ContainersKey().Replace(pod, other + "  initContainers:\n").Replace("    - name: web", "    - restartPolicy: Always\n      name: web", StringComparison.Ordinal),
            _ => ContainersKey().Replace(pod, other + $"  {list}:\n"),
        };
        Match indent = Placeholder().Match(frame);
        if (indent.Groups["columns"].Value == "0")
        {
            return frame[..frame.IndexOf("metadata:", StringComparison.Ordinal)] + pod;
        }

        string margin = new(' ', int.Parse(indent.Groups["columns"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        return Placeholder().Replace(frame, string.Concat(pod.TrimEnd('\n').Split('\n').Select(line => margin + line + "\n")));
    }

    [GeneratedRegex("^  containers:.*\n", RegexOptions.Multiline)]
    private static partial Regex ContainersKey();

    [GeneratedRegex("@POD(?<columns>[0-9])")]
    private static partial Regex Placeholder();
}
