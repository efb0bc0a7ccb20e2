using Cake.Core;
using Cake.Core.IO;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Reports;

namespace KubeSec.Cake;

/// <summary>Turns settings into one call of the gate, and its verdict into Cake's own words.</summary>
internal static class GateRunner
{
    public static GateResult Judge(ICakeContext context, IReadOnlyList<string> paths, KubeSecGateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GateOptions options = Options(context, paths, settings.PolicyFile, settings.KubernetesVersion, settings.Frameworks) with
        {
            FailOn = settings.FailOn,
            FailOnNoManifests = settings.FailOnNoManifests,
            Offline = settings.Offline,
        };
        GateResult result = new SecurityGate(options).JudgeAsync(settings.CancellationToken).GetAwaiter().GetResult();
        FindingLog.Write(context.Log, result);
        WriteReport(context, settings.JsonReport, result);
        return result.Verdict == Verdict.Pass ? result : throw new CakeException(Summary(result));
    }

    public static IReadOnlyList<Finding> Lint(ICakeContext context, string path, KubeSecLintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GateOptions options = Options(context, [path], settings.PolicyFile, settings.KubernetesVersion, settings.Frameworks) with
        {
            Checks = GateChecks.Manifests,
        };
        GateResult result = new SecurityGate(options).JudgeAsync(settings.CancellationToken).GetAwaiter().GetResult();
        FindingLog.Write(context.Log, result);
        return result.Verdict == Verdict.Undecided ? throw new CakeException(Summary(result)) : result.Findings;
    }

    private static GateOptions Options(
        ICakeContext context, IReadOnlyList<string> paths, FilePath? policyFile, string? kubernetesVersion, IEnumerable<string> frameworks) => new()
        {
            Paths = paths,
            WorkingDirectory = context.Environment.WorkingDirectory.FullPath,
            PolicyFile = policyFile?.MakeAbsolute(context.Environment).FullPath,
            KubernetesVersion = kubernetesVersion,
            Frameworks = [.. frameworks],
        };

    private static void WriteReport(ICakeContext context, FilePath? path, GateResult result)
    {
        if (path is null)
        {
            return;
        }

        string full = path.MakeAbsolute(context.Environment).FullPath;
        using var output = new StreamWriter(full);
        ReportWriter.Write(ReportFormat.Json, result, output, new ReportOptions { WorkingDirectory = context.Environment.WorkingDirectory.FullPath });
    }

    private static string Summary(GateResult result) =>
        $"KubeSec: {(result.Verdict == Verdict.Fail ? "this may not be deployed" : "this could not be decided")}: "
        + string.Join("; ", result.Reasons.Select(reason => reason.Message));
}
