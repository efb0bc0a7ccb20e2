namespace KubeSec.Core.Tests.Feedback;

/// <summary>Falco events of our own making.</summary>
internal static class FalcoEvents
{
    public const string Digest = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    public static string Event(
        string rule = "Drop and execute new binary in container", string priority = "Critical", string time = "2026-11-20T14:02:11.482913055Z",
        string pod = "web-6c9f7d5b8d-x2k4p", string cmdline = "xmrig", string image = "ghcr.io/acme/shop-web", string? digest = null, string container = "3f2a9c1d77be", string extra = "") =>
        $$"""
        {"hostname":"node-1","output":"{{rule}} ({{cmdline}})","priority":"{{priority}}","rule":"{{rule}}","source":"syscall","tags":["T1105","container"],"time":"{{time}}","output_fields":{"container.id":"{{container}}","container.image.repository":"{{image}}","container.image.digest":{{(digest is null ? "null" : $"\"{digest}\"")}},"container.name":"web","k8s.ns.name":"shop","k8s.pod.name":"{{pod}}","proc.cmdline":"{{cmdline}}","proc.exepath":"/tmp/xmrig"}{{extra}}}
        """;
}
