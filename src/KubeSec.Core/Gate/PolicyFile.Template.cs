namespace KubeSec.Gate;

public static partial class PolicyFile
{
    /// <summary>A policy file that explains itself: what is commented out shows how it is written.</summary>
    public static string Template => """
        # What may be deployed from here, and what may not. Every key is checked: a misspelt one is an error.

        # The least severity that closes the gate: info, low, medium, high or critical.
        failOn: high

        # The Kubernetes minor the manifests are meant for.
        kubernetesVersion: "1.35"

        # Ask only the rules of these frameworks: pss-baseline, pss-restricted, nsa, cis, owasp, attack.
        # frameworks: [pss-restricted]

        # Where images may come from, and how they must be pinned.
        # images:
        #   allow: [ghcr.io/acme/**]        # * is one segment, ** any number
        #   deny: [docker.io/**]
        #   requireDigest: true
        #   forbidTags: [latest, "*-dev"]
        #   namespaces:                     # what differs in some namespaces
        #     - match: [sandbox-*]
        #       requireDigest: false

        # Who must have signed which images.
        # signatures:
        #   - images: [ghcr.io/acme/**]
        #     require: anyOf                # or allOf, or {atLeast: 2}
        #     signers:
        #       - keyless:
        #           issuer: https://token.actions.githubusercontent.com
        #           identity: https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main
        #   - preset: distroless            # a publisher whose signing is known: kubesec verify --explain lists them

        # Single rules and whole categories: on, off or a severity. kubesec rules lists them.
        rules: {}
        #   host-network: critical
        #   reliability: on                 # probes, replicas, budgets: off unless asked for

        # Rules of your own: a selector, a field path, a condition, a message.
        # ownRules:
        #   - code: ACME001
        #     name: team-label-missing
        #     message: every workload names its team
        #     severity: medium
        #     select: {kinds: [Deployment, StatefulSet]}
        #     field: metadata.labels.team
        #     condition: missing            # or present, or {equals: x}, {matches: "^a"}, {oneOf: [a, b]}, {atLeast: 3} …

        # Kinds of your cluster's own that hold a pod template, and where.
        # podTemplates:
        #   Workflow: spec.template

        # Lessons from run time: where they are kept, and which open incidents close the gate.
        # feedback:
        #   store: .kubesec/feedback.db     # a SQLite file, or postgres://kubesec@db.acme.example/feedback
        #   maxAgeHours: 24                 # a store nobody has fed for longer decides nothing
        #   block: {severity: high}

        # Findings you live with. An expired waiver no longer counts, and one that covers nothing is reported.
        waivers: []
        #   - rule: host-network            # or incident: ID
        #     where: {kind: DaemonSet, namespace: monitoring, name: node-exporter}
        #     reason: reads the node's own counters
        #     owner: platform@acme.example
        #     expires: 2027-03-31             # an incident's waiver also needs approver: somebody else

        # Findings that were there before the gate, as kubesec baseline write records them.
        # baseline: kubesec.baseline.json

        """;
}
