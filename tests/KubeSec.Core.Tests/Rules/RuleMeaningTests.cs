using KubeSec.Rules;

namespace KubeSec.Core.Tests.Rules;

/// <summary>Where a rule is easily read too narrowly or too widely: short objects, each with what must and must not be said.</summary>
public sealed class RuleMeaningTests
{
    [Theory]
    [InlineData("capabilities: {drop: [ALL], add: [all]}")]
    [InlineData("seccompProfile: {type: Unconfined}")]
    [InlineData("seLinuxOptions: {}")]
    public void A_setting_that_confines_nothing_is_no_hardening(string setting) =>
        AssertSays("linux-hardening-any", Pod($"securityContext: {{{setting}}}"));

    [Theory]
    [InlineData("capabilities: {drop: [NET_ADMIN]}")]
    [InlineData("seccompProfile: {type: RuntimeDefault}")]
    [InlineData("seLinuxOptions: {level: 's0:c1,c2'}")]
    public void One_confinement_is_hardening(string setting) =>
        AssertSilent("linux-hardening-any", Pod($"securityContext: {{{setting}}}"));

    [Fact]
    public void Dropping_every_capability_by_name_is_dropping_all_but_not_for_the_standard()
    {
        string pod = Pod("""
            securityContext: {capabilities: {drop: [audit_write, chown, dac_override, fowner, fsetid, kill, mknod, net_bind_service,
              net_raw, setfcap, setgid, setpcap, setuid, sys_chroot]}}
            """);
        AssertSilent("capabilities-drop-all", pod);
        Assert.Contains(Manifest.Lint(pod, new LintOptions { Frameworks = ["pss-restricted"] }), f => f.Rule.Name == "capabilities-drop-all");
    }

    [Theory]
    [InlineData("AZURE_STORAGE_KEY", "4dE1")]
    [InlineData("DB_PASSWORD", "changeme")]
    [InlineData("note", "-----BEGIN OPENSSH PRIVATE KEY-----")]
    public void A_credential_in_the_environment_is_known_by_name_or_form(string name, string value) =>
        AssertSays("secret-literal-in-env", Pod($"env: [{{name: {name}, value: '{value}'}}]"));

    [Theory]
    [InlineData("DB_PASSWORD", "$(FROM_ELSEWHERE)")]
    [InlineData("DB_PASSWORD_FILE", "/run/secrets/db")]
    [InlineData("GREETING", "hello")]
    public void What_only_points_at_a_credential_is_none(string name, string value) =>
        AssertSilent("secret-literal-in-env", Pod($"env: [{{name: {name}, value: '{value}'}}]"));

    [Theory]
    [InlineData("""verbs: ["*"]""", true)]
    [InlineData("verbs: [get, list, watch, create, update, patch, delete]", true)]
    [InlineData("verbs: [get, list]", false)]
    public void A_binding_to_a_role_that_may_do_everything_is_one_to_cluster_admin(string verbs, bool said)
    {
        string manifests = Role($$"""[{apiGroups: ["*"], resources: ["*"], {{verbs}}}]""") + """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: everything}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: own}
            subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: developers}]
            """;
        AssertSaid(said, "cluster-admin-binding", manifests);
    }

    [Theory]
    [InlineData("rbac-impersonate", """apiGroups: [""], resources: [users], verbs: [impersonate]""", true)]
    [InlineData("rbac-impersonate", """apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: [jane]""", false)]
    [InlineData("rbac-impersonate", """apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: ["system:masters"]""", true)]
    [InlineData("rbac-csr-approval", "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [acme.example/own]", false)]
    [InlineData("rbac-csr-approval", "apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [kubernetes.io/kubelet-serving]", true)]
    [InlineData("rbac-secrets-read", """apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [own]""", false)]
    [InlineData("rbac-secrets-read", """apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: []""", true)]
    [InlineData("rbac-pod-exec", """apiGroups: ["*"], resources: ["*"], verbs: ["*"]""", true)]
    public void A_permission_for_named_objects_is_another_one(string rule, string entry, bool said) => AssertSaid(said, rule, Role($"[{{{entry}}}]"));

    [Fact]
    public void Roles_that_every_cluster_has_are_not_reported()
    {
        string role = Role("""[{apiGroups: [""], resources: [pods/exec], verbs: [create]}]""");
        AssertSilent("rbac-pod-exec", role.Replace("name: own", "name: edit", StringComparison.Ordinal));
        AssertSays("rbac-pod-exec", role.Replace("name: own", "name: 'systems'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("system:node-problem-detector", "", false)]
    [InlineData("gce:podsecuritypolicy:calico-sa", "", false)]
    [InlineData("system:node-problem-detector", "developers", true)]
    [InlineData("gce:podsecuritypolicy:calico-sa", "developers", true)]
    [InlineData("system:public-info-viewer", "", true)]
    public void A_name_of_the_clusters_own_excuses_only_a_role_that_nobody_is_given(string name, string holder, bool said)
    {
        string role = Role("""[{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]""").Replace("name: own", $"name: '{name}'", StringComparison.Ordinal);
        string binding = $$"""
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: given}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '{{name}}'}
            subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: developers}]
            """;
        AssertSaid(said, "rbac-wildcard-verb-and-resource", holder.Length == 0 ? role : role + binding);
    }

    [Theory]
    [InlineData("minAvailable: 2", "replicas: 2", true)]
    [InlineData("minAvailable: 1", "replicas: 2", false)]
    [InlineData("minAvailable: 60%", "replicas: 5", false)]
    [InlineData("maxUnavailable: 0", "replicas: 5", true)]
    public void A_budget_blocks_where_as_many_must_stay_as_there_are(string budget, string replicas, bool said) =>
        AssertSaid(said, "pdb-blocks-eviction", Guarded(budget, replicas));

    [Fact]
    public void A_budget_is_held_against_the_fewest_an_autoscaler_runs() =>
        AssertSays("pdb-blocks-eviction", Guarded("minAvailable: 3", "replicas: 5") + """
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web, namespace: shop}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 3, maxReplicas: 9}
            """);

    [Theory]
    [InlineData("key: password", false)]
    [InlineData("key: pasword", true)]
    [InlineData("key: pasword, optional: true", false)]
    public void A_key_that_its_secret_lacks_is_missing(string key, bool said) => AssertSaid(said, "secret-or-configmap-ref-missing", Pod(
        $"env: [{{name: DB, valueFrom: {{secretKeyRef: {{name: db, {key}}}}}}}]") + """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: db, namespace: shop}
        stringData: {password: "pw"}
        """);

    [Theory]
    [InlineData("targetPort: http", false)]
    [InlineData("targetPort: 8080", false)]
    [InlineData("targetPort: 80800", true)]
    [InlineData("targetPort: much-too-long-a-name", true)]
    public void A_service_names_a_port_or_a_number_that_exists(string target, bool said) => AssertSaid(said, "invalid-port-names", $$"""
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {ports: [{port: 80, {{target}}}]}
        """);

    [Theory]
    [InlineData("number: 80", false)]
    [InlineData("name: http", false)]
    [InlineData("number: 8080", true)]
    public void An_ingress_leads_to_a_port_that_its_service_has(string port, bool said) => AssertSaid(said, "ingress-dangling", $$"""
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {ports: [{name: http, port: 80}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec:
          defaultBackend:
            service:
              name: web
              port:
                {{port}}
        """);

    [Theory]
    [InlineData("--request-timeout=1h1s", true)]
    [InlineData("--request-timeout=4m59s", false)]
    [InlineData("--request-timeout=often", true)]
    public void A_duration_is_read_as_Go_reads_it(string flag, bool said) =>
        AssertSaid(said, "apiserver-flag-request-timeout", Pod($"command: [kube-apiserver, {flag}]"));

    [Theory]
    [InlineData("kubelet, --read-only-port=10255", true)]
    [InlineData("kubelet", true)]
    [InlineData("kubelet, --config=/var/lib/kubelet/config.yaml", false)]
    public void A_kubelet_in_a_container_is_judged_by_its_flags(string command, bool said) =>
        AssertSaid(said, "kubelet-flag-read-only-port", Pod($"command: [{command}]"));

    [Theory]
    [InlineData("spec: {replicas: 2, template: {spec: {containers: [{name: web, image: web}]}}}", "there is no field 'replicas' here")]
    [InlineData("spec: {template: {spec: {hostNetwork: 'no', containers: [{name: web}]}}}", "hostNetwork must be true or false")]
    [InlineData("spec: {template: {spec: {containers: [{name: web, ports: {containerPort: 80}}]}}}", "ports must be a list")]
    [InlineData("spec: {template: {spec: {containers: [{name: web, securityContext: {runAsUser: root}}]}}}", "runAsUser must be a whole number")]
    [InlineData("spec: {template: {spec: {containers: [{name: web, securityContext: [privileged]}]}}}", "securityContext must be an object")]
    public void A_field_that_its_kind_does_not_have_is_named(string spec, string fault)
    {
        Rule rule = RuleCatalogue.All().Single(rule => rule.Info.Name == "schema-invalid");
        string manifest = $"apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: web, namespace: shop}}\n{spec}\n";
        Assert.StartsWith(fault, Assert.Single(Manifest.Lint(manifest, rule), finding => finding.Rule == rule.Info).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_a_clusters_own_have_the_fields_they_like() => AssertSilent("schema-invalid", """
        apiVersion: acme.example/v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {anything: {goes: here}}
        """);

    private static string Pod(string container) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
            - name: web
              image: registry.example.com/shop/web:1.4.2
              {{container.Replace("\n", "\n      ", StringComparison.Ordinal)}}

        """;

    private static string Role(string rules) => $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: own}
        rules: {{rules}}

        """;

    private static string Guarded(string budget, string replicas) => $$"""
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: shop}
        spec:
          {{budget}}
          selector:
            matchLabels: {app: web}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          {{replicas}}
          selector:
            matchLabels: {app: web}
          template:
            metadata:
              labels: {app: web}

        """;

    private static void AssertSays(string rule, string manifests) => AssertSaid(true, rule, manifests);

    private static void AssertSilent(string rule, string manifests) => AssertSaid(false, rule, manifests);

    private static void AssertSaid(bool said, string name, string manifests)
    {
        Rule rule = RuleCatalogue.All().Single(rule => rule.Info.Name == name);
        Assert.Equal(said, Manifest.Lint(manifests, rule).Count > 0);
    }
}
