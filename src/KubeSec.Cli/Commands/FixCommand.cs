using System.CommandLine;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Rules;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec fix</c>: applies the safe fixes, and says what each may break.</summary>
internal static class FixCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders or globs", Arity = ArgumentArity.OneOrMore };
        var policy = new Option<string?>("--policy") { Description = "Policy file [default: kubesec.yaml where there is one]", HelpName = "FILE" };
        var rule = new Option<string?>("--rule") { Description = "Mend only what this rule finds", HelpName = "NAME" };
        var diff = new Option<bool>("--diff") { Description = "Show the change and write nothing" };
        var command = new Command("fix", "Mend manifests by minimal edits") { paths, policy, rule, diff };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new GateOptions { Paths = parsed.GetRequiredValue(paths), PolicyFile = parsed.GetValue(policy) },
            parsed.GetValue(rule),
            parsed.GetValue(diff),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(GateOptions options, string? rule, bool diff, CancellationToken cancellationToken)
    {
        try
        {
            var fixer = new PolicyFixer(options);
            FixResult result = await fixer.FixAsync(rule, cancellationToken);
            GateReason[] wrong = [.. result.Reasons.Where(reason => reason.Kind == GateReasonKind.Usage)];
            foreach (GateReason reason in result.Reasons.Where(reason => reason.Kind != GateReasonKind.Findings))
            {
                await Console.Error.WriteLineAsync($"kubesec: {reason.Message}");
            }

            foreach (FixedFile file in result.Files)
            {
                Show(fixer, file, diff);
            }

            if (result.Files.Count == 0 && wrong.Length == 0)
            {
                Terminal.Write("nothing to mend\n");
            }

            return wrong.Length > 0 ? ExitCode.Usage : ExitCode.Pass;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kubesec: {fault.Message}");
            return ExitCode.Usage;
        }
    }

    private static void Show(PolicyFixer fixer, FixedFile file, bool diff)
    {
        if (diff)
        {
            // Text before the first file header is ignored by patch and git apply.
            Terminal.Write(string.Concat(file.Fixed.Select(Line).Distinct().Select(line => "#" + line)) + file.Diff());
            return;
        }

        fixer.Write(file);
        Terminal.Write($"{file.File}\n{string.Concat(file.Fixed.Select(Line).Distinct())}");
    }

    private static string Line(Finding finding)
    {
        Fix fix = finding.Fix!;
        return $"  {fix.Description}{(fix.MayBreak.Length > 0 ? $" (look out: {fix.MayBreak})" : "")}  {finding.Rule.Code}\n";
    }
}
