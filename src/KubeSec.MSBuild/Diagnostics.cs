using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace KubeSec.MSBuild;

/// <summary>
/// Turns what was found into errors and warnings of the build, each at its place. Works on plain values: a build that is up
/// to date reports without loading the engine.
/// </summary>
internal sealed class Diagnostics(TaskLoggingHelper log, string projectFile, string threshold, bool treatWarningsAsErrors)
{
    /// <summary>The code of messages that are about KubeSec itself and not about what it judges.</summary>
    public const string ToolCode = "KS0000";

    /// <summary>In the order of their weight, as reports write them.</summary>
    private static readonly string[] Severities = ["info", "low", "medium", "high", "critical"];

    private readonly List<string> said = [];

    private readonly int closes = Array.IndexOf(Severities, threshold);

    /// <summary>Reports a finding: an error where it closes the gate, a warning otherwise, a quiet message where it only informs.</summary>
    public void Report(Diagnostic found)
    {
        // What is about a whole file has no line to jump to.
        Diagnostic at = found is { Line: 1, Column: 1, EndLine: 1, EndColumn: 1 } ? found with { Line = 0, Column = 0, EndLine = 0, EndColumn = 0 } : found;
        int severity = Array.IndexOf(Severities, at.Severity);
        said.Add(at.Message);
        if (severity >= closes || (treatWarningsAsErrors && severity >= 1))
        {
            log.LogError("KubeSec", at.Code, null, at.Help, at.File, at.Line, at.Column, at.EndLine, at.EndColumn, "{0}", at.Text);
        }
        else if (severity >= 1)
        {
            log.LogWarning("KubeSec", at.Code, null, at.Help, at.File, at.Line, at.Column, at.EndLine, at.EndColumn, "{0}", at.Text);
        }
        else
        {
            log.LogMessage("KubeSec", at.Code, null, at.File, at.Line, at.Column, at.EndLine, at.EndColumn, MessageImportance.Low, "{0}", at.Text);
        }
    }

    /// <summary>Reports why something could not be judged, or what is wrong with how it was asked for, unless a finding has said it at its place.</summary>
    /// <param name="kind">The kind of reason, as reports write it.</param>
    /// <param name="message">The reason.</param>
    public void Undecided(string kind, string message)
    {
        if (!said.Exists(finding => message.EndsWith(": " + finding, StringComparison.Ordinal)))
        {
            Fault(log, projectFile, kind == "usage" ? message : $"could not be decided: {message}");
        }
    }

    /// <summary>An error about KubeSec itself, a wrong property or a file that cannot be written, at the project that asked.</summary>
    public static void Fault(TaskLoggingHelper log, string projectFile, string message) => log.LogError(null, ToolCode, null, projectFile, 0, 0, 0, 0, "{0}", message);
}

/// <summary>One finding, as a build shows it.</summary>
internal readonly record struct Diagnostic(
    string Severity, string Code, string Rule, string Message, string? Help, string File, int Line, int Column, int EndLine, int EndColumn)
{
    public string Text => $"{Message} ({Rule})";
}
