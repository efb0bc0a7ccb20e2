using System.Globalization;

namespace KubeSec.StoreWriter;

/// <summary>Distinct Falco events of about 1 KB, as many as wanted; the same numbers give the same event.</summary>
public static class GeneratedEvents
{
    /// <summary>How many incidents the events of one writer belong to.</summary>
    public const int Rules = 40;

    public static string Falco(int writer, int number)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $$$"""
            {"hostname":"node-{{{writer % 20}}}","output":"10:00:00.{{{number:000000000}}}: Warning A shell was spawned in a container with an attached terminal (user=root user_loginuid=-1 k8s.ns=shop k8s.pod=web-7d8f9c6b5-{{{number % 90 + 10}}}kxz container=4f2d3c1b0a99 shell=sh parent=runc cmdline=sh -c id terminal=34816 container_id=4f2d3c1b0a99 image=ghcr.io/acme/shop-web)","priority":"Critical","rule":"Rule {{{number % Rules}}}","source":"syscall","tags":["T1059","container","mitre_execution","shell"],
            "time":"2026-11-20T10:{{{writer % 60:00}}}:{{{number / 1000 % 60:00}}}.{{{number:000000000}}}Z","output_fields":{"container.id":"4f2d3c1b0a99","container.image.repository":"ghcr.io/acme/shop-web","container.image.tag":"1.4.2","container.name":"web",
            "evt.time":1763632800{{{number:000000000}}},"k8s.ns.name":"shop","k8s.pod.name":"web-7d8f9c6b5-{{{number % 90 + 10}}}kxz","proc.cmdline":"sh -c id","proc.exepath":"/bin/sh","proc.name":"sh","proc.pid":{{{1000 + writer}}},"proc.pname":"runc","proc.tty":34816,"user.loginuid":-1,"user.name":"root"}}
            """);
        return line.ReplaceLineEndings("");
    }
}
