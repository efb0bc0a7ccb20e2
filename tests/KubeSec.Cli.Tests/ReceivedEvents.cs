using System.Globalization;

namespace KubeSec.Cli.Tests;

/// <summary>Events as sensors and API servers post them.</summary>
internal static class ReceivedEvents
{
    public static string Falco(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"hostname":"node-{{{number % 5}}}","output":"A shell was spawned","priority":"Critical","rule":"Terminal shell in container","source":"syscall","tags":["T1059"],
        "time":"2026-11-20T10:00:{{{number % 60:00}}}.{{{number:000000000}}}Z","output_fields":{"container.id":"4f2d3c1b0a99","container.image.repository":"ghcr.io/acme/shop-web",
        "k8s.ns.name":"shop","k8s.pod.name":"web-7d8f9c6b5-{{{number % 100:00000}}}","proc.cmdline":"sh -c id","proc.name":"sh"}}
        """).Replace("\n", "", StringComparison.Ordinal);

    public static string AuditBatch(int count) =>
        $$"""{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{{string.Join(',', Enumerable.Range(0, count).Select(Audit))}}]}""";

    private static string Audit(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"level":"Metadata","auditID":"5f0c7a52-0000-4000-8000-{{{number:000000000000}}}","stage":"ResponseStarted","requestURI":"/api/v1/namespaces/shop/pods/web-0/exec?command=sh","verb":"create",
        "user":{"username":"jane"},"objectRef":{"resource":"pods","namespace":"shop","name":"web-0","subresource":"exec"},"responseStatus":{"code":101},
        "requestReceivedTimestamp":"2026-11-20T10:00:00.000000Z","stageTimestamp":"2026-11-20T10:00:00.000001Z"}
        """).Replace("\n", "", StringComparison.Ordinal);
}
