using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Inventory;
using KubeSec.Reports;

namespace KubeSec.Cake;

/// <summary>Turns settings into one call of the gate, and its verdict into Cake's own words.</summary>
internal static class GateRunner
{
    public static GateResult Judge(ICakeContext context, IReadOnlyList<string> paths, KubeSecGateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GateResult result = Judge(OfGate(context, paths, settings), settings.CancellationToken);
        FindingLog.Write(context.Log, result);
        foreach ((ReportFormat format, FilePath file) in settings.Reports)
        {
            WriteReport(context, format, file, result);
        }

        return result.Verdict == Verdict.Pass ? result : throw new CakeException(Summary(result));
    }

    public static IReadOnlyList<Finding> Lint(ICakeContext context, KubeSecPath path, KubeSecLintSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GateOptions options = Options(context, path.Paths, settings.PolicyFile, settings.KubernetesVersion, settings.Frameworks) with
        {
            Checks = GateChecks.Manifests | GateChecks.Network,
        };
        GateResult result = Judge(options, settings.CancellationToken);
        FindingLog.Write(context.Log, result);
        return result.Verdict == Verdict.Undecided ? throw new CakeException(Summary(result)) : result.Findings;
    }

    public static IReadOnlyList<InventoryEntry> Inventory(ICakeContext context, KubeSecPath path)
    {
        ArgumentNullException.ThrowIfNull(context);
        GateResult result = Judge(Options(context, path.Paths, null) with { Checks = GateChecks.Manifests }, CancellationToken.None);
        return result.Verdict == Verdict.Undecided ? throw new CakeException(Summary(result)) : result.Inventory;
    }

    public static Baseline WriteBaseline(ICakeContext context, KubeSecPath path, FilePath file, KubeSecGateSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        GateOptions options = OfGate(context, path.Paths, settings) with { Checks = GateChecks.Manifests | GateChecks.Images, IgnoreBaseline = true };
        GateResult result = Judge(options, settings.CancellationToken);
        if (result.Verdict == Verdict.Undecided)
        {
            throw new CakeException(Summary(result));
        }

        Baseline baseline = Baseline.Of(result.Findings);
        Writing(file, () => baseline.WriteFile(file.MakeAbsolute(context.Environment).FullPath));
        context.Log.Information("{0}: {1} findings recorded", file, baseline.Count);
        return baseline;
    }

    private static GateResult Judge(GateOptions options, CancellationToken cancellationToken) =>
        new SecurityGate(options).JudgeAsync(cancellationToken).GetAwaiter().GetResult();

    private static GateOptions OfGate(ICakeContext context, IReadOnlyList<string> paths, KubeSecGateSettings settings) =>
        Options(context, paths, settings.PolicyFile, settings.KubernetesVersion, settings.Frameworks) with
        {
            FailOn = settings.FailOn,
            Dockerfiles = [.. settings.Dockerfiles.Select(file => file.FullPath)],
            Images = [.. settings.Images.Select(image => new NamedImage(image))],
            ImagePresets = [.. settings.ImagePresets],
            Baseline = settings.Baseline?.MakeAbsolute(context.Environment).FullPath,
            FailOnNoManifests = settings.FailOnNoManifests,
            Offline = settings.Offline,
            OwnRules = [.. settings.OwnRules],
        };

    public static GateOptions Options(
        ICakeContext context, IReadOnlyList<string> paths, FilePath? policyFile, string? kubernetesVersion = null, IEnumerable<string>? frameworks = null) => new()
        {
            Paths = paths,
            WorkingDirectory = context.Environment.WorkingDirectory.FullPath,
            PolicyFile = policyFile?.MakeAbsolute(context.Environment).FullPath,
            KubernetesVersion = kubernetesVersion,
            Frameworks = [.. frameworks ?? []],
        };

    private static void WriteReport(ICakeContext context, ReportFormat format, FilePath file, GateResult result)
    {
        var options = new ReportOptions { WorkingDirectory = context.Environment.WorkingDirectory.FullPath };
        Writing(file, () => ReportWriter.WriteFile(format, result, file.MakeAbsolute(context.Environment).FullPath, options));
    }

    public static void Writing(FilePath file, Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CakeException($"KubeSec: {file} cannot be written: {fault.Message}", fault);
        }
    }

    private static string Summary(GateResult result) =>
        $"KubeSec: {(result.Verdict == Verdict.Fail ? "this may not be deployed" : "this could not be decided")}: "
        + string.Join("; ", result.Reasons.Select(reason => reason.Message));
}
