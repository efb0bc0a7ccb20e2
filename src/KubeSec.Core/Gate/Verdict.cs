namespace KubeSec.Gate;

/// <summary>The answer to: may this be deployed?</summary>
public enum Verdict
{
    /// <summary>Everything asked about was judged, and nothing at or above the threshold was found.</summary>
    Pass,

    /// <summary>Something was found that the policy does not let through.</summary>
    Fail,

    /// <summary>Something could not be judged; never to be read as a pass.</summary>
    Undecided,
}

/// <summary>Why a verdict is not a pass.</summary>
/// <param name="Kind">What kind of reason it is; stable.</param>
/// <param name="Message">The reason in one sentence, with the place and the remedy where there is one.</param>
public sealed record GateReason(GateReasonKind Kind, string Message);

/// <summary>The kinds of reason for a verdict other than pass.</summary>
public enum GateReasonKind
{
    /// <summary>Findings at or above the policy's threshold.</summary>
    Findings,

    /// <summary>The policy file or an option is wrong, or a path names nothing.</summary>
    Usage,

    /// <summary>An input could not be read or understood.</summary>
    Input,

    /// <summary>The feedback store could not be read or written.</summary>
    Store,

    /// <summary>A registry, an engine or another remote part could not be asked.</summary>
    Unreachable,

    /// <summary>A rule failed while judging.</summary>
    RuleFault,
}
