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
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Field port in container.Field["ports"].Items)
        {
            (Field name, Field number) = (port["name"], port["containerPort"]);
            if (!IsName(name))
            {
                context.Report(container, name, $"'{name.Text}' is no port name");
            }
            else if (name.Text is { } text && !names.Add(text))
            {
                context.Report(container, name, $"two ports of container '{container.Name}' are called '{text}'");
            }

            if (number.Integer is not (> 0 and < 65536))
            {
                context.Report(container, number, number.Exists ? $"'{number.Text}' is no port" : "the port has no number");
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
            if (target.Integer is null ? !IsName(target) : target.Integer is not (> 0 and < 65536))
            {
                context.Report(resource, target, $"'{target.Text}' is neither a port nor the name of one");
            }
        }
    }

    /// <summary>At most 15 lower-case letters, digits and single hyphens, a letter among them (IANA service name, RFC 6335).</summary>
    private static bool IsName(Field name) => name.Text is not { } text || (text.Length <= 15 && PortName().IsMatch(text));

    [GeneratedRegex("^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$")]
    private static partial Regex PortName();
}
