namespace KubeSec.Reports;

/// <summary>The formats incidents are handed on in.</summary>
public enum IncidentExportFormat
{
    /// <summary>OCSF 1.3 detection findings, one a line, for data lakes and SIEMs.</summary>
    Ocsf,

    /// <summary>OpenReports v1alpha1, one report a namespace, for policy dashboards in the cluster.</summary>
    OpenReports,

    /// <summary>OpenVEX 0.2, for scanners and whoever uses the images.</summary>
    OpenVex,

    /// <summary>SLSA verification summaries (in-toto), one a line for each pinned image of the last build, to be signed and attached.</summary>
    Vsa,

    /// <summary>SARIF 2.1.0, each incident at the manifests its workloads came from.</summary>
    Sarif,
}
