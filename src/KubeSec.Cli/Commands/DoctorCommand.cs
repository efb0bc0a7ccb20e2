using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KubeSec.Feedback;
using KubeSec.Findings;
using KubeSec.Gate;
using KubeSec.Images;
using KubeSec.Images.Engine;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec doctor</c>: which policy, which store, which tools, and what can be reached. Everything is looked at, nothing is changed.</summary>
internal static class DoctorCommand
{
    private static readonly (string Name, string Use)[] Tools =
    [
        ("helm", "renders charts"), ("kubectl", "renders overlays, reads clusters"), ("kustomize", "renders overlays"), ("docker", "holds local images"),
    ];

    public static Command Create()
    {
        var policy = new Option<string?>("--policy") { Description = "Policy file [default: kubesec.yaml where there is one]", HelpName = "FILE" };
        var offline = new Option<bool>("--offline") { Description = "Open no socket: ask neither registries nor the Docker engine" };
        var command = new Command("doctor", "Say which policy, store and tools are used here, and which registries answer") { policy, offline };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(policy), parsed.GetValue(offline), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? policyFile, bool offline, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        Say(text, "kubesec", $"{ToolVersion.Text} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        string file = policyFile ?? PolicyFile.DefaultName;
        GatePolicy policy = new();
        bool wrong = false;
        if (policyFile is null && !File.Exists(file))
        {
            Say(text, "policy", $"no {file} here; kubesec init writes one");
        }
        else
        {
            PolicyReading reading = PolicyFile.Read(file);
            wrong = reading.Policy is null;
            policy = reading.Policy ?? policy;
            Say(text, "policy", wrong ? $"{file} is wrong" : $"{file}: fails on {policy.FailOn.ToString().ToLowerInvariant()}, Kubernetes {policy.KubernetesVersion}");
            foreach (Finding problem in reading.Problems)
            {
                Say(text, "", $"{problem.Span}: {problem.Message}");
            }
        }

        SayStore(text, policy.Feedback?.Store ?? IncidentStoreOptions.DefaultLocation);
        foreach ((string name, string use) in Tools)
        {
            Say(text, name, FindTool(name) is { } path ? $"{path} ({use})" : $"not found ({use})");
        }

        if (!offline && !policy.Registries.Offline)
        {
            await SayReachableAsync(text, policy, cancellationToken);
        }

        Terminal.Write(text.ToString());
        return wrong ? ExitCode.Usage : ExitCode.Pass;
    }

    private static async Task SayReachableAsync(StringBuilder text, GatePolicy policy, CancellationToken cancellationToken)
    {
        using var engine = new DockerEngine(timeout: TimeSpan.FromSeconds(3));
        Lookup<EngineImage> asked = await engine.InspectAsync("kubesec-doctor", cancellationToken);
        Say(text, "engine", asked.Found || asked.Failure.IsAbsence ? "the Docker engine answers" : asked.Failure.Message);
        foreach (string answer in await Reachability.AskAsync(Reachability.RegistriesOf(policy), policy, cancellationToken))
        {
            Say(text, "registry", answer);
        }
    }

    private static void SayStore(StringBuilder text, string store)
    {
        string shown = new IncidentStoreOptions { Location = store }.Place;
        bool remote = shown.Contains("://", StringComparison.Ordinal);
        Say(text, "store", remote ? shown : File.Exists(store) ? $"{shown} ({new FileInfo(store).Length} bytes)" : $"{shown} (not there yet)");
    }

    private static string? FindTool(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }

    private static void Say(StringBuilder text, string subject, string what) => text.Append(CultureInfo.InvariantCulture, $"{subject,-10} {what}\n");
}
