using System.Diagnostics.CodeAnalysis;
using KubeSec.Findings;

namespace KubeSec.Images;

/// <summary>What came of asking a registry or an engine for something: the thing, or why there is none.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed record Lookup<T>
    where T : class
{
    private Lookup(T? value, LookupFailure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>What was found; null exactly when <see cref="Failure"/> is set.</summary>
    public T? Value { get; }

    /// <summary>Why nothing was found; null exactly when <see cref="Value"/> is set.</summary>
    public LookupFailure? Failure { get; }

    /// <summary>Whether something was found.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Found => Value is not null;

    /// <summary>Found.</summary>
    public static implicit operator Lookup<T>(T value) => new(value, null);

    /// <summary>Not found.</summary>
    public static implicit operator Lookup<T>(LookupFailure failure) => new(null, failure);
}

/// <summary>Why a registry or an engine did not give what was asked for.</summary>
/// <param name="Kind">The reason, for programs.</param>
/// <param name="Message">The reason, for people: what was asked of whom, and what to do; never holds a secret.</param>
public sealed record LookupFailure(LookupFailureKind Kind, string Message)
{
    /// <summary>The reason, for people, on one line.</summary>
    public string Message { get; init; } = PlainText.OneLine(Message, PlainText.LongestMessage);

    /// <summary>Whether it is certain that the thing is not there; after any other failure nothing is certain.</summary>
    public bool IsAbsence => Kind == LookupFailureKind.NotFound;
}

/// <summary>The reasons for which a registry or an engine does not give what was asked for.</summary>
public enum LookupFailureKind
{
    /// <summary>It answered that the thing is not there.</summary>
    NotFound,

    /// <summary>It wants other credentials than ours, or any.</summary>
    Unauthorized,

    /// <summary>No connection: no such host, refused, a certificate not trusted.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It answered with an error of its own, or too often with "later".</summary>
    Refused,

    /// <summary>What it sent is not what was asked for: a wrong digest, a broken document.</summary>
    Malformed,

    /// <summary>What it sent passes a limit.</summary>
    TooLarge,

    /// <summary>It sent us to a place that we do not go to: without TLS, or on a private network it is not in itself.</summary>
    UnsafePlace,

    /// <summary>Nothing was asked, since the network is not to be used.</summary>
    Offline,

    /// <summary>The time for the image as a whole was over before it answered.</summary>
    ImageTimedOut,
}
