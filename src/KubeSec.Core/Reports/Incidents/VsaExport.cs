namespace KubeSec.Reports.Incidents;

/// <summary>
/// in-toto statements of type slsa.dev/verification_summary/v1, for each image of the last build that was named by its digest.
/// They are unsigned: whoever attaches them signs them. No SLSA level is claimed, since incidents say nothing about one.
/// </summary>
internal static class VsaExport
{
    public static void Write(IncidentExport export, TextWriter output)
    {
        if (export.LastRun is not { } last)
        {
            return;
        }

        foreach ((string repository, string digest) in last.Run.Containers.Select(container => container.Image).Select(Split).OfType<(string, string)>().Distinct().Order())
        {
            JsonText.WriteLine(output, json =>
            {
                json.WriteStartObject();
                json.WriteString("_type", "https://in-toto.io/Statement/v1");
                json.WriteStartArray("subject");
                json.WriteStartObject();
                json.WriteString("name", repository);
                json.WriteStartObject("digest");
                json.WriteString("sha256", digest);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteString("predicateType", "https://slsa.dev/verification_summary/v1");
                json.WriteStartObject("predicate");
                json.WriteStartObject("verifier");
                json.WriteString("id", "https://kubesec.example/gate");
                json.WriteStartObject("version");
                json.WriteString("kubesec", Words.Version);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteString("timeVerified", Words.Time(last.At));
                json.WriteString("resourceUri", ExportWords.Purl(repository, "sha256:" + digest));
                json.WriteStartObject("policy");
                json.WriteString("uri", "kubesec.yaml");
                json.WriteEndObject();
                // Undecided is no pass.
                json.WriteString("verificationResult", last.Run.Verdict == "pass" ? "PASSED" : "FAILED");
                json.WriteStartArray("verifiedLevels");
                json.WriteEndArray();
                json.WriteString("slsaVersion", "1.0");
                json.WriteEndObject();
                json.WriteEndObject();
            });
        }
    }

    private static (string Repository, string Digest)? Split(string image)
    {
        int at = image.IndexOf("@sha256:", StringComparison.Ordinal);
        if (at < 0 || image.Length - at != "@sha256:".Length + 64)
        {
            return null;
        }

        string name = image[..at];
        int tag = name.LastIndexOf(':');
        return (tag > name.LastIndexOf('/') ? name[..tag] : name, image[(at + "@sha256:".Length)..]);
    }
}
