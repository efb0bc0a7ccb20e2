using System.Text.Json;

namespace KubeSec.Feedback.Sources;

/// <summary>Every format there is, in the order they are tried: the most telling marks first.</summary>
internal static class EventSources
{
    private static readonly IEventSource[] All =
    [
        new FalcoSource(),
        new TetragonSource(),
        new KubeArmorSource(),
        new AuditSource(),
        new GkeAuditSource(),
        new TrivyOperatorSource(),
        new PolicyReportSource(),
        new ProfileSource(),
        new OpenVexSource(),
        new GrypeSource(),
        new TrivySource(),
        new KubescapeSource(),
        new NeuVectorSource(),
        new SysdigSource(),
        new KubeSecSource(),
        new TraceeSource(),
        new KubernetesEventSource(),
        new PodStatusSource(),
    ];

    /// <summary>The names <c>--source</c> takes.</summary>
    public static IEnumerable<string> Names => All.Select(source => source.Name);

    public static IEventSource? ByName(string name) => Array.Find(All, source => source.Name == name);

    public static IEventSource? Recognise(JsonElement root) => Array.Find(All, source => source.Recognises(root));
}
