using Cake.Core;
using Cake.Core.Annotations;
using KubeSec.Feedback;

namespace KubeSec.Cake;

public static partial class KubeSecAliases
{
    /// <summary>Records what happened at run time in the policy's store; the next gate asks it. Recording an event twice changes nothing.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./events/*.ndjson</c>.</param>
    /// <returns>What became of every event: read = recorded + duplicates + set aside.</returns>
    /// <exception cref="CakeException">The glob matches nothing, the policy file is wrong, or the store cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Learn").Does(() => KubeSecRecordIncidents("./events"));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Incidents)]
    [CakeNamespaceImport("KubeSec.Feedback")]
    public static RecordResult KubeSecRecordIncidents(this ICakeContext context, KubeSecPath path) =>
        KubeSecRecordIncidents(context, path, new KubeSecRecordIncidentsSettings());

    /// <summary>Records what happened at run time; the next gate asks the store. Recording an event twice changes nothing.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./events/*.ndjson</c>.</param>
    /// <param name="settings">How to record.</param>
    /// <returns>What became of every event: read = recorded + duplicates + set aside.</returns>
    /// <exception cref="CakeException">The glob matches nothing, the policy file is wrong, or the store cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Learn").Does(() =>
    /// {
    ///     RecordResult result = KubeSecRecordIncidents("./events/*.ndjson", new KubeSecRecordIncidentsSettings
    ///     {
    ///         Store = "./.kubesec/feedback.db",
    ///         Source = "falco",
    ///     });
    ///     Information("{0} new events", result.Recorded);
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Incidents)]
    [CakeNamespaceImport("KubeSec.Feedback")]
    public static RecordResult KubeSecRecordIncidents(this ICakeContext context, KubeSecPath path, KubeSecRecordIncidentsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IncidentRecorder.Record(context, path, settings);
    }
}
