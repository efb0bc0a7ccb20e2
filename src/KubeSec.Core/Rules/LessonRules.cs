using KubeSec.Findings;

namespace KubeSec.Rules;

/// <summary>
/// The questions that the feedback store answers: no manifest alone is at fault, so they have no examples. They are asked in
/// the order of their codes, and each finding names the incident, what was seen, and the smallest change that meets it.
/// </summary>
internal static class LessonRules
{
    public static RuleInfo UnmetLesson { get; } = Rule(
        "KS6001", "open-incident", "An incident is open, and nothing deployed would prevent it", Severity.High,
        "It happened at run time to this workload or image, and the manifests show none of the controls that would have stopped it.",
        "Repeat what worked the last time.",
        "Apply the patch that the gate prints, or show another of the controls it names; kubesec incident show tells everything known.",
        "While an investigation is under way and the deployment itself is known to be unrelated.");

    public static RuleInfo DeniedDigest { get; } = Rule(
        "KS6002", "image-denied", "The image itself brought the incident along", Severity.Critical,
        "What was seen came out of this very image, by whichever of its digests it is named: every container of it starts the same way.",
        "Wait until the image is deployed or rolled back to once more.",
        "Build an image without what was seen and deploy that one.",
        "Never for confirmed malware; for a tool of the image that is known and wanted, mark the incident a false positive.");

    public static RuleInfo DeniedLayer { get; } = Rule(
        "KS6003", "image-layer-denied", "The image holds a layer that brought an incident along", Severity.Critical,
        "The same layer carries the same files into every image that holds it.",
        "Ship the poisoned layer below another name.",
        "Rebuild the image without the layer: on another base, or without the step that makes it.",
        "Never for confirmed malware.");

    public static RuleInfo DeniedBase { get; } = Rule(
        "KS6004", "base-image-denied", "The image is built on one that brought an incident along", Severity.Critical,
        "Everything of the base image is in the image built on it.",
        "Poison one base image and have every team ship it.",
        "Rebuild on a base image that is not denied.",
        "Never for confirmed malware.");

    public static RuleInfo RegressedControl { get; } = Rule(
        "KS6005", "control-regressed", "A control that once mitigated an incident is gone", Severity.Critical,
        "The incident was closed because of this control. Without it the same thing works again.",
        "Wait until somebody tidies the manifest.",
        "Put the control back, as the commit that the finding names brought it, or show another one that prevents the incident.",
        "When the workload no longer has what was attacked; then say so in the incident as well.");

    public static RuleInfo ExcessProcess { get; } = Rule(
        "KS6006", "excess-process", "Something ran in this image that its baseline does not know", Severity.Medium,
        "An image runs the same few programs in every pod. One that nobody has seen before was brought along or dropped.",
        "Run a tool of one's own in the container.",
        "Find out what started it; record what is meant to run, or keep it from running.",
        "While a new feature is rolled out whose programs no test environment has run.");

    public static RuleInfo ExcessCapability { get; } = Rule(
        "KS6007", "excess-capability", "A container may do more than it was seen doing, and an incident is open", Severity.Low,
        "What an attacker has taken is worth as much as the container may do.",
        "Use a capability that nobody missed.",
        "Drop the capabilities that are not used; kubesec lessons propose writes the patch.",
        "When the capability is used in ways that sensors do not see.");

    public static RuleInfo UnknownProvenance { get; } = Rule(
        "KS6008", "provenance-unknown", "An incident is open, and nobody says where the image comes from", Severity.Medium,
        "Without provenance nobody can tell whether the build or the run was attacked, and which other images share the cause.",
        "Replace the image in the registry.",
        "Sign the image and demand provenance of it in the policy's signatures.",
        "For an image of others that publishes none.");

    public static RuleInfo WaiverEnds { get; } = Rule(
        "KS6009", "incident-waiver-ends", "The waiver of an incident ends soon", Severity.Low,
        "When it ends the incident closes the gate again, on a day nobody chose.",
        "",
        "Meet the lesson before the day, or decide anew with an approver.",
        "");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } =
        [UnmetLesson, DeniedDigest, DeniedLayer, DeniedBase, RegressedControl, ExcessProcess, ExcessCapability, UnknownProvenance, WaiverEnds];

    private static RuleInfo Rule(string code, string name, string title, Severity severity, string why, string attack, string remedy, string whenToWaive) => new()
    {
        Code = code,
        Name = name,
        Title = title,
        Severity = severity,
        Category = RuleCategory.Lessons,
        Why = why,
        Attack = attack,
        Remedy = remedy,
        WhenToWaive = whenToWaive,
    };
}
