using KubeSec.Findings;
using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary>Presets that a host switches on beside the policy's own signature policies.</summary>
internal static class PresetOverrides
{
    /// <summary>The policy with the presets added; names that are wrong are reasons of the run.</summary>
    public static IReadOnlyList<SignaturePolicy> Add(IReadOnlyList<SignaturePolicy> policies, IReadOnlyList<string> presets, List<GateReason> problems)
    {
        List<SignaturePolicy> all = [.. policies];
        foreach (string name in presets.Distinct(StringComparer.Ordinal).Where(name => policies.All(policy => policy.Preset != name)))
        {
            if (PublisherPresets.Find(name) is not { } preset)
            {
                string[] names = [.. PublisherPresets.All.Select(known => known.Name)];
                problems.Add(new(GateReasonKind.Usage, $"there is no preset '{name}'; there are {string.Join(", ", names)}{Spelling.Hint(name, names)}"));
                continue;
            }

            try
            {
                all.Add(preset.ToPolicy());
            }
            catch (ArgumentException)
            {
                problems.Add(new(GateReasonKind.Usage, $"preset '{name}' wants to be told {string.Join(", ", preset.Settings.Keys)}: write it under 'signatures' in the policy file"));
            }
        }

        return all;
    }
}
