using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback.Decisions;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident deny</c>: no build deploys this image, this layer, or anything on this base any more.</summary>
internal static class IncidentDenyCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The incident it rests on" };
        var what = Choices.Create<DenialKind>("--what", "kind of denial", "digest: one image; layer: any image that holds it; base: any image built on it [default: digest]");
        var digest = new Option<string>("--digest") { Description = "The digest of the image or layer", Required = true, HelpName = "SHA256" };
        var actor = new Option<string>("--actor") { Description = "Who denies it", Required = true, HelpName = "WHO" };
        var reason = new Option<string>("--reason") { Description = "Why", Required = true, HelpName = "TEXT" };
        var lift = new Option<bool>("--lift") { Description = "Allow it again" };
        var store = new StoreArguments();
        var command = new Command("deny", "Deny an image, a layer or a base image after an incident") { id, what, digest, actor, reason, lift, store.Location, store.Format };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, json) => DecisionAnswer.Give(
                await incidents.DenyAsync(
                    new Denial
                    {
                        Incident = parsed.GetRequiredValue(id),
                        Kind = parsed.GetValue(what),
                        Digest = parsed.GetRequiredValue(digest),
                        Actor = parsed.GetRequiredValue(actor),
                        Reason = parsed.GetRequiredValue(reason),
                        Lifted = parsed.GetValue(lift),
                    },
                    cancellationToken),
                json),
            cancellationToken));
        return command;
    }
}
