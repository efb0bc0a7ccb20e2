using System.Globalization;
using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>
/// The labels that controllers give their pods beyond what the template says
/// (kubernetes.io/docs/reference/labels-annotations-taints). A policy may ask for them all the same.
/// </summary>
internal static class ControllerLabels
{
    private const string PodName = "statefulset.kubernetes.io/pod-name";
    private const string PodIndex = "apps.kubernetes.io/pod-index";

    /// <summary>They tell pods of one owner apart without meaning to, or change with every revision.</summary>
    private static readonly string[] Volatile =
    [
        "pod-template-hash", "controller-revision-hash", "pod-template-generation", PodName, PodIndex, "controller-uid", "batch.kubernetes.io/controller-uid",
    ];

    /// <summary>Whether a label is set by a controller rather than by a person.</summary>
    public static bool IsVolatile(string label) => Volatile.Contains(label, StringComparer.Ordinal);

    /// <summary>The ordinals of a StatefulSet's pods; empty for every other kind.</summary>
    public static (long First, long Count) Ordinals(Resource maker) => maker.Kind == "StatefulSet"
        ? (Math.Max(0, maker.Spec["ordinals"]["start"].Integer ?? 0), Math.Max(0, maker.Spec["replicas"].Integer ?? 1))
        : (0, 0);

    /// <summary>The ordinals that a policy singles out, by name or by number.</summary>
    public static IReadOnlyList<long> OrdinalsAskedFor(Resource maker, TellingLabels tells)
    {
        (long first, long count) = Ordinals(maker);
        string prefix = maker.Identity.Name + "-";
        return count == 0 ? [] :
        [
            .. tells.ValuesOf(PodName).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..])
                .Concat(tells.ValuesOf(PodIndex))
                .Select(text => OrdinalOf(text))
                .Where(ordinal => ordinal >= first && ordinal < first + count)
                .OfType<long>()
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>What a controller adds to the labels of its template, as far as a policy asks for it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Resource maker, long ordinal, TellingLabels tells)
    {
        string number = ordinal.ToString(CultureInfo.InvariantCulture);
        KeyValuePair<string, string>[] added = maker.Kind switch
        {
            "StatefulSet" => [new(PodName, $"{maker.Identity.Name}-{number}"), new(PodIndex, number)],
            "Job" => [new("job-name", maker.Identity.Name), new("batch.kubernetes.io/job-name", maker.Identity.Name)],
            _ => VirtualMachines.LabelsOf(maker),
        };
        return added.Where(label => tells.Asks(label.Key));
    }

    /// <summary>The number of a pod among its siblings, as its name ends in it; null for what is no such number.</summary>
    public static long? OrdinalOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
}
