using System.CommandLine;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident</c>: what happened at run time.</summary>
internal static class IncidentCommand
{
    public static Command Create() => new("incident", "Record and read what happened at run time")
    {
        IncidentRecordCommand.Create(),
        IncidentListenCommand.Create(),
        IncidentListCommand.Create(),
        IncidentShowCommand.Create(),
        IncidentTriageCommand.Create(),
        IncidentWaiveCommand.Create(),
        IncidentVerifyCommand.Create(),
        IncidentDenyCommand.Create(),
        IncidentExportCommand.Create(),
        IncidentMergeCommand.Create(),
        IncidentPruneCommand.Create(),
    };
}
