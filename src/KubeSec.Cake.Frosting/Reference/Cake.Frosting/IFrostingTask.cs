using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task as the Frosting host runs it.</summary>
public interface IFrostingTask
{
    /// <summary>Runs the task.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task is to run.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>What is said where the task is not to run.</summary>
    string SkippedMessage => string.Empty;

    /// <summary>Told of a fault of the task.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Run at the end whatever happened.</summary>
    void Finally(ICakeContext context);
}
