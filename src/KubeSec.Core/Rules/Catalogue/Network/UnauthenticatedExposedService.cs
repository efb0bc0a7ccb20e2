using KubeSec.Findings;
using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Rules.Catalogue.Network;

internal sealed class UnauthenticatedExposedService : Rule
{
    private static readonly string[] Open =
    [
        "redis", "memcached", "mongo", "elasticsearch", "opensearch", "etcd", "kibana", "prometheus", "alertmanager", "jupyter", "mlflow", "spark",
        "zookeeper", "consul", "influxdb", "couchdb", "cassandra", "clickhouse", "docker-registry", "kafka", "phpmyadmin", "adminer", "mongo-express", "ollama",
    ];

    public override RuleInfo Info { get; } = new()
    {
        Code = "KS3108",
        Name = "unauthenticated-exposed-service",
        Title = "Exposed program that by default asks for no login",
        Severity = Severity.High,
        Category = RuleCategory.Network,
        Why = "The program answers everyone who reaches it, and can be reached from outside.",
        Attack = "Connect and read or change what it holds.",
        Remedy = "Keep it inside the cluster, or switch its authentication on and put it behind one that is known to hold.",
        WhenToWaive = "Programs whose authentication is known to be on.",
        Frameworks = [new("owasp", "K06"), new("attack", "T1190")],
    };

    public override void CheckAll(ResourceIndex index, RuleContext context)
    {
        foreach (Container container in Exposed.From(index).SelectMany(workload => workload.Containers))
        {
            if (ImageReference.TryParse(container.Image.Text, out ImageReference? image, out _)
                && Open.Contains(image.Path[(image.Path.LastIndexOf('/') + 1)..], StringComparer.Ordinal))
            {
                context.Report(container, container.Image, $"{image.Path} asks for no login by default and can be reached from outside");
            }
        }
    }
}
