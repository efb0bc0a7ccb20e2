using Cake.Frosting;

namespace KubeSec.Cake.Frosting;

/// <summary>Records what happened at run time; the next gate asks the store. Use it as it is, or derive from it to give it another name, dependencies or an error handler.</summary>
[TaskName("KubeSec-Record-Incidents")]
[TaskDescription("Records what happened at run time")]
public class KubeSecRecordIncidentsTask : FrostingTask<IKubeSecContext>
{
    /// <inheritdoc/>
    public override void Run(IKubeSecContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        KubeSecAliases.KubeSecRecordIncidents(context, context.KubeSecEvents, context.KubeSecRecordIncidents);
    }
}
