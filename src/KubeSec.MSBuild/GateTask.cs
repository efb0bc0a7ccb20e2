using KubeSec.Gate;
using KubeSec.Inventory;
using KubeSec.Reports;
using Microsoft.Build.Framework;

namespace KubeSec.MSBuild;

/// <summary>Judges manifests and Dockerfiles, and writes what was found to a file that <see cref="ReplayTask"/> reports from.</summary>
public sealed class GateTask : JudgingTask
{
    /// <summary>Gets or sets the manifests.</summary>
    public ITaskItem[] Manifests { get; set; } = [];

    /// <summary>Gets or sets the Dockerfiles.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>Gets or sets the Kubernetes minor; the policy's where it is empty.</summary>
    public string KubernetesVersion { get; set; } = "";

    /// <summary>Gets or sets the file that receives the JSON report.</summary>
    [Required]
    public string FindingsFile { get; set; } = "";

    /// <summary>Gets or sets the file that receives the names of files the judgement rests on beside its items: a baseline, a feedback store.</summary>
    [Required]
    public string InputsFile { get; set; } = "";

    /// <summary>Gets or sets the file that receives the names of those that are not there: once they are, the judgement is out of date.</summary>
    [Required]
    public string AbsentFile { get; set; } = "";

    private protected override GateOptions Complete(GateOptions options) => options with
    {
        Paths = [.. Manifests.Select(item => item.ItemSpec)],
        Dockerfiles = [.. Dockerfiles.Select(item => item.ItemSpec)],
        KubernetesVersion = KubernetesVersion.Length == 0 ? null : KubernetesVersion,
    };

    private protected override bool Report(GateResult result)
    {
        GatePolicy? policy = result.PolicyFile is { } file ? Gate.PolicyFile.Read(file, WorkingDirectory).Policy : new GatePolicy();
        string store = (policy?.Feedback ?? new FeedbackPolicy()).Store;
        bool remote = store.Contains("://", StringComparison.Ordinal);
        string folder = Path.Combine(WorkingDirectory, Path.GetDirectoryName(result.PolicyFile) ?? "");
        string?[] named = [policy?.Baseline, remote ? null : store, remote ? null : store + "-wal"];
        ILookup<bool, string> inputs = named.OfType<string>().Select(input => Path.GetFullPath(input, folder)).ToLookup(File.Exists);
        WriteWhole(InputsFile, output => output.WriteLine(string.Join('\n', inputs[true])));
        WriteWhole(AbsentFile, output => output.WriteLine(string.Join('\n', inputs[false])));
        WriteWhole(FindingsFile, output => ReportWriter.Write(ReportFormat.Json, result, output, new ReportOptions { WorkingDirectory = WorkingDirectory }));
        if (remote || result.Verdict == Verdict.Undecided || result.Images.Count > 0 || result.Inventory.Any(entry => entry.Signatures != SignatureStanding.NotAsked))
        {
            // Registries and shared stores change without any input of the build changing: such a judgement is never taken for up to date.
            File.SetLastWriteTimeUtc(FindingsFile, DateTime.UnixEpoch);
        }

        return true;
    }

    /// <summary>A file that is there is whole: a build that is stopped half-way, or runs beside another, leaves the last one.</summary>
    private static void WriteWhole(string file, Action<TextWriter> write)
    {
        string unfinished = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (var output = new StreamWriter(unfinished))
            {
                write(output);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
