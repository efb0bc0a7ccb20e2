using System.Globalization;
using KubeSec.Images.Registries;

namespace KubeSec.Gate.Policies;

/// <summary><c>registries</c>: how registries are reached, apart from credentials, which no policy file should hold.</summary>
/// <param name="folder">Where relative paths start.</param>
internal sealed class RegistriesSection(string folder)
{
    public RegistryOptions Read(PolicyNode registries)
    {
        registries.Allow("mirrors", "certificateAuthorities", "plainHttp", "offline", "secondsPerImage");
        return new RegistryOptions
        {
            Mirrors = [.. registries["mirrors"].Items.Select(ReadMirror)],
            CertificateAuthorities = [.. registries["certificateAuthorities"].Items.Select(ReadPem).OfType<string>()],
            PlainHttp = registries["plainHttp"].Texts(),
            Offline = registries["offline"].Boolean() ?? false,
            TimePerImage = ReadSeconds(registries["secondsPerImage"]) ?? new RegistryOptions().TimePerImage,
        };
    }

    private static TimeSpan? ReadSeconds(PolicyNode node)
    {
        if (node.Text() is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 1 and <= 86400)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        node.Report($"'{text}' is no number of seconds from 1 to 86400");
        return null;
    }

    private static RegistryMirror ReadMirror(PolicyNode mirror)
    {
        mirror.Allow("name", "location");
        return new RegistryMirror(
            Prefix(mirror["name"], "say which images: name: docker.io"),
            Prefix(mirror["location"], "say where they are: location: mirror.acme.internal/dockerhub"));
    }

    /// <summary>One that no image can begin with would be ignored in silence, and the network asked that was to be left alone.</summary>
    private static string Prefix(PolicyNode node, string remedy)
    {
        string text = node.RequiredText(remedy) ?? "";
        if (text.Contains("://", StringComparison.Ordinal) || text.EndsWith('/') || text.Contains('@', StringComparison.Ordinal) || text.Any(char.IsWhiteSpace))
        {
            node.Report($"'{text}' is not how images begin: write a registry, or a registry and a path, without scheme, final slash and digest");
        }

        return text;
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
