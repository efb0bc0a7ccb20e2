namespace KubeSec.Feedback.Controls;

/// <summary>
/// From what was seen to what would have stopped it: by the sensor's rule where it is known, else by technique, else by
/// how it happened. Every incident asks for something.
/// </summary>
internal static class RuleControls
{
    // Rules of the other sources, in the same form as Falco's.
    private const string OtherRules =
        """
        Exec into pod | RBAC_EXEC | |
        Attach to pod | RBAC_EXEC | |
        Attach/Exec Pod | RBAC_EXEC | |
        Ephemeral container added | RBAC_EXEC | |
        EphemeralContainers Created | RBAC_EXEC | |
        Privileged pod created | NOPRIV | |
        Create Privileged Pod | NOPRIV | |
        Pod with host namespaces created | NOHOSTNS | |
        Create HostNetwork Pod | NOHOSTNS | |
        Pod with sensitive host path created | NOHOSTPATH | |
        Create Sensitive Mount Pod | NOHOSTPATH | |
        cluster-admin granted | RBAC_MIN | |
        Wildcard role created | RBAC_MIN | |
        Role may exec into pods | RBAC_EXEC | |
        System role deleted | RBAC_MIN | |
        Secrets enumerated | RBAC_MIN | |
        Anonymous request allowed | RBAC_MIN | |
        ConfigMap with credentials | NOSECRETS | |
        OOMKilled | LIMITS | |
        OOMKilling | LIMITS | |
        SystemOOM | LIMITS | |
        Evicted | LIMITS | |
        """;

    // Techniques of ATT&CK's Containers platform, for rules no table names.
    private const string Techniques =
        """
        T1609 | RBAC_EXEC LSM_EXEC | |
        T1610 | NOPRIV NOHOSTPATH PIN | RBAC_MIN |
        T1611 | NOPRIV DROPALL NOHOSTPATH | USERNS | SECCOMP
        T1613 | NOSATOKEN RBAC_MIN | |
        T1552 | NOSECRETS NOSATOKEN | NP_IMDS |
        T1496 | LSM_EXEC NP_EGRESS | LIMITS | PIN
        T1525 | PIN | |
        T1053 | ROFS RBAC_MIN | |
        T1068 | NOPRIVESC PATCH | SECCOMP |
        T1548 | NOPRIVESC | NONROOT |
        T1105 | ROFS NP_EGRESS | | NONETTOOL
        T1059 | NOSHELL LSM_EXEC | NP_EGRESS | ROFS
        T1046 | NP_EGRESS | | NONETTOOL
        T1485 | ROMOUNT ROFS | |
        T1499 | LIMITS | |
        T1498 | LIMITS NP_EGRESS | |
        T1190 | PATCH | NP_EGRESS ROFS |
        T1036 | ROFS LSM_EXEC | |
        T1055 | SECCOMP_DENY DROPALL | |
        T1070 | ROFS LOGSHIP | |
        T1543 | ROFS NONROOT | |
        T1620 | LSM_EXEC SECCOMP_DENY | NP_EGRESS |
        """;

    private static readonly Lazy<Dictionary<string, (string Code, ControlEffect Effect)[]>> ByRule = new(() => Parse(FalcoControls.Table + "\n" + OtherRules));
    private static readonly Lazy<Dictionary<string, (string Code, ControlEffect Effect)[]>> ByTechnique = new(() => Parse(Techniques));

    /// <summary>The controls an incident asks for.</summary>
    public static IReadOnlyList<(string Code, ControlEffect Effect)> For(Incident incident)
    {
        if (ByRule.Value.TryGetValue(incident.Rule, out (string, ControlEffect)[]? known))
        {
            return known;
        }

        foreach (IncidentSubject subject in incident.Subjects.Where(subject => subject.Kind == SubjectKind.Technique))
        {
            if (ByTechnique.Value.TryGetValue(subject.Value.Split('.')[0], out (string, ControlEffect)[]? controls))
            {
                return controls;
            }
        }

        return incident.Origin switch
        {
            OriginClass.Dropped => [("ROFS", ControlEffect.Prevents), ("LSM_EXEC", ControlEffect.Prevents), ("NP_EGRESS", ControlEffect.Contains)],
            OriginClass.Operator => [("RBAC_EXEC", ControlEffect.Prevents)],
            OriginClass.Host => [("NODE", ControlEffect.Prevents)],
            _ => [("LSM_EXEC", ControlEffect.Prevents), ("PATCH", ControlEffect.Prevents), ("NONROOT", ControlEffect.Reduces)],
        };
    }

    /// <summary>Whether a rule has its own line.</summary>
    public static bool Knows(string rule) => ByRule.Value.ContainsKey(rule);

    private static Dictionary<string, (string, ControlEffect)[]> Parse(string table)
    {
        var controls = new Dictionary<string, (string, ControlEffect)[]>(StringComparer.Ordinal);
        foreach (string line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] columns = line.Split('|', StringSplitOptions.TrimEntries);
            controls[columns[0]] =
            [
                .. Enum.GetValues<ControlEffect>().SelectMany(effect => columns.ElementAtOrDefault(1 + (int)effect)?
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => (code, effect)) ?? []),
            ];
        }

        return controls;
    }
}
