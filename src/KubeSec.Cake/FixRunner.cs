using Cake.Core;
using Cake.Core.Diagnostics;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Rules;

namespace KubeSec.Cake;

/// <summary>Turns settings into one call of the fixer, and what it mended into Cake's own words.</summary>
internal static class FixRunner
{
    public static IReadOnlyList<FixedFile> Fix(ICakeContext context, KubeSecPath path, KubeSecFixSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        var fixer = new PolicyFixer(GateRunner.Options(context, path.Paths, settings.PolicyFile));
        FixResult result = fixer.FixAsync(settings.Rule, settings.CancellationToken).GetAwaiter().GetResult();
        string[] wrong = [.. result.Reasons.Where(reason => reason.Kind == GateReasonKind.Usage).Select(reason => reason.Message)];
        if (wrong.Length > 0)
        {
            throw new CakeException($"KubeSec: nothing is mended: {string.Join("; ", wrong)}");
        }

        foreach (GateReason unread in result.Reasons.Where(reason => reason.Kind != GateReasonKind.Findings))
        {
            context.Log.Warning("{0}", unread.Message);
        }

        foreach (FixedFile file in result.Files)
        {
            Log(context.Log, file, settings.DryRun);
            if (!settings.DryRun)
            {
                GateRunner.Writing(file.File, () => fixer.Write(file));
            }
        }

        return result.Files;
    }

    private static void Log(ICakeLog log, FixedFile file, bool withPatch)
    {
        foreach (Fix fix in file.Fixed.Select(finding => finding.Fix).OfType<Fix>().DistinctBy(fix => fix.Description))
        {
            log.Information("{0}: {1}", file.File, fix.Description);
            if (fix.MayBreak.Length > 0)
            {
                log.Warning("{0}: look out: {1}", file.File, fix.MayBreak);
            }
        }

        if (withPatch)
        {
            log.Information("{0}", file.Diff());
        }
    }
}
