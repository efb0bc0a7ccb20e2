using KubeSec.Images.Registries;

namespace KubeSec.Gate.Policies;

/// <summary><c>registries</c>: how registries are reached, apart from credentials, which no policy file should hold.</summary>
/// <param name="folder">Where relative paths start.</param>
internal sealed class RegistriesSection(string folder)
{
    public RegistryOptions Read(PolicyNode registries)
    {
        registries.Allow("mirrors", "certificateAuthorities", "plainHttp");
        return new RegistryOptions
        {
            Mirrors = [.. registries["mirrors"].Items.Select(ReadMirror)],
            CertificateAuthorities = [.. registries["certificateAuthorities"].Items.Select(ReadPem).OfType<string>()],
            PlainHttp = registries["plainHttp"].Texts(),
        };
    }

    private static RegistryMirror ReadMirror(PolicyNode mirror)
    {
        mirror.Allow("name", "location");
        return new RegistryMirror(
            mirror["name"].RequiredText("say which images: name: docker.io") ?? "",
            mirror["location"].RequiredText("say where they are: location: mirror.acme.internal/dockerhub") ?? "");
    }

    private string? ReadPem(PolicyNode node)
    {
        if (node.RequiredText("say which file holds the authority in PEM") is not { } path)
        {
            return null;
        }

        try
        {
            string pem = File.ReadAllText(Path.Combine(folder, path));
            if (pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                return pem;
            }

            node.Report($"'{path}' holds no certificate in PEM");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            node.Report($"'{path}' cannot be read: {fault.Message}");
        }

        return null;
    }
}
