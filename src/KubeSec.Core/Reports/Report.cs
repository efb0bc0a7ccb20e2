using KubeSec.Gate;

namespace KubeSec.Reports;

/// <summary>One form of a report; each lives in a file of its own.</summary>
internal abstract class Report
{
    /// <summary>Writes the whole report.</summary>
    public abstract void Write(GateResult result, TextWriter output, ReportOptions options);
}
