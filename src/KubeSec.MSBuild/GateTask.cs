using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Inventory;
using KubeSec.Reports;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace KubeSec.MSBuild;

/// <summary>Judges manifests and writes what was found to a file that <see cref="ReplayTask"/> reports from.</summary>
public sealed class GateTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>Gets or sets the manifests.</summary>
    [Required]
    public ITaskItem[] Manifests { get; set; } = [];

    /// <summary>Gets or sets where relative paths start.</summary>
    [Required]
    public string WorkingDirectory { get; set; } = "";

    /// <summary>Gets or sets the policy file; the defaults where it is empty.</summary>
    public string PolicyFile { get; set; } = "";

    /// <summary>Gets or sets the least severity that closes the gate; the policy's where it is empty.</summary>
    public string FailOn { get; set; } = "";

    /// <summary>Gets or sets the Kubernetes minor; the policy's where it is empty.</summary>
    public string KubernetesVersion { get; set; } = "";

    /// <summary>Gets or sets the promise that no socket is opened.</summary>
    public bool Offline { get; set; }

    /// <summary>Gets or sets the file that receives the JSON report.</summary>
    [Required]
    public string FindingsFile { get; set; } = "";

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => cancellation.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        Severity? failOn = null;
        if (FailOn.Length > 0)
        {
            if (!Enum.TryParse(FailOn, ignoreCase: true, out Severity parsed) || !Enum.IsDefined(parsed) || char.IsAsciiDigit(FailOn[0]))
            {
                LogUsage($"KubeSecFailOn is '{FailOn}'; it takes info, low, medium, high or critical");
                return false;
            }

            failOn = parsed;
        }

        NativeLibraries.Resolve();
        try
        {
            GateResult result = new SecurityGate(Options(failOn)).JudgeAsync(cancellation.Token).GetAwaiter().GetResult();
            Write(result);
            return true;
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.High, "KubeSec: cancelled");
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUsage($"the findings cannot be written: {fault.Message}");
            return false;
        }
    }

    private GateOptions Options(Severity? failOn) => new()
    {
        Paths = [.. Manifests.Select(item => item.ItemSpec)],
        WorkingDirectory = WorkingDirectory,
        PolicyFile = PolicyFile.Length == 0 ? null : PolicyFile,
        FailOn = failOn,
        KubernetesVersion = KubernetesVersion.Length == 0 ? null : KubernetesVersion,
        Offline = Offline,
    };

    /// <summary>A file that is there is whole: a build that is stopped half-way leaves the last one.</summary>
    private void Write(GateResult result)
    {
        string unfinished = FindingsFile + ".tmp";
        using (var output = new StreamWriter(unfinished))
        {
            ReportWriter.Write(ReportFormat.Json, result, output, new ReportOptions { WorkingDirectory = WorkingDirectory });
        }

        File.Move(unfinished, FindingsFile, overwrite: true);
        if (result.Verdict == Verdict.Undecided || result.Inventory.Any(entry => entry.Signatures != SignatureStanding.NotAsked))
        {
            // Registries change without any input of the build changing: such a judgement is never taken for up to date.
            File.SetLastWriteTimeUtc(FindingsFile, DateTime.UnixEpoch);
        }
    }

    private void LogUsage(string message) => Log.LogError(null, ReplayTask.ToolCode, null, null, 0, 0, 0, 0, message);
}
