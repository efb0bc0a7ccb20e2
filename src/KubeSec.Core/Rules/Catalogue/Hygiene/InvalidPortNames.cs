using System.Text.RegularExpressions;
using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Hygiene;

internal sealed partial class InvalidPortNames : Rule
{
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
            if (!IsName(port["name"]))
            {
                context.Report(container, port["name"], $"'{port["name"].Text}' is no port name");
            }

            if (!IsNumber(port["containerPort"]))
            {
                context.Report(container, port["containerPort"], $"'{port["containerPort"].Text}' is no port");
            }
        }
    }

    public override void CheckResource(Resource resource, RuleContext context)
    {
        if (resource is not { Kind: "Service", Identity.Group: "" })
        {
            return;
        }

        foreach (Field port in resource.Spec["ports"].Items)
        {
            Field target = port["targetPort"];
            if (target.Integer is null ? !IsName(target) : !IsNumber(target))
            {
                context.Report(resource, target, $"'{target.Text}' is neither a port nor the name of one");
            }
        }
    }

    /// <summary>At most 15 lower-case letters, digits and single hyphens, a letter among them (IANA service name, RFC 6335).</summary>
    private static bool IsName(Field name) => name.Text is not { } text || (text.Length <= 15 && PortName().IsMatch(text));

    private static bool IsNumber(Field port) => !port.Exists || port.Integer is > 0 and < 65536;

    [GeneratedRegex("^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$")]
    private static partial Regex PortName();
}
