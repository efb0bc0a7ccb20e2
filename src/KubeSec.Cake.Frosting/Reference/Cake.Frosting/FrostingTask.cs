using Cake.Core;

namespace Cake.Frosting;

/// <summary>Base of tasks over a context of the build's own.</summary>
/// <typeparam name="T">The context.</typeparam>
public abstract class FrostingTask<T> : IFrostingTask
    where T : ICakeContext
{
    /// <summary>Runs the task.</summary>
    public virtual void Run(T context)
    {
    }

    /// <summary>Whether the task is to run.</summary>
    public virtual bool ShouldRun(T context) => true;

    /// <summary>Told of a fault of the task.</summary>
    public virtual void OnError(Exception exception, T context)
    {
    }

    /// <summary>Run at the end whatever happened.</summary>
    public virtual void Finally(T context)
    {
    }

    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        Run((T)context);
        return Task.CompletedTask;
    }

    bool IFrostingTask.ShouldRun(ICakeContext context) => ShouldRun((T)context);

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => OnError(exception, (T)context);

    void IFrostingTask.Finally(ICakeContext context) => Finally((T)context);
}
