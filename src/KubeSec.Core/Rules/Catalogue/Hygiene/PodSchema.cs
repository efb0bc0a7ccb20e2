namespace KubeSec.Rules.Catalogue.Hygiene;

/// <summary>The fields of the objects where a misspelt name costs a defence (Kubernetes API 1.37, core/v1).</summary>
internal static class PodSchema
{
    public static IReadOnlySet<string> Pod { get; } = Names("""
        activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks ephemeralContainers
        hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os
        overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName
        schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain
        terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes workloadRef
        """);

    public static IReadOnlySet<string> Container { get; } = Names("""
        args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports readinessProbe resizePolicy resources restartPolicy
        restartPolicyRules securityContext startupProbe stdin stdinOnce targetContainerName terminationMessagePath terminationMessagePolicy tty
        volumeDevices volumeMounts workingDir
        """);

    public static IReadOnlySet<string> SecurityContext { get; } = Names("""
        allowPrivilegeEscalation appArmorProfile capabilities privileged procMount readOnlyRootFilesystem runAsGroup runAsNonRoot runAsUser
        seLinuxOptions seccompProfile windowsOptions
        """);

    public static IReadOnlySet<string> PodSecurityContext { get; } = Names("""
        appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser seLinuxChangePolicy seLinuxOptions seccompProfile
        supplementalGroups supplementalGroupsPolicy sysctls windowsOptions
        """);

    /// <summary>The known name nearest to a misspelt one.</summary>
    public static string Nearest(string name, IEnumerable<string> known) => RuleLibrary.NearestOf(name, known);

    private static HashSet<string> Names(string words) =>
        new(words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);
}
