using Cake.Core;
using Cake.Core.Diagnostics;
using KubeSec.Feedback;
using KubeSec.Gate;
using Path = System.IO.Path;

namespace KubeSec.Cake;

/// <summary>Turns settings into one call of the incident store, and its result into Cake's own words.</summary>
internal static class IncidentRecorder
{
    public static RecordResult Record(ICakeContext context, KubeSecPath path, KubeSecRecordIncidentsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        string store = settings.Store ?? (PolicyOf.File(context, settings.PolicyFile).Feedback ?? new FeedbackPolicy()).Store;
        try
        {
            RecordResult result = RecordAsync(path.Expand(context), Locate(context, store), settings).GetAwaiter().GetResult();
            Log(context, result);
            return result;
        }
        catch (Exception fault) when (fault is FeedbackStoreException or ArgumentException)
        {
            throw new CakeException($"KubeSec: the events of '{path}' are not recorded: {fault.Message}", fault);
        }
    }

    private static async Task<RecordResult> RecordAsync(IReadOnlyList<string> files, string store, KubeSecRecordIncidentsSettings settings)
    {
        IncidentStore incidents = await IncidentStore.OpenAsync(
            new IncidentStoreOptions { Location = store }, cancellationToken: settings.CancellationToken).ConfigureAwait(false);
        await using (incidents.ConfigureAwait(false))
        {
            return await incidents.RecordFilesAsync(files, settings.Source, settings.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An address stays what it is; a file starts at the working directory of the script, not of the process.</summary>
    public static string Locate(ICakeContext context, string store) =>
        store.Contains("://", StringComparison.Ordinal) ? store : Path.Combine(context.Environment.WorkingDirectory.FullPath, store);

    private static void Log(ICakeContext context, RecordResult result)
    {
        context.Log.Information("{0} events read: {1} recorded, {2} known already, {3} set aside", result.Read, result.Recorded, result.Duplicates, result.SetAsideCount);
        foreach (SetAsideEvent aside in result.SetAside)
        {
            context.Log.Warning("{0}, {1}: set aside: {2}", aside.Source, aside.Position, aside.Reason);
        }
    }
}
