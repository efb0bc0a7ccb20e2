using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec verify --explain</c>: what is demanded of images, without asking anyone.</summary>
internal static class VerifyExplanation
{
    /// <summary>Explains presets and images by name; without a name, lists the presets and the policies there are.</summary>
    /// <param name="names">Names of presets, or image references.</param>
    /// <param name="policies">The policies in force.</param>
    /// <exception cref="FormatException">A name is neither.</exception>
    public static IEnumerable<string> Lines(IReadOnlyList<string> names, IReadOnlyList<SignaturePolicy> policies)
    {
        if (names.Count > 0)
        {
            return names.SelectMany((name, number) => (string[])[.. number == 0 ? [] : (string[])[""], .. About(name, policies)]);
        }

        int width = PublisherPresets.All.Max(preset => preset.Name.Length);
        return
        [
            "presets (write 'preset: NAME' under 'signatures'; 'kubesec verify --explain NAME' tells what it demands):",
            .. PublisherPresets.All.Select(preset => $"  {preset.Name.PadRight(width)}  {preset.Title}"),
            .. policies.SelectMany(policy => (string[])["", .. PolicyExplanation.Of(policy)]),
        ];
    }

    private static IEnumerable<string> About(string name, IReadOnlyList<SignaturePolicy> policies)
    {
        if (PublisherPresets.Find(name) is { } preset)
        {
            return PolicyExplanation.Of(preset);
        }

        ImageReference image = ImageReference.Parse(name);
        SignaturePolicy[] about = [.. policies.Where(policy => policy.IsAbout(image))];
        if (about.Length > 0)
        {
            return [$"{name} must satisfy {(about.Length == 1 ? "this policy" : $"each of these {about.Length} policies")}:", .. about.SelectMany(Indented)];
        }

        string[] known = [.. PublisherPresets.All
            .Where(candidate => candidate.Settings.Count == 0 && candidate.ToPolicy().Images.Any(glob => glob.Matches(image)))
            .Select(candidate => candidate.Name)];
        return
        [
            $"no policy is about {name}",
            .. known.Select(candidate => $"preset '{candidate}' knows its publisher: write 'preset: {candidate}' under 'signatures'"),
        ];
    }

    private static IEnumerable<string> Indented(SignaturePolicy policy) =>
        PolicyExplanation.Of(policy).Select((line, number) => (number == 0 ? "- " : "  ") + line);
}
