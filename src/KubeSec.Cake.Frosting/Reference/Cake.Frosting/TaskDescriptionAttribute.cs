namespace Cake.Frosting;

/// <summary>Says what a task does, for <c>--description</c>.</summary>
/// <param name="description">What it does.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskDescriptionAttribute(string description) : Attribute
{
    /// <summary>Gets what the task does.</summary>
    public string Description { get; } = description;
}
