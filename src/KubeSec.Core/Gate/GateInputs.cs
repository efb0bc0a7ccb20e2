using KubeSec.Manifests;

namespace KubeSec.Gate;

/// <summary>Turns the caller's paths into manifests.</summary>
internal static class GateInputs
{
    public static async Task ReadAsync(GateRun run, CancellationToken cancellationToken)
    {
        var reader = new ManifestReader();
        foreach (string path in run.Options.Paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (path == "-")
            {
                string text = await (run.Options.StandardInput ?? TextReader.Null).ReadToEndAsync(cancellationToken);
                using var input = new StringReader(text);
                run.Documents.AddRange(reader.Read("-", input));
                run.Files++;
                continue;
            }

            string full = Path.Combine(run.Options.WorkingDirectory, path);
            IEnumerable<string> files = Directory.Exists(full)
                ? Directory.EnumerateFiles(full, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                : [full];
            foreach (string file in files)
            {
                using var input = new StreamReader(file);
                run.Documents.AddRange(reader.Read(Path.GetRelativePath(run.Options.WorkingDirectory, file).Replace('\\', '/'), input));
                run.Files++;
            }
        }
    }
}
