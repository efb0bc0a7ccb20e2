namespace KubeSec.Feedback.Controls;

/// <summary>The controls, in the order a team would take them up: a line of manifest first, a rebuilt image last.</summary>
internal static class KnownControls
{
    public static readonly IReadOnlyList<Control> All =
    [
        new() { Code = "ROFS", Title = "read-only root filesystem", RefutedBy = ["readonly-root-filesystem"], Patch = "securityContext:\n  readOnlyRootFilesystem: true" },
        new() { Code = "NOPRIVESC", Title = "no privilege escalation", RefutedBy = ["privilege-escalation"], Patch = "securityContext:\n  allowPrivilegeEscalation: false" },
        new() { Code = "NONROOT", Title = "runs as a user other than root", RefutedBy = ["run-as-non-root", "run-as-user-zero"], Patch = "securityContext:\n  runAsNonRoot: true\n  runAsUser: 10001" },
        new()
        {
            Code = "DROPALL",
            Title = "every capability dropped",
            RefutedBy = ["capabilities-drop-all", "capabilities-added", "capabilities-dangerous"],
            Patch = "securityContext:\n  capabilities:\n    drop: [ALL]",
        },
        new() { Code = "NOPRIV", Title = "not privileged", RefutedBy = ["privileged-container"], Patch = "securityContext:\n  privileged: false" },
        new() { Code = "SECCOMP", Title = "the runtime's seccomp profile", RefutedBy = ["seccomp-not-set", "seccomp-unconfined"], Patch = "securityContext:\n  seccompProfile:\n    type: RuntimeDefault" },
        new() { Code = "NOSATOKEN", Title = "no service account token in the pod", RefutedBy = ["automount-service-account-token"], Patch = "automountServiceAccountToken: false   # in the pod's spec" },
        new() { Code = "LIMITS", Title = "limits of processor and memory", RefutedBy = ["memory-limit-missing"], Patch = "resources:\n  limits:\n    memory: 256Mi" },
        new() { Code = "NOHOSTNS", Title = "no namespace of the host", RefutedBy = ["host-pid", "host-ipc", "host-network"], Patch = "hostPID: false   # in the pod's spec; hostIPC and hostNetwork too" },
        new() { Code = "USERNS", Title = "a user namespace of its own", RefutedBy = ["host-users-not-isolated"], Patch = "hostUsers: false   # in the pod's spec" },
        new() { Code = "NOHOSTPATH", Title = "no path of the host mounted", RefutedBy = ["host-path-volume"] },
        new() { Code = "PIN", Title = "image pinned by digest", RefutedBy = ["image-not-pinned-by-digest"] },
        new() { Code = "NP_EGRESS", Title = "a network policy that does not allow the peer that was seen" },
        new() { Code = "NP_IMDS", Title = "a network policy that keeps the cloud's metadata service out" },
        new() { Code = "NP_API", Title = "a network policy that keeps the API server out" },
        new() { Code = "RBAC_EXEC", Title = "nobody may exec into pods", RefutedBy = ["rbac-pod-exec", "rbac-pod-attach", "rbac-ephemeral-containers"], ClusterWide = true },
        new()
        {
            Code = "RBAC_MIN",
            Title = "roles without wildcards, secrets and ways to more rights",
            RefutedBy = ["rbac-wildcard-verb-and-resource", "rbac-wildcard-verb", "rbac-wildcard-resource", "rbac-secrets-read", "rbac-escalate", "rbac-bind", "rbac-impersonate"],
            ClusterWide = true,
        },
        new() { Code = "NOSECRETS", Title = "no secrets in environment or image", RefutedBy = ["secret-as-env-var", "secret-literal-in-env", "secret-literal-in-args", "secret-in-configmap"], },
        new() { Code = "SECCOMP_DENY", Title = "a seccomp profile that denies the system call that was seen" },
        new() { Code = "LSM_EXEC", Title = "an allow-list of executables" },
        new() { Code = "LSM_FILE", Title = "a security module's rule against reading the file" },
        new() { Code = "NOSHELL", Title = "an image without a shell" },
        new() { Code = "NOPKG", Title = "an image without a package manager" },
        new() { Code = "NONETTOOL", Title = "an image without network tools" },
        new() { Code = "WLID", Title = "workload identity in place of static cloud keys" },
        new() { Code = "LOGSHIP", Title = "logs sent away, none kept where the container can clear them" },
        new() { Code = "ROMOUNT", Title = "data volumes mounted read-only" },
        new() { Code = "PATCH", Title = "an image rebuilt with the flaw mended" },
        new() { Code = "NODE", Title = "a setting of the node, attested" },
    ];
}
