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
        [
            // The inventory: a log of facts, what they add up to, and which observations were joined to it.
            "DROP TABLE inventory",
            "DROP INDEX observation_pod",
            "ALTER TABLE observation RENAME COLUMN pod TO place",
            "CREATE INDEX observation_place ON observation (place) WHERE place IS NOT NULL",
            "CREATE TABLE inventory_fact (seq {serial}, key {text} NOT NULL UNIQUE, received_at {int} NOT NULL, body {text} NOT NULL)",
            """
            CREATE TABLE placement (
              id {text} PRIMARY KEY, cluster {text} NOT NULL, namespace {text} NOT NULL, pod {text} NOT NULL, pod_uid {text} NOT NULL,
              container {text} NOT NULL, container_id {text} NOT NULL, short_id {text}, image {text}, image_id {text}, digest {text},
              repository {text}, owners {text} NOT NULL, workload_kind {text} NOT NULL, workload {text} NOT NULL, workload_path {text} NOT NULL,
              node {text}, created_at {int}, started_at {int}, valid_to {int})
            """,
            "CREATE INDEX placement_pod ON placement (pod)",
            "CREATE INDEX placement_uid ON placement (pod_uid)",
            "CREATE INDEX placement_container ON placement (short_id) WHERE short_id IS NOT NULL",
            "CREATE INDEX placement_digest ON placement (digest) WHERE digest IS NOT NULL",
            "CREATE INDEX placement_repository ON placement (repository) WHERE repository IS NOT NULL",
            "CREATE INDEX placement_workload ON placement (workload)",
            "CREATE INDEX placement_path ON placement (workload_path)",
            "CREATE TABLE pod_life (cluster {text} NOT NULL, pod_uid {text} NOT NULL, last_seen {int}, gone_at {int}, PRIMARY KEY (cluster, pod_uid))",
            "CREATE INDEX pod_life_seen ON pod_life (cluster, last_seen)",
            "CREATE TABLE coverage (cluster {text} NOT NULL, scope {text} NOT NULL, from_at {int} NOT NULL, to_at {int} NOT NULL, PRIMARY KEY (cluster, scope, from_at))",
            """
            CREATE TABLE attribution (
              incident {text} NOT NULL, place {text} NOT NULL, placement {text} NOT NULL, level {int} NOT NULL, charge {int} NOT NULL,
              pending {int} NOT NULL, PRIMARY KEY (incident, placement, place, level, charge, pending))
            """,
            "CREATE INDEX attribution_place ON attribution (place)",
            "CREATE INDEX attribution_placement ON attribution (placement)",
            "CREATE INDEX attribution_pending ON attribution (place) WHERE pending = 1",
            "CREATE TABLE alias (digest {text} NOT NULL, other {text} NOT NULL, PRIMARY KEY (digest, other))",
            """
            CREATE TABLE layer (
              digest {text} NOT NULL, position {int} NOT NULL, diff_id {text} NOT NULL, layer_digest {text} NOT NULL,
              PRIMARY KEY (digest, position, diff_id, layer_digest))
            """,
            "CREATE INDEX layer_diff ON layer (diff_id)",
            // Where each watch of a cluster goes on from; no part of the state, and never merged.
            """
            CREATE TABLE watch_position (
              cluster {text} NOT NULL, path {text} NOT NULL, resource_version {text} NOT NULL, session_from {int}, at {int} NOT NULL, PRIMARY KEY (cluster, path))
            """,
            """
            CREATE TABLE binding (
              at {int} NOT NULL, namespace {text} NOT NULL, workload {text} NOT NULL, container {text} NOT NULL, kind {text} NOT NULL, image {text} NOT NULL,
              file {text} NOT NULL, line {int} NOT NULL, commit_id {text}, pipeline {text}, verdict {text} NOT NULL,
              PRIMARY KEY (workload, namespace, at, container, image, file, line))
            """,
        ],
        [
            // How lately anything was heard: a merge appends what others heard long ago.
            "CREATE INDEX observation_received ON observation (received_at)",
        ],
        [
            // Who talks to whom: connections by the other end's address, and who had which address.
            """
            CREATE TABLE connection (
              place {text} NOT NULL, cluster {text} NOT NULL, direction {text} NOT NULL, protocol {text} NOT NULL, peer {text} NOT NULL, port {int} NOT NULL,
              standing {text} NOT NULL, count {int} NOT NULL, first_seen {int}, last_seen {int},
              PRIMARY KEY (place, cluster, direction, protocol, peer, port, standing))
            """,
            """
            CREATE TABLE address (
              address {text} NOT NULL, cluster {text} NOT NULL, kind {text} NOT NULL, uid {text} NOT NULL, namespace {text} NOT NULL, name {text} NOT NULL,
              created_at {int}, ended_at {int}, PRIMARY KEY (address, cluster, kind, uid))
            """,
        ],
    ];

    /// <summary>The first version that keeps connections: what an older store's log tells of them is folded when it is brought forward.</summary>
    public const int WithConnections = 4;

    /// <summary>The version this program writes.</summary>
    public static int Version => Migrations.Length;
}
