namespace KubeSec.Feedback.Storage;

/// <summary>
/// The tables of a store: logs that are only ever appended to, and state that is a pure fold of them. Both engines run the
/// same statements; <c>{int}</c>, <c>{text}</c> and <c>{serial}</c> stand for their own words.
/// </summary>
internal static class Schema
{
    /// <summary>One list of statements per version, oldest first; a store moves forward through them and never back.</summary>
    public static readonly string[][] Migrations =
    [
        [
            """
            CREATE TABLE observation (
              seq {serial}, key {text} NOT NULL UNIQUE, source {text} NOT NULL, kind {text} NOT NULL, rule {text} NOT NULL,
              observed_at {int}, received_at {int} NOT NULL, incident {text}, pod {text}, facts {text} NOT NULL, raw {text})
            """,
            "CREATE INDEX observation_incident ON observation (incident) WHERE incident IS NOT NULL",
            "CREATE INDEX observation_pod ON observation (pod) WHERE pod IS NOT NULL",
            """
            CREATE TABLE transition (
              seq {serial}, key {text} NOT NULL UNIQUE, incident {text} NOT NULL, from_state {text} NOT NULL, to_state {text} NOT NULL,
              actor {text} NOT NULL, reason {text} NOT NULL, evidence {text} NOT NULL, at {int} NOT NULL,
              previous_hash {text} NOT NULL, hash {text} NOT NULL)
            """,
            "CREATE INDEX transition_incident ON transition (incident)",
            "CREATE TABLE gate_run (seq {serial}, key {text} NOT NULL UNIQUE, at {int} NOT NULL, verdict {text} NOT NULL, body {text} NOT NULL)",
            "CREATE TABLE waiver_event (seq {serial}, key {text} NOT NULL UNIQUE, at {int} NOT NULL, body {text} NOT NULL)",
            """
            CREATE TABLE inventory (
              seq {serial}, key {text} NOT NULL UNIQUE, cluster {text}, pod {text} NOT NULL, pod_uid {text}, container {text} NOT NULL,
              container_id {text}, valid_from {int} NOT NULL, body {text} NOT NULL)
            """,
            "CREATE INDEX inventory_pod ON inventory (pod)",
            "CREATE INDEX inventory_container ON inventory (container_id) WHERE container_id IS NOT NULL",
            """
            CREATE TABLE incident (
              id {text} PRIMARY KEY, kind {int} NOT NULL, source {text} NOT NULL, rule {text} NOT NULL, severity {int} NOT NULL,
              origin {int} NOT NULL, attribution {int} NOT NULL, state {text} NOT NULL, count {int} NOT NULL,
              first_seen {int}, last_seen {int}, message {text} NOT NULL)
            """,
            "CREATE TABLE subject (kind {text} NOT NULL, value {text} NOT NULL, incident {text} NOT NULL, PRIMARY KEY (kind, value, incident))",
            "CREATE INDEX subject_incident ON subject (incident)",
            "CREATE TABLE process (digest {text} NOT NULL, executable {text} NOT NULL, pod {text} NOT NULL, first_seen {int}, last_seen {int}, PRIMARY KEY (digest, executable, pod))",
        ],
    ];

    /// <summary>The version this program writes.</summary>
    public static int Version => Migrations.Length;
}
