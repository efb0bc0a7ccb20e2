using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task as the Frosting host runs it.</summary>
public interface IFrostingTask
{
    /// <summary>Runs the task.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task is to run.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Told of a fault of the task.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Run at the end whatever happened.</summary>
    void Finally(ICakeContext context);
}
