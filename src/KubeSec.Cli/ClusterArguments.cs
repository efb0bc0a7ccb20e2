using System.CommandLine;
using KubeSec.Cluster;

namespace KubeSec.Cli;

/// <summary>The options that name a live cluster.</summary>
internal sealed class ClusterArguments
{
    private readonly Option<string?> kubeconfig = new("--kubeconfig") { Description = "How to reach the cluster [default: KUBECONFIG, ~/.kube/config, or the pod's service account]", HelpName = "FILE" };
    private readonly Option<string?> context = new("--context") { Description = "The kubeconfig's context [default: its current one]", HelpName = "NAME" };
    private readonly Option<string?> scope = new("--namespace") { Description = "Only this namespace of the cluster", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(kubeconfig);
        command.Add(context);
        command.Add(scope);
    }

    public ClusterOptions Read(ParseResult parsed, string name) => new()
    {
        Kubeconfig = parsed.GetValue(kubeconfig),
        Context = parsed.GetValue(context),
        Namespace = parsed.GetValue(scope),
        Name = name,
    };

    /// <summary>Says why a cluster could not be read, and answers with the exit code.</summary>
    public static int Refuse(ClusterException fault)
    {
        Console.Error.WriteLine($"kubesec: {fault.Message}");
        return fault.Fault == ClusterFault.Configuration ? ExitCode.Usage : ExitCode.Undecided;
    }
}
