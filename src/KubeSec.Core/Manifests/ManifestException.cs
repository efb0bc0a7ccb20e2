using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>Ends the reading of one document; the reader turns it into a finding.</summary>
internal sealed class ManifestException(RuleInfo rule, TextSpan span, string message) : Exception(message)
{
    public RuleInfo Rule { get; } = rule;

    public TextSpan Span { get; } = span;
}
