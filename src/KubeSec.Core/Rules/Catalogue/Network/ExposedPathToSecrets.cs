using KubeSec.Findings;
using KubeSec.Network;

namespace KubeSec.Rules.Catalogue.Network;

/// <summary>The shortest way from each exposed workload to one that holds secrets.</summary>
internal sealed class ExposedPathToSecrets : NetworkRule
{
    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3023",
        Name = "exposed-path-to-secrets",
        Title = "A publicly reachable workload can reach one that holds secrets",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "Who takes the public workload walks on, step by step, to the one with the credentials.",
        Attack = "Enter through a defect of the public program and connect from there.",
        Remedy = "Allow ingress to the workload with the secrets only from the peers that need it.",
        WhenToWaive = "Where the path is the workload's purpose and each step of it asks for a login.",
        Frameworks = [new("nsa", "network-policies"), new("cis", "5.3.2"), new("owasp", "K05"), new("attack", "T1210")],
    };

    protected override void Check(NetworkAnalyzer network, RuleContext context)
    {
        var ways = new WaysToHolders(network.Engine, HoldsSecrets);
        foreach (NetworkWorkload exposed in network.Entrances.Where(entrance => !entrance.Allowed.IsEmpty).Select(entrance => entrance.Workload).Distinct())
        {
            if (ways.From(exposed) is { Count: > 0 } way)
            {
                NetworkWorkload holder = way[^1].Workload;
                string steps = string.Join(" → ", way.Select(step => $"{step.Workload.Name} ({step.Ports})").Prepend(exposed.Name));
                Report(context, holder, $"{exposed.Name} is open to the outside and reaches {holder.Name}, which holds secrets: {steps}");
            }
        }
    }

    private static bool HoldsSecrets(NetworkWorkload workload) => workload.Source is { } source
        && (source.Pod["volumes"].Items.Any(volume => volume["secret"].Exists || volume["projected"]["sources"].Items.Any(part => part["secret"].Exists))
            || source.Containers.Any(container =>
                container.Field["env"].Items.Any(variable => variable["valueFrom"]["secretKeyRef"].Exists)
                || container.Field["envFrom"].Items.Any(from => from["secretRef"].Exists)));
}
