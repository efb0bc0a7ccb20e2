using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec lessons learn</c>: what ran in an image so far is what is meant to run there.</summary>
internal static class LessonsLearnCommand
{
    public static Command Create()
    {
        var digest = new Argument<string>("DIGEST") { Description = "The image's digest, by any of its names" };
        var actor = new Option<string?>("--actor") { Description = "Who says so; without it the baseline is only shown", HelpName = "WHO" };
        var reason = new Option<string?>("--reason") { Description = "Why", HelpName = "TEXT" };
        var store = new StoreArguments();
        var command = new Command("learn", "Show what ran in an image, or take it for its baseline: anything else is then in excess") { digest, actor, reason, store.Location, store.Format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(actor) is null != result.GetValue(reason) is null)
            {
                result.AddError("--actor and --reason belong together");
            }
        });
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) =>
            {
                string image = parsed.GetRequiredValue(digest);
                if (parsed.GetValue(actor) is { } who)
                {
                    return DecisionAnswer.Give(await incidents.LearnAsync(image, who, parsed.GetValue(reason)!, cancellationToken), json);
                }

                ProcessBaseline baseline = await incidents.BaselineAsync(image, cancellationToken);
                if (json)
                {
                    LessonJson.Write(baseline, Console.Out);
                }
                else
                {
                    LessonText.Write(baseline, Console.Out);
                }

                return ExitCode.Pass;
            },
            cancellationToken));
        return command;
    }
}
