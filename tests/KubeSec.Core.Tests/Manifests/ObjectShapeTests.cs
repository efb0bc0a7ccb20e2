using KubeSec.Findings;
using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Manifests;

/// <summary>What the API server could not decode is named at its place and leaves the input undecided; the rest is read.</summary>
public sealed class ObjectShapeTests
{
    [Theory]
    [InlineData("spec: {containers: [{name: c, ports: [{containerPort: []}]}]}", "spec.containers[0].ports[0].containerPort must be a number from 1 to 65535")]
    [InlineData("spec: {containers: [{name: c, ports: [{containerPort: http}]}]}", "spec.containers[0].ports[0].containerPort must be a number from 1 to 65535, 'http' is none")]
    [InlineData("spec: {containers: [{name: c, ports: {}}]}", "spec.containers[0].ports must be a list")]
    [InlineData("spec: {initContainers: [{name: c, ports: [80]}]}", "spec.initContainers[0].ports[0] must be a mapping")]
    [InlineData("spec: {containers: {name: c}}", "spec.containers must be a list")]
    [InlineData("spec: {containers: [c]}", "spec.containers[0] must be a mapping")]
    [InlineData("spec: {hostNetwork: sometimes}", "spec.hostNetwork must be true or false")]
    [InlineData("spec: hello", "spec must be a mapping")]
    public void A_pod_of_another_shape_is_reported(string spec, string message) => Reported("Pod", "metadata: {name: p}\n" + spec, message);

    [Theory]
    [InlineData("[a]", "metadata.labels must be a mapping")]
    [InlineData("{a: 1}", "metadata.labels.a must be a string; put 1 in quotes")]
    [InlineData("{a: {b: c}}", "metadata.labels.a must be a string")]
    public void Labels_of_pods_and_namespaces_are_strings(string labels, string message)
    {
        Reported("Pod", $"metadata: {{name: p, labels: {labels}}}", message);
        Reported("Namespace", $"metadata: {{name: p, labels: {labels}}}", message);
    }

    [Theory]
    [InlineData("{selector: web}", "spec.selector must be a mapping")]
    [InlineData("{ports: [{port: http}]}", "spec.ports[0].port must be a number from 1 to 65535, 'http' is none")]
    public void A_service_of_another_shape_is_reported(string spec, string message) => Reported("Service", $"metadata: {{name: p}}\nspec: {spec}", message);

    [Theory]
    [InlineData("networking.k8s.io/v1\nkind: Ingress", "{rules: {host: a}}", "spec.rules must be a list")]
    [InlineData("networking.k8s.io/v1\nkind: Ingress", "{rules: [{http: {paths: [{backend: {service: web}}]}}]}", "spec.rules[0].http.paths[0].backend.service must be a mapping")]
    [InlineData("networking.k8s.io/v1\nkind: Ingress", "{defaultBackend: {service: {name: web, port: 80}}}", "spec.defaultBackend.service.port must be a mapping")]
    [InlineData("gateway.networking.k8s.io/v1\nkind: HTTPRoute", "{rules: [{backendRefs: [{name: web, port: http}]}]}", "spec.rules[0].backendRefs[0].port must be a number from 1 to 65535, 'http' is none")]
    public void A_route_of_another_shape_is_reported(string head, string spec, string message) =>
        Assert.Equal(message, Assert.Single(Read($"apiVersion: {head}\nmetadata: {{name: r}}\nspec: {spec}").Findings).Message);

    [Fact]
    public void A_template_is_held_to_the_same_as_a_pod()
    {
        Finding fault = Assert.Single(Read("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: {name: c}}}}").Findings);
        Assert.Equal("spec.template.spec.containers", fault.Path);
    }

    [Theory]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 3}")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: null}\nspec: {containers: [{name: c, ports: [{containerPort: \"${PORT}\"}]}]}")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: \"1\"}}\nspec: {hostNetwork: yes, containers: [{name: c, ports: [{containerPort: 80}]}]}")]
    public void What_is_missing_or_still_a_variable_is_left_alone(string text) => Assert.Empty(Read(text).Findings);

    [Theory]
    [InlineData("kind: NetworkPolicy\nmetadata: {name: p}", "the object has no apiVersion")]
    [InlineData("apiVersion: v1\nkindt: Pod\nmetadata: {name: p}", "the object has no kind")]
    [InlineData("apiVersion: v1\nkindt: PodList\nitems: []", "the object has no kind")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, metadata: {name: p}}]", "the object has no kind")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [web]", "an item of a list of objects must be an object")]
    public void What_is_meant_as_an_object_and_is_none_leaves_the_input_undecided(string text, string message)
    {
        Finding fault = Assert.Single(Read(text).Findings);
        Assert.Equal(("object-malformed", message, true), (fault.Rule.Name, fault.Message, InputRules.LeavesUndecided(fault)));
    }

    [Fact]
    public void An_object_without_its_version_is_named_all_the_same() =>
        Assert.Equal("NetworkPolicy p", Assert.Single(Read("kind: NetworkPolicy\nmetadata: {name: p}").Findings).Resource!.ToString());

    [Theory]
    [InlineData("apiVersion: v2\nname: chart\nversion: 1.0.0")]
    [InlineData("kind: Deployment\nreplicas: 2")]
    [InlineData("kind: AllowList\nitems: [a, b]")]
    public void A_file_of_another_purpose_is_no_fault(string text) => Assert.Equal("not-a-resource", Assert.Single(Read(text).Findings).Rule.Name);

    private static void Reported(string kind, string rest, string message)
    {
        ManifestDocument document = Read($"apiVersion: v1\nkind: {kind}\n{rest}");
        Finding fault = Assert.Single(document.Findings);
        Assert.Equal(("object-malformed", message, $"{kind} p"), (fault.Rule.Name, fault.Message, fault.Resource!.ToString()));
        Assert.True(InputRules.LeavesUndecided(fault));
        Assert.Single(document.Resources);
    }

    private static ManifestDocument Read(string text) => Assert.Single(new ManifestReader().Read("f.yaml", new StringReader(text)));
}
