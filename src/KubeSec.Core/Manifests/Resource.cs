using KubeSec.Findings;

namespace KubeSec.Manifests;

/// <summary>One Kubernetes object read from a manifest.</summary>
public sealed class Resource
{
    private Workload? workload;
    private bool workloadSought;

    internal Resource(Field root)
    {
        Root = root;
        Field metadata = root["metadata"];
        Identity = new ResourceIdentity(
            root["apiVersion"].Text ?? "",
            root["kind"].Text ?? "",
            metadata["namespace"].Text,
            metadata["name"].Text ?? (metadata["generateName"].Text is { } prefix ? prefix + "*" : ""));
    }

    /// <summary>The whole object.</summary>
    public Field Root { get; }

    /// <summary>What names it.</summary>
    public ResourceIdentity Identity { get; }

    /// <summary>Kind, such as <c>Deployment</c>.</summary>
    public string Kind => Identity.Kind;

    /// <summary>metadata.labels.</summary>
    public Field Labels => Root["metadata"]["labels"];

    /// <summary>metadata.annotations.</summary>
    public Field Annotations => Root["metadata"]["annotations"];

    /// <summary>spec.</summary>
    public Field Spec => Root["spec"];

    /// <summary>The namespace it lands in: the one stated, or <c>default</c>.</summary>
    public string EffectiveNamespace => Identity.Namespace ?? "default";

    /// <summary>The pods this object makes, or null where it makes none.</summary>
    public Workload? Workload
    {
        get
        {
            if (!workloadSought)
            {
                workload = PodTemplates.Locate(this) is { } template ? new Workload(this, template) : null;
                workloadSought = true;
            }

            return workload;
        }
    }

    /// <summary>Whether it was rendered, so that its places are those of a template and no text edit can mend it.</summary>
    internal bool IsRendered { get; init; }

    /// <summary>Says where an object of the cluster's own kinds holds its pod template.</summary>
    /// <param name="path">Names of the fields that lead to it, such as <c>spec.jobTemplate.template</c>.</param>
    internal void HoldPodTemplateAt(string path)
    {
        Field template = path.Split('.').Aggregate(Root, (field, name) => field[name]);
        workload = template.Exists ? new Workload(this, template) : null;
        workloadSought = true;
    }

    /// <inheritdoc/>
    public override string ToString() => Identity.ToString();
}
