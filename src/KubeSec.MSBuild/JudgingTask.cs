using KubeSec.Findings;
using KubeSec.Gate;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace KubeSec.MSBuild;

/// <summary>What every task that asks the gate has in common: the policy's properties, cancellation, and faults told without a stack trace.</summary>
public abstract class JudgingTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>Gets or sets the project that is built, where errors about KubeSec itself are shown.</summary>
    public string ProjectFile { get; set; } = "";

    /// <summary>Gets or sets where relative paths start.</summary>
    [Required]
    public string WorkingDirectory { get; set; } = "";

    /// <summary>Gets or sets the policy file; the defaults where it is empty.</summary>
    public string PolicyFile { get; set; } = "";

    /// <summary>Gets or sets the least severity that closes the gate; the policy's where it is empty.</summary>
    public string FailOn { get; set; } = "";

    /// <summary>Gets or sets the presets of publishers whose images must be signed as they say.</summary>
    public string[] ImagePresets { get; set; } = [];

    /// <summary>Gets or sets the promise that no socket is opened.</summary>
    public bool Offline { get; set; }

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override bool Execute()
    {
        Severity? failOn = null;
        if (FailOn.Length > 0)
        {
            if (!Enum.TryParse(FailOn, ignoreCase: true, out Severity parsed) || !Enum.IsDefined(parsed) || !char.IsAsciiLetter(FailOn[0]))
            {
                Diagnostics.Fault(Log, ProjectFile, $"KubeSecFailOn is '{FailOn}'; it takes info, low, medium, high or critical");
                return false;
            }

            failOn = parsed;
        }

        NativeLibraries.Resolve();
        try
        {
            GateOptions options = Complete(new GateOptions
            {
                WorkingDirectory = WorkingDirectory,
                PolicyFile = PolicyFile.Length == 0 ? null : PolicyFile,
                FailOn = failOn,
                ImagePresets = ImagePresets,
                Offline = Offline,
            });
            return Report(new SecurityGate(options).JudgeAsync(cancellation.Token).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.High, "KubeSec: cancelled");
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Diagnostics.Fault(Log, ProjectFile, $"the findings cannot be written: {fault.Message}");
            return false;
        }
    }

    /// <summary>Says what is to be judged.</summary>
    private protected abstract GateOptions Complete(GateOptions options);

    /// <summary>Does with the verdict what the task is for.</summary>
    /// <returns>Whether the build may go on.</returns>
    private protected abstract bool Report(GateResult result);

    /// <summary>Reports findings and reasons at once, for judgements that are never up to date.</summary>
    private protected bool ReportNow(GateResult result, bool treatWarningsAsErrors)
    {
        var diagnostics = new Diagnostics(Log, ProjectFile, Word(result.FailOn), treatWarningsAsErrors);
        foreach (Finding finding in result.Findings.Where(finding => finding.Suppression is null))
        {
            SourceSpan at = finding.Span;
            diagnostics.Report(new Diagnostic(
                Word(finding.Severity), finding.Rule.Code, finding.Rule.Name, finding.Message, finding.Rule.HelpUri, at.File, at.Line, at.Column, at.EndLine, at.EndColumn));
        }

        foreach (GateReason reason in result.Reasons.Where(reason => reason.Kind != GateReasonKind.Findings))
        {
            diagnostics.Undecided(Word(reason.Kind), reason.Message);
        }

        return result.Verdict == Verdict.Pass && !Log.HasLoggedErrors;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
