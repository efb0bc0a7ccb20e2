// dotnet run -- --target=Gate
using Cake.Core;
using Cake.Frosting;
using KubeSec.Cake;
using KubeSec.Cake.Frosting;

return new CakeHost()
    .UseContext<BuildContext>()
    .Run(args);

/// <summary>The build's context: where the manifests are, and by which policy they are judged.</summary>
public sealed class BuildContext(ICakeContext context) : FrostingContext(context), IKubeSecContext
{
    public string KubeSecManifests => "../shop/manifests";

    public string KubeSecEvents => "../shop/events";

    public KubeSecGateSettings KubeSecGate { get; } = new() { PolicyFile = "../shop/kubesec.yaml" };
}

/// <summary>What happened at run time is recorded first…</summary>
[TaskName("Learn")]
[TaskDescription("Records what happened at run time")]
public sealed class Learn : KubeSecRecordIncidentsTask;

/// <summary>…and held against this build.</summary>
[TaskName("Gate")]
[TaskDescription("Fails unless the shop may be deployed")]
[IsDependentOn(typeof(Learn))]
public sealed class Gate : KubeSecGateTask;

[TaskName("Default")]
[IsDependentOn(typeof(Gate))]
public sealed class Default : FrostingTask;
