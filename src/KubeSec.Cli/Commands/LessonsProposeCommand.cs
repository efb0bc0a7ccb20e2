using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Gate;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec lessons propose</c>: tighter manifests, each line with the observation that justifies it.</summary>
internal static class LessonsProposeCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders or globs", Arity = ArgumentArity.OneOrMore };
        var policy = new Option<string?>("--policy") { Description = "Policy file [default: kubesec.yaml where there is one]", HelpName = "FILE" };
        var command = new Command("propose", "Propose tighter manifests from what was observed: a patch on standard output, network policies after it") { paths, policy };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            LessonProposals proposals = await new LessonProposer(new GateOptions { Paths = parsed.GetRequiredValue(paths), PolicyFile = parsed.GetValue(policy) }).ProposeAsync(cancellationToken);
            foreach (GateReason reason in proposals.Undecided)
            {
                await Console.Error.WriteLineAsync($"kubesec: {reason.Message}");
            }

            if (proposals.Undecided.Count > 0)
            {
                return proposals.Undecided.Any(reason => reason.Kind == GateReasonKind.Usage) ? ExitCode.Usage : ExitCode.Undecided;
            }

            Terminal.Write(LessonText.Of(proposals));
            return ExitCode.Pass;
        });
        return command;
    }
}
