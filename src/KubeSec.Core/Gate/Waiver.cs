using KubeSec.Findings;
using KubeSec.Images;

namespace KubeSec.Gate;

/// <summary>A decision of the team to live with a finding, and until when.</summary>
public sealed record Waiver
{
    /// <summary>The rule's name or code; null where the waiver is about an incident.</summary>
    public string? Rule { get; init; }

    /// <summary>The incident's identifier; null where the waiver is about a rule.</summary>
    public string? Incident { get; init; }

    /// <summary>What it covers; everything unless narrowed.</summary>
    public WaiverScope Where { get; init; } = new();

    /// <summary>Why, in its owner's words.</summary>
    public required string Reason { get; init; }

    /// <summary>Who answers for it; needed where the waiver is about an incident.</summary>
    public string? Owner { get; init; }

    /// <summary>Who approved it: never the owner. Needed where the waiver is about an incident.</summary>
    public string? Approver { get; init; }

    /// <summary>The first day (UTC) it counts; null counts from the beginning.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The highest severity of an incident it covers: one that grows worse closes the gate again.</summary>
    public Severity UpTo { get; init; } = Severity.High;

    /// <summary>The last day (UTC) it counts; null never ends, which no waiver of an incident may.</summary>
    public DateOnly? Expires { get; init; }
}

/// <summary>What a waiver covers. Names may hold <c>*</c> for any characters; what is null covers everything.</summary>
public sealed record WaiverScope
{
    /// <summary>Kind, such as <c>DaemonSet</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Namespace; a resource that states none lands in <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the resource.</summary>
    public string? Name { get; init; }

    /// <summary>Name of the container.</summary>
    public string? Container { get; init; }

    /// <summary>Repository of the image.</summary>
    public ImageGlob? Image { get; init; }
}
