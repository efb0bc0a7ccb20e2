using System.CommandLine;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Reports;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident export</c>: what the store knows, in the formats of other tools.</summary>
internal static class IncidentExportCommand
{
    public static Command Create()
    {
        var format = Choices.Create<IncidentExportFormat>("--format", "format", "What to write; vsa: the last build's verdict on its pinned images", value => value.ToString().ToLowerInvariant());
        format.Required = true;
        var severity = Choices.Create<Severity>("--severity", "severity", "Least severity exported [default: info]");
        var all = new Option<bool>("--all") { Description = "Closed incidents and scanners' findings too" };
        var output = new Option<string?>("--output", "-o") { Description = "A file [default: standard output]", HelpName = "FILE" };
        var store = new StoreArguments();
        var command = new Command("export", "Hand incidents on as OCSF, OpenReports, OpenVEX, SARIF or verification summaries") { format, severity, all, output, store.Location };
        command.SetAction((parsed, cancellationToken) => store.UseAsync(
            parsed,
            create: false,
            async (incidents, _) =>
            {
                var query = new IncidentQuery { AtLeast = parsed.GetValue(severity) };
                query = parsed.GetValue(all) ? query with { States = Enum.GetValues<IncidentState>(), Kinds = Enum.GetValues<IncidentKind>() } : query;
                IncidentExport export = await IncidentExport.ReadAsync(incidents, query, cancellationToken: cancellationToken);
                return Write(export, parsed.GetValue(format), parsed.GetValue(output));
            },
            cancellationToken));
        return command;
    }

    private static int Write(IncidentExport export, IncidentExportFormat format, string? file)
    {
        try
        {
            if (file is not null)
            {
                export.WriteFile(format, file);
                return ExitCode.Pass;
            }

            using TextWriter writer = Terminal.OpenOutput();
            export.Write(format, writer);
            return ExitCode.Pass;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"kubesec: {fault.Message}");
            return ExitCode.Usage;
        }
    }
}
