namespace KubeSec.Feedback.Judgement;

/// <summary>What one incident asks of containers about to be deployed, given what became of it so far.</summary>
internal sealed class Lesson
{
    private readonly IncidentMatch match;
    private readonly HashSet<string> digests;
    private readonly HashSet<string> repositories;
    private readonly HashSet<string> workloads;
    private readonly bool settledByPerson;

    public Lesson(IncidentMatch match, IReadOnlyList<IncidentTransition> history)
    {
        this.match = match;
        Incident incident = match.Incident;
        digests = ValuesOf(incident, SubjectKind.Digest);
        repositories = ValuesOf(incident, SubjectKind.Image);
        workloads = ValuesOf(incident, SubjectKind.Workload);
        Mitigation = history.LastOrDefault(step => step.To == IncidentState.Mitigated);
        HashSet<string> spent = SpentBy(history);
        Asked = [.. Strongest(incident).Where(control => !spent.Contains(control.Code))];
        settledByPerson = IsSettled && Mitigation is { } mitigation && mitigation.Actor != GateRunEffects.Actor;
    }

    public Incident Incident => match.Incident;

    public MatchBasis Basis => match.Basis;

    /// <summary>Any one of these lets a container through.</summary>
    public IReadOnlyList<Control> Asked { get; }

    /// <summary>The step that closed it the last time; null where none did.</summary>
    public IncidentTransition? Mitigation { get; }

    public bool IsSettled => Incident.State is IncidentState.Mitigated or IncidentState.Verified;

    /// <summary>The controls of the strongest effect there is: prevention, where anything prevents it.</summary>
    public static IReadOnlyList<Control> Strongest(Incident incident)
    {
        IReadOnlyList<ControlRequirement> requirements = ControlCatalogue.For(incident);
        return requirements.Count == 0 ? [] : [.. requirements.Where(requirement => requirement.Effect == requirements[0].Effect).Select(requirement => requirement.Control)];
    }

    /// <summary>The containers the incident concerns: by their image, unless that is not to blame, or by their workload.</summary>
    public IEnumerable<DeployedContainer> Concerned(Deployment deployment)
    {
        bool charges = Incident.Origin is not (OriginClass.Operator or OriginClass.Host);
        return deployment.Of(charges ? digests : [], charges ? repositories : [], workloads);
    }

    /// <summary>Whether the container's very image brought the incident along. A control that closed the incident does not make that image clean.</summary>
    public bool Denies(DeployedContainer container) => Incident.Origin == OriginClass.ImageBorne && ChargesDigestOf(container);

    /// <summary>Whether the container shows a control that is asked for, or a person has settled the matter by means no manifest shows.</summary>
    public bool IsMetBy(DeployedContainer container) => !Denies(container) && (settledByPerson || Asked.Any(control => Shows(container, control)));

    /// <summary>The asked controls that every one of some containers shows.</summary>
    public IEnumerable<string> ShownBy(IReadOnlyCollection<DeployedContainer> containers) =>
        Asked.Where(control => containers.All(container => Shows(container, control))).Select(control => control.Code);

    /// <summary>Whether all of the incident's workloads are among some containers: half a deployment mitigates nothing.</summary>
    public bool IsWholeIn(Deployment deployment) => workloads.All(workload => deployment.Of([], [], [workload]).Any());

    // A pinned digest says nothing where it is the one the incident was seen in.
    private bool Shows(DeployedContainer container, Control control) =>
        container.Controls.Contains(control.Code) && !(control.Code == "PIN" && (digests.Count == 0 || ChargesDigestOf(container)));

    private bool ChargesDigestOf(DeployedContainer container) =>
        // A pinned digest is among the aliases.
        digests.Count > 0 && container.Aliases.Any(digests.Contains);

    private static HashSet<string> ValuesOf(Incident incident, SubjectKind kind) =>
        new(incident.Subjects.Where(subject => subject.Kind == kind).Select(subject => subject.Value), StringComparer.Ordinal);

    // What was in place when it happened again did not prevent it.
    private static HashSet<string> SpentBy(IReadOnlyList<IncidentTransition> history)
    {
        HashSet<string> spent = new(StringComparer.Ordinal);
        IncidentTransition? mitigation = null;
        foreach (IncidentTransition step in history)
        {
            if (step.To == IncidentState.Mitigated)
            {
                mitigation = step;
            }
            else if (step is { To: IncidentState.Regressed, Reason: Lifecycle.TransitionLog.SeenAgain } && mitigation is { Actor: GateRunEffects.Actor })
            {
                spent.UnionWith(mitigation.Reason.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => ControlCatalogue.Find(word) is not null));
            }
        }

        return spent;
    }
}
