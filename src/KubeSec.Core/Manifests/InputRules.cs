using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>What the reader has to say about the input itself.</summary>
internal static class InputRules
{
    public static RuleInfo YamlInvalid => Rule(
        "KS0001", "manifest-invalid", "Text is neither YAML nor JSON", Severity.High,
        "What cannot be read cannot be judged, and the API server may read it differently.", "Mend the syntax at the place shown.");

    public static RuleInfo FileUnreadable => Rule(
        "KS0002", "file-unreadable", "File cannot be read", Severity.High,
        "What cannot be read cannot be judged.", "Check that the file exists and that the build may read it.");

    public static RuleInfo FileBinary => Rule(
        "KS0003", "file-binary", "File holds no text", Severity.High,
        "A manifest is UTF-8 text.", "Leave the file out, or save it as UTF-8.");

    public static RuleInfo FileEmpty => Rule(
        "KS0004", "file-empty", "File holds no manifest", Severity.Info,
        "An empty file is often one that a step before was meant to fill.", "Leave the file out, or find out why it is empty.");

    public static RuleInfo TemplateUnrendered => Rule(
        "KS0005", "template-unrendered", "Template is not rendered", Severity.High,
        "Rules judge what reaches the cluster; placeholders hide it.", "Render first, with helm template or kubectl kustomize, and judge the output.");

    public static RuleInfo DuplicateKey => Rule(
        "KS0006", "duplicate-key", "Key is given twice", Severity.Medium,
        "The last one counts on the API server, and reviewers read the first.", "Remove one of them.");

    public static RuleInfo LimitExceeded => Rule(
        "KS0007", "limit-exceeded", "Input exceeds a limit", Severity.High,
        "Limits keep a hostile manifest from stopping the build.", "Split the input, or raise the limit named in the message.");

    public static RuleInfo NotAResource => Rule(
        "KS0008", "not-a-resource", "Document is no Kubernetes object", Severity.Info,
        "Without apiVersion and kind nothing can be judged.", "Leave the file out if it is not meant for Kubernetes.");

    public static RuleInfo ObjectMalformed => Rule(
        "KS0009", "object-malformed", "Object lacks the shape its API demands", Severity.High,
        "The API server refuses it, and whoever reads past the fault takes the field for missing: what is written there is not judged.",
        "Correct the field that the finding names; kubectl apply --dry-run=server says the same.");

    public static RuleInfo RenderFailed => Rule(
        "KS0013", "render-failed", "Chart or overlay cannot be rendered", Severity.High,
        "What is not rendered is not judged, and its templates say little of what reaches the cluster.",
        "Make helm, kustomize or kubectl available and mend what they report, or judge the rendered output.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<RuleInfo> All() =>
        [YamlInvalid, FileUnreadable, FileBinary, FileEmpty, TemplateUnrendered, DuplicateKey, LimitExceeded, NotAResource, ObjectMalformed, RenderFailed];

    /// <summary>Whether a finding means that something could not be judged at all.</summary>
    public static bool LeavesUndecided(Finding finding) =>
        finding.Rule is { Category: RuleCategory.Input, Severity: Severity.High };

    public static Finding At(this RuleInfo rule, SourceSpan span, string message) =>
        new() { Rule = rule, Severity = rule.Severity, Message = message, Span = span };

    private static RuleInfo Rule(string code, string name, string title, Severity severity, string why, string remedy) => new()
    {
        Code = code,
        Name = name,
        Title = title,
        Severity = severity,
        Category = RuleCategory.Input,
        Why = why,
        Remedy = remedy,
    };
}
