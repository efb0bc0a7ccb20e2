using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed partial class InvalidPortNames : Rule
{
    private static bool IsValid(Field name) => name.Text is not { } text || PortName().IsMatch(text);

    [GeneratedRegex("^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9]){0,14}$")]
    private static partial Regex PortName();

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS7111",
        Name = "invalid-port-names",
        Title = "Port name or number that is not valid",
        Severity = Severity.Low,
        Category = RuleCategory.Reliability,
        Why = "The API server refuses it, or a Service that refers to it sends requests nowhere.",
        Attack = "None is needed.",
        Remedy = "Name ports with at most 15 lower-case letters, digits and hyphens.",
        WhenToWaive = "None is known.",
        EnabledByDefault = false,
    };

    public override void CheckContainer(Container container, RuleContext context)
    {
        foreach (Field port in container.Field["ports"].Items)
        {
            if (!IsValid(port["name"]) || port["name"].Text is { Length: > 15 })
            {
                context.Report(container, port["name"], $"'{port["name"].Text}' is no port name");
            }

            if (port["containerPort"].Exists && port["containerPort"].Integer is not (> 0 and < 65536))
            {
                context.Report(container, port["containerPort"], $"'{port["containerPort"].Text}' is no port");
            }
        }
    }
}
