using System.Text;
using KubeSec.Manifests;

namespace KubeSec.Cli;

/// <summary>What stands at the other end of the process's streams.</summary>
internal static class Terminal
{
    /// <summary>Colour only for eyes, and only where they want it (no-color.org).</summary>
    public static bool HasColour =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Standard output in UTF-8 whatever the machine's habits, buffered.</summary>
    public static TextWriter OpenOutput() =>
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024) { NewLine = "\n" };

    /// <summary>Standard input in UTF-8.</summary>
    public static TextReader OpenInput() => ManifestSources.OpenText(Console.OpenStandardInput());

    /// <summary>Writes a text for people to standard output.</summary>
    public static void Write(string text)
    {
        using TextWriter output = OpenOutput();
        output.Write(text);
    }
}
