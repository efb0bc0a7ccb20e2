namespace KubeSec.Rules;

/// <summary>What the controls of frameworks ask for, in our own few words. A control that one rule covers may do without: the rule's title says it.</summary>
internal static class FrameworkTitles
{
    private static readonly Dictionary<string, Dictionary<string, string>> Titles = new(StringComparer.Ordinal)
    {
        // Kubernetes Hardening Guide 1.2, by theme: the guide does not number its advice.
        ["nsa"] = Table("""
            audit | Audit logs are kept and cannot be wiped
            availability | The control plane withstands load
            encryption | Traffic and secrets at rest are encrypted
            immutable-fs | Containers run on an immutable file system
            image-signing | Images are signed
            namespaces | Namespaces separate what does not belong together
            network-policies | Network policies separate workloads
            non-root-containers | Containers run as another user than root
            pod-security | Pods are held to a security standard
            rbac | Roles grant the least that is needed
            resource-policies | Namespaces and containers have resource limits
            sa-tokens | Service account tokens reach only pods that need them
            secrets | Secrets are kept out of manifests and environments
            sensitive-cloud-infra | Pods cannot reach the cloud's own interfaces
            upgrading | Components are kept up to date
            """),

        // OWASP Kubernetes Top Ten 2025, and the 2022 entry on the supply chain that 2025 left out.
        ["owasp"] = Table("""
            K01 | Insecure workload configurations
            K02 | Overly permissive authorization
            K03 | Secrets management failures
            K04 | Lack of cluster-level policy enforcement
            K05 | Missing network segmentation
            K06 | Overly exposed components
            K07 | Misconfigured and vulnerable cluster components
            K08 | Lateral movement from cluster to cloud
            K09 | Broken authentication
            K10 | Inadequate logging and monitoring
            2022-K02 | Supply chain vulnerabilities
            """),

        // CIS Kubernetes Benchmark 1.12, section 5.
        ["cis"] = Table("""
            5.1.1 | cluster-admin only where it is required
            5.1.2 | Few may read secrets
            5.1.3 | No wildcards in roles
            5.1.4 | Few may create pods
            5.1.5 | Default service accounts are not used
            5.1.6 | Tokens are mounted only where needed
            5.1.7 | Nobody is in system:masters
            5.1.8 | Few may bind, impersonate and escalate
            5.1.9 | Few may create persistent volumes
            5.1.10 | Few may reach the proxy of nodes
            5.1.11 | Few may approve certificate signing requests
            5.1.12 | Few may change admission webhooks
            5.1.13 | Few may create service account tokens
            5.2.1 | A policy engine judges pods
            5.2.2 | No privileged containers
            5.2.3 | No sharing of the node's process namespace
            5.2.4 | No sharing of the node's IPC namespace
            5.2.5 | No sharing of the node's network namespace
            5.2.6 | No privilege escalation
            5.2.7 | No containers as root
            5.2.8 | No NET_RAW capability
            5.2.9 | No added capabilities
            5.2.10 | Capabilities are dropped
            5.2.11 | No Windows HostProcess containers
            5.2.12 | No hostPath volumes
            5.2.13 | No host ports
            5.3.2 | Every namespace has network policies
            5.4.1 | Secrets as files rather than environment variables
            5.4.2 | Secrets are kept outside the cluster
            5.7.1 | Namespaces are boundaries
            5.7.2 | A seccomp profile is set
            5.7.3 | Pods and containers have a security context
            5.7.4 | The default namespace is not used
            4.2.6 | Kernel defaults and firewall chains are protected
            """),

        // Pod Security Standards, by the names of the checks in k8s.io/pod-security-admission.
        [Frameworks.PssRestricted] = Table("""
            allowPrivilegeEscalation | No privilege escalation
            appArmorProfile | AppArmor is not switched off
            capabilities_baseline | Only default capabilities are added
            capabilities_restricted | All capabilities are dropped, and only NET_BIND_SERVICE is added
            hostNamespaces | No namespaces of the node
            hostPathVolumes | No hostPath volumes
            hostPorts | No host ports
            hostProbesAndHostLifecycle | Probes and hooks name no host
            privileged | No privileged containers
            procMount | /proc is masked
            procMount_restricted | /proc is masked
            restrictedVolumes | Only volumes of the pod's own
            runAsNonRoot | Containers run as another user than root
            runAsUser | The user is not 0
            seLinuxOptions | Only allowed SELinux options
            seccompProfile_baseline | Seccomp is not switched off
            seccompProfile_restricted | A seccomp profile is set
            sysctls | Only safe sysctls
            windowsHostProcess | No Windows HostProcess containers
            """),

        // MITRE ATT&CK 17, names of techniques.
        ["attack"] = Table("""
            T1021.004 | Remote Services: SSH
            T1053.007 | Scheduled Task: Container Orchestration Job
            T1057 | Process Discovery
            T1059 | Command and Scripting Interpreter
            T1070 | Indicator Removal
            T1078 | Valid Accounts
            T1078.001 | Valid Accounts: Default Accounts
            T1078.004 | Valid Accounts: Cloud Accounts
            T1082 | System Information Discovery
            T1090 | Proxy
            T1098 | Account Manipulation
            T1098.006 | Account Manipulation: Additional Container Cluster Roles
            T1105 | Ingress Tool Transfer
            T1133 | External Remote Services
            T1190 | Exploit Public-Facing Application
            T1210 | Exploitation of Remote Services
            T1485 | Data Destruction
            T1499 | Endpoint Denial of Service
            T1525 | Implant Internal Image
            T1528 | Steal Application Access Token
            T1530 | Data from Cloud Storage
            T1546 | Event Triggered Execution
            T1547.006 | Kernel Modules and Extensions
            T1548 | Abuse Elevation Control Mechanism
            T1548.001 | Abuse Elevation Control: Setuid and Setgid
            T1548.003 | Abuse Elevation Control: Sudo
            T1552 | Unsecured Credentials
            T1552.001 | Unsecured Credentials: In Files
            T1552.004 | Unsecured Credentials: Private Keys
            T1552.005 | Unsecured Credentials: Cloud Instance Metadata
            T1552.007 | Unsecured Credentials: Container API
            T1556 | Modify Authentication Process
            T1557 | Adversary-in-the-Middle
            T1562 | Impair Defenses
            T1565 | Data Manipulation
            T1574.006 | Dynamic Linker Hijacking
            T1578 | Modify Cloud Compute Infrastructure
            T1609 | Container Administration Command
            T1610 | Deploy Container
            T1611 | Escape to Host
            T1649 | Steal or Forge Authentication Certificates
            """),
    };

    /// <summary>What a control asks for; null where the table has no words of its own for it.</summary>
    public static string? Of(string framework, string control) =>
        Titles.GetValueOrDefault(framework == Frameworks.PssBaseline ? Frameworks.PssRestricted : framework)?.GetValueOrDefault(control);

    private static Dictionary<string, string> Table(string rows) => rows.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(row => row.Split(" | "))
        .ToDictionary(row => row[0].Trim(), row => row[1].Trim(), StringComparer.Ordinal);
}
