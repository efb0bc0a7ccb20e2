using System.CommandLine;
using KubeSec.Gate;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec baseline write</c>: records today's findings, so that only new ones close the gate.</summary>
internal static class BaselineCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders or globs; - reads standard input", Arity = ArgumentArity.OneOrMore };
        var policy = new Option<string?>("--policy") { Description = "Policy file [default: kubesec.yaml where there is one]", HelpName = "FILE" };
        var output = new Option<string>("--output", "-o") { Description = "Where to", HelpName = "FILE", DefaultValueFactory = _ => Baseline.DefaultName };
        var write = new Command("write", "Record today's findings by resource and field path") { paths, policy, output };
        write.SetAction((parsed, cancellationToken) => WriteAsync(
            new GateOptions
            {
                Paths = parsed.GetRequiredValue(paths),
                StandardInput = Terminal.OpenInput(),
                PolicyFile = parsed.GetValue(policy),
                Checks = GateChecks.Manifests | GateChecks.Images,
            },
            parsed.GetValue(output)!,
            cancellationToken));
        return new Command("baseline", "Adopt KubeSec on an old repository") { write };
    }

    private static async Task<int> WriteAsync(GateOptions options, string file, CancellationToken cancellationToken)
    {
        GateResult result = await new SecurityGate(options with { IgnoreBaseline = true }).JudgeAsync(cancellationToken);
        GateReason[] unjudged = [.. result.Reasons.Where(reason => reason.Kind != GateReasonKind.Findings)];
        if (unjudged.Length > 0)
        {
            await Console.Error.WriteLineAsync($"kubesec: no baseline is written of what could not be judged: {string.Join("; ", unjudged.Select(reason => reason.Message))}");
            return unjudged.Any(reason => reason.Kind == GateReasonKind.Usage) ? ExitCode.Usage : ExitCode.Undecided;
        }

        Baseline baseline = Baseline.Of(result.Findings);
        try
        {
            baseline.WriteFile(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kubesec: the baseline cannot be written: {fault.Message}");
            return ExitCode.Usage;
        }

        Terminal.Write($"{file}: {baseline.Count} findings recorded; name it in kubesec.yaml (baseline: {file}) and only new ones count\n");
        return ExitCode.Pass;
    }
}
