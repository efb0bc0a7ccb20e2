using System.Text;
using KubeSec.Findings;
using KubeSec.Manifests;
using KubeSec.Rules;

namespace KubeSec.Benchmarks;

/// <summary>Many resources of one kind, with the names and labels that make rules compare them: four times as many take four times as long.</summary>
internal static class OneKind
{
    private const int Few = 5_000;

    private const string Pod = "{metadata: {labels: {tier: web, app: a#}}, spec: {serviceAccountName: s#, containers: [{name: c, image: 'x:1', ports: [{name: http, containerPort: 80}]}]}}";

    private static readonly (string Name, string[] Documents)[] Kinds =
    [
        ("workloads", ["{apiVersion: apps/v1, kind: Deployment, metadata: {name: d#, namespace: n}, spec: {replicas: 2, selector: {matchLabels: {tier: web, app: a#}}, template: " + Pod + "}}"]),
        ("services and workloads", ["{apiVersion: v1, kind: Service, metadata: {name: v#, namespace: n}, spec: {selector: {tier: web, app: b#}, ports: [{port: 80}]}}", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d#, namespace: n}, spec: {selector: {matchLabels: {tier: web, app: a#}}, template: " + Pod + "}}"]),
        ("network policies and workloads", ["{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p#, namespace: n}, spec: {podSelector: {matchLabels: {tier: web, app: a#}}, policyTypes: [Ingress]}}", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d#, namespace: n}, spec: {selector: {matchLabels: {app: a#}}, template: " + Pod + "}}"]),
        ("budgets and scalers", ["{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b#, namespace: n}, spec: {minAvailable: 1, selector: {matchLabels: {tier: web, app: a#}}}}", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h#, namespace: n}, spec: {minReplicas: 2, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d#}}}", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d#, namespace: n}, spec: {selector: {matchLabels: {app: a#}}, template: " + Pod + "}}"]),
        ("roles and bindings", ["{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r#, namespace: n}, rules: [{apiGroups: [''], resources: [secrets], verbs: ['*']}]}", "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: r#, namespace: n}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r#}, subjects: [{kind: ServiceAccount, name: s#, namespace: n}]}"]),
        ("cluster roles, aggregated", ["{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r#, labels: {to-a#: 'true'}}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {to-b#: 'true'}}]}, rules: [{apiGroups: [''], resources: [pods/exec], verbs: [get, create]}]}"]),
        ("service accounts and namespaces", ["{apiVersion: v1, kind: ServiceAccount, metadata: {name: s#, namespace: n#}}", "{apiVersion: v1, kind: Namespace, metadata: {name: n#}}"]),
        ("ingresses and gateways", ["{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i#, namespace: n}, spec: {rules: [{host: h#.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: v#, port: {number: 80}}}}]}}]}}", "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: i#, namespace: n}, spec: {parentRefs: [{name: g#}], rules: [{backendRefs: [{name: v#, port: 80}]}]}}", "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g#, namespace: n}, spec: {gatewayClassName: x, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]}}"]),
        ("admission policies and webhooks", ["{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: a#}, spec: {failurePolicy: Ignore, validations: [{expression: 'true'}]}}", "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: a#}, spec: {policyName: a#, validationActions: [Deny]}}", "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: w#}, webhooks: [{name: w.example.com, failurePolicy: Ignore, clientConfig: {service: {name: v#, namespace: n}}}]}"]),
        ("secrets and settings", ["{apiVersion: v1, kind: Secret, metadata: {name: c#, namespace: n}, stringData: {password: hunter#}}", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c#, namespace: n}, data: {a: 'b#'}}"]),
    ];

    public static void Measure()
    {
        foreach ((string name, string[] documents) in Kinds)
        {
            Lint(documents, Few / 10);
            double few = LintThroughput.Measure($"{Few} {name}", () => Lint(documents, Few));
            double many = LintThroughput.Measure($"{4 * Few} {name}", () => Lint(documents, 4 * Few));
            LintThroughput.Say($"  four times as many take {many / few:0.0} times as long");
        }
    }

    private static long Lint(string[] documents, int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count / documents.Length; i++)
        {
            foreach (string document in documents)
            {
                text.Append("---\n").Append(document.Replace("#", FormattableString.Invariant($"{i}"), StringComparison.Ordinal)).Append('\n');
            }
        }

        var linter = new ManifestLinter(new LintOptions { Categories = Enum.GetValues<RuleCategory>() });
        return linter.Lint(new ManifestReader().Read("many.yaml", new StringReader(text.ToString()))).Count;
    }
}
