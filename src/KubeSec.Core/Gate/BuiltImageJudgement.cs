using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Rules.Catalogue.Secrets;

namespace KubeSec.Gate;

/// <summary>Judges images that the build has just made: where their name leads, whom they run as, and what their configuration gives away.</summary>
internal static class BuiltImageJudgement
{
    private static readonly char[] Quotes = ['"', '\''];

    public static void Judge(GateRun run)
    {
        foreach (BuiltImage image in run.Options.BuiltImages)
        {
            string name = image.References.Count > 0 ? image.References[0] : image.Digest?.ToString() ?? "";
            ImageUse use = new(name, image.Place ?? SourceSpan.StartOf(name));
            JudgeNames(run, image, use);
            if (ImageConfiguration.TryRead(image.Configuration, out ImageConfiguration? configuration, out string? problem))
            {
                run.Findings.AddRange(Judge(use, configuration));
            }
            else
            {
                run.Undecide(GateReasonKind.Input, $"the configuration of {name} cannot be read: {problem}");
            }
        }
    }

    private static void JudgeNames(GateRun run, BuiltImage image, ImageUse use)
    {
        foreach (string name in image.References)
        {
            if (!ImageReference.TryParse(name, out ImageReference? reference, out string? error))
            {
                run.Undecide(GateReasonKind.Usage, $"'{name}' is no name for an image: {error}");
            }
            else if (!image.StaysLocal)
            {
                ImageJudgement.Check(run, use with { Image = name }, image.Digest is null ? reference : reference.WithDigest(image.Digest));
            }
        }
    }

    private static IEnumerable<Finding> Judge(ImageUse use, ImageConfiguration configuration)
    {
        // Windows has no root; its images run as ContainerUser unless told.
        if (configuration.RunsAsRoot && configuration.OperatingSystem != "windows")
        {
            string user = configuration.User.Length == 0 ? "it names no user" : $"its user is '{configuration.User}'";
            yield return use.Found(BuiltImageRules.RunsAsRoot, $"image {use.Image} runs as root: {user}");
        }

        foreach (string place in Secrets(configuration).Distinct())
        {
            yield return use.Found(BuiltImageRules.HoldsSecret, $"image {use.Image}: {place}");
        }
    }

    /// <summary>Where a credential stands, and its kind; never the credential.</summary>
    private static IEnumerable<string> Secrets(ImageConfiguration configuration)
    {
        foreach ((string name, string value) in configuration.Environment)
        {
            if (Credentials.Betrays(name, value) is { } kind)
            {
                yield return $"the environment variable '{name}' holds {kind}";
            }
        }

        foreach ((string name, string value) in configuration.Labels)
        {
            if (Credentials.Betrays(name, value) is { } kind)
            {
                yield return $"the label '{name}' holds {kind}";
            }
        }

        if (configuration.Command.Select(Credentials.InArgument).OfType<string>().FirstOrDefault() is { } inCommand)
        {
            yield return $"its command holds {inCommand}";
        }

        for (int step = 0; step < configuration.History.Count; step++)
        {
            if (InInstruction(configuration.History[step]) is { } kind)
            {
                yield return FormattableString.Invariant($"step {step + 1} of its history holds {kind}");
            }
        }
    }

    /// <summary>An instruction carries credentials as options, or as <c>NAME=value</c> of ENV, of build arguments, or before a command.</summary>
    private static string? InInstruction(string instruction) =>
        Credentials.InArgument(instruction)
        ?? instruction.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(InAssignment).FirstOrDefault(kind => kind is not null);

    private static string? InAssignment(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string value = equals < 1 ? "" : word[(equals + 1)..].Trim(Quotes);
        return value.Length == 0 || value[0] == '$' ? null : Credentials.Betrays(word[..equals], value);
    }
}
