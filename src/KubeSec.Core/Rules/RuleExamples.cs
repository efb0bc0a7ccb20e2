namespace KubeSec.Rules;

/// <summary>The two manifests that stand beside a rule; the catalogue's own tests hold the rule to them.</summary>
/// <param name="Failing">A manifest the rule finds fault with; each guilty line ends in the rule's code as a comment.</param>
/// <param name="Passing">The same with the fault mended.</param>
public sealed record RuleExamples(string Failing, string Passing)
{
    internal static RuleExamples? Of(Rule rule)
    {
        string? failing = Read(rule, "fail");
        string? passing = Read(rule, "pass");
        return failing is null || passing is null ? null : new RuleExamples(failing, passing);
    }

    private static string? Read(Rule rule, string verdict)
    {
        using Stream? stream = typeof(RuleExamples).Assembly.GetManifestResourceStream($"{rule.GetType().Name}.{verdict}.yaml");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
