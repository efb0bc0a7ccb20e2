namespace KubeSec.Feedback.Controls;

/// <summary>
/// What prevents, contains and reduces each thing Falco's rules see (falcosecurity/rules: stable, incubating and sandbox).
/// A line reads: rule | preventing controls | containing | reducing. A read-only root filesystem is no answer to a shell, only
/// to what the shell would drop; memory-backed mounts stay writable and executable under it.
/// </summary>
internal static class FalcoControls
{
    public const string Table =
        """
        Adding ssh keys to authorized_keys | ROFS | NONETTOOL |
        Backdoored library loaded into SSHD (CVE-2024-3094) | PATCH PIN NONETTOOL |  |
        Basic Interactive Reconnaissance | NOSHELL RBAC_EXEC |  |
        BPF Program Not Profiled | DROPALL SECCOMP NOPRIV |  |
        Change namespace privileges via unshare | DROPALL SECCOMP NOPRIV |  |
        Change thread namespace | DROPALL NOPRIV SECCOMP |  |
        Clear Log Activities | LOGSHIP ROFS |  | NONROOT
        Contact cloud metadata service from container | NP_IMDS | WLID |
        Contact EC2 Instance Metadata Service From Container | NP_IMDS | WLID |
        Contact K8S API Server From Container | NP_API | NOSATOKEN RBAC_MIN |
        Container Access to Host Sensitive Paths | NOHOSTPATH |  |
        Container Drift Detected (chmod) | ROFS LSM_EXEC |  |
        Container Drift Detected (open+create) | ROFS LSM_EXEC |  |
        Container Run as Root User | NONROOT |  |
        Create files below dev | NONROOT |  | ROFS
        Create Hardlink Over Sensitive Files | ROFS |  | NONROOT NODE
        Create Hidden Files or Directories | ROFS |  |
        Create Symlink Over Sensitive Files | ROFS | NOHOSTPATH | NONROOT NODE
        DB program spawned process | NOSHELL LSM_EXEC PATCH |  |
        Debugfs Launched in Privileged Container | NOPRIV LSM_EXEC | NOHOSTPATH |
        Decoding Payload in Container | NOSHELL LSM_EXEC |  |
        Delete or rename shell history | NOSHELL ROFS |  |
        Detect crypto miners using the Stratum protocol | NP_EGRESS PIN | LIMITS |
        Detect outbound connections to common miner pool ports | NP_EGRESS PIN | LIMITS |
        Detect release_agent File Container Escapes | DROPALL NOPRIV NODE | USERNS | SECCOMP
        Directory traversal monitored file read | PATCH LSM_FILE | NONROOT NOSATOKEN |
        Disallowed SSH Connection Non Standard Port | NP_EGRESS NONETTOOL LSM_EXEC |  |
        Drop and execute new binary in container | ROFS LSM_EXEC | NP_EGRESS | NONETTOOL NOPKG
        Execution from /dev/shm | LSM_EXEC | NP_EGRESS |
        Exfiltrating Artifacts via Kubernetes Control Plane | RBAC_EXEC |  |
        Fileless execution via memfd_create | SECCOMP_DENY LSM_EXEC | NP_EGRESS |
        Find AWS Credentials | WLID NOSECRETS LSM_EXEC | NP_IMDS |
        Interpreted procs inbound network activity | NOSHELL LSM_EXEC |  |
        Interpreted procs outbound network activity | NP_EGRESS NOSHELL |  |
        Java Process Class File Download | PATCH NP_EGRESS |  |
        Known Cryptominer Process Executed | PIN LSM_EXEC NP_EGRESS | LIMITS |
        Kubernetes Client Tool Launched in Container | LSM_EXEC | NOSATOKEN RBAC_MIN | NONETTOOL
        Launch Disallowed Container | PIN |  |
        Launch Excessively Capable Container | DROPALL |  |
        Launch Ingress Remote File Copy Tools in Container | NONETTOOL NP_EGRESS | ROFS |
        Launch Package Management Process in Container | NOPKG ROFS LSM_EXEC | NP_EGRESS |
        Launch Privileged Container | NOPRIV |  |
        Launch Remote File Copy Tools in Container | NONETTOOL NP_EGRESS |  |
        Launch Sensitive Mount Container | NOHOSTPATH |  |
        Launch Suspicious Network Tool in Container | NONETTOOL LSM_EXEC | NP_EGRESS |
        Launch Suspicious Network Tool on Host | NODE |  |
        Linux Kernel Module Injection Detected | NOPRIV DROPALL SECCOMP NODE |  |
        Mkdir binary dirs | ROFS |  |
        Modify binary dirs | ROFS |  |
        Modify Container Entrypoint | ROFS |  | PIN
        Modify Shell Configuration File | ROFS |  | NONROOT
        Mount Launched in Privileged Container | NOPRIV DROPALL |  |
        Netcat Remote Code Execution in Container | NONETTOOL LSM_EXEC | ROFS NP_EGRESS |
        Netcat/Socat Remote Code Execution on Host | NODE |  |
        Network Connection outside Local Subnet | NP_EGRESS |  |
        Network Tool Executed During NPM Package Install | NOPKG NP_EGRESS |  | PIN
        Non sudo setuid | NOPRIVESC DROPALL |  | NONROOT
        Packet socket created in container | DROPALL | NOHOSTNS | SECCOMP
        Polkit Local Privilege Escalation Vulnerability (CVE-2021-4034) | NOPRIVESC PATCH |  |
        Potential Local Privilege Escalation via Environment Variables Misuse | NOPRIVESC PATCH |  |
        Privileged Container Device Access | NOPRIV |  |
        Program run with disallowed http proxy env | NP_EGRESS |  |
        PTRACE anti-debug attempt | SECCOMP_DENY |  | PIN
        PTRACE attached to process | SECCOMP_DENY | NOHOSTNS | DROPALL NODE
        Read environment variable from /proc files | LSM_FILE | NOSECRETS NOHOSTNS |
        Read sensitive file trusted after startup | NONROOT LSM_FILE | USERNS |
        Read sensitive file untrusted | NONROOT LSM_FILE LSM_EXEC | USERNS |
        Read Shell Configuration File |  |  | NOSHELL
        Read ssh information | NOSECRETS LSM_FILE |  |
        Redirect STDOUT/STDIN to Network Connection in Container | NP_EGRESS NOSHELL LSM_EXEC PATCH |  |
        Remove Bulk Data from Disk | ROMOUNT LSM_EXEC | ROFS NOHOSTPATH |
        Reverse Shell from Web Server | NP_EGRESS NOSHELL PATCH |  |
        Run shell untrusted | NOSHELL LSM_EXEC PATCH | NP_EGRESS ROFS |
        Schedule Cron Jobs | ROFS LSM_EXEC |  |
        Search Private Keys or Passwords | NOSECRETS LSM_EXEC |  | NOSHELL
        Set Setuid or Setgid bit | ROFS | NOPRIVESC | NONROOT
        Sudo Potential Privilege Escalation | NOPRIVESC PATCH |  |
        System procs network activity | NP_EGRESS LSM_EXEC |  |
        System user interactive | NONETTOOL RBAC_EXEC LSM_EXEC |  |
        Terminal shell in container | RBAC_EXEC NOSHELL LSM_EXEC |  |
        Unexpected inbound connection source |  |  | NP_EGRESS
        Unexpected K8s NodePort Connection |  |  | NP_EGRESS
        Unexpected UDP Traffic | NP_EGRESS |  |
        Unprivileged Delegation of Page Faults Handling to a Userspace Process | SECCOMP |  |
        Update Package Repository | NOPKG ROFS |  |
        User mgmt binaries | ROFS NONROOT |  |
        Web Server Spawned Shell | NOSHELL LSM_EXEC PATCH |  |
        Web Server Spawned Suspicious Child Process | LSM_EXEC PATCH |  |
        Write below binary dir | ROFS NONROOT |  |
        Write below etc | ROFS NONROOT |  |
        Write below monitored dir | ROFS NONROOT |  |
        Write below root | ROFS NONROOT |  |
        Write below rpm database | ROFS NOPKG |  |
        """;
}
