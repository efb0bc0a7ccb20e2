using Cake.Core;
using Cake.Core.Annotations;
using KubeSec.Network;

namespace KubeSec.Cake;

public static partial class KubeSecAliases
{
    /// <summary>Works out from manifests who may talk to whom.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <returns>The analyser: ask it for the table, the reach of a workload, the reason of one connection, the exposure.</returns>
    /// <exception cref="CakeException">The policy file is wrong, or an input cannot be read.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Reach").Does(() =>
    /// {
    ///     NetworkAnalyzer network = KubeSecNetwork("./deploy");
    ///     foreach (ReachStep step in network.Reach("web").Reached)
    ///     {
    ///         Information($"{step.Name} on {step.Ports}, by way of {step.Via}");
    ///     }
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Network)]
    [CakeNamespaceImport("KubeSec.Network")]
    public static NetworkAnalyzer KubeSecNetwork(this ICakeContext context, string path) =>
        KubeSecNetwork(context, path, new KubeSecNetworkSettings());

    /// <summary>Works out from manifests who may talk to whom, and writes the table.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="settings">What the cluster is like, and where the table goes.</param>
    /// <returns>The analyser: ask it for the table, the reach of a workload, the reason of one connection, the exposure.</returns>
    /// <exception cref="CakeException">The policy file is wrong, an input cannot be read, or a report cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Table").Does(() => KubeSecNetwork("./deploy", new KubeSecNetworkSettings
    /// {
    ///     PodRanges = { "10.244.0.0/16" },
    ///     Reports = { [NetworkFormat.Markdown] = "./artifacts/network.md", [NetworkFormat.Svg] = "./artifacts/network.svg" },
    /// }));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Network)]
    [CakeNamespaceImport("KubeSec.Network")]
    public static NetworkAnalyzer KubeSecNetwork(this ICakeContext context, string path, KubeSecNetworkSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return NetworkRunner.Analyze(context, path, settings);
    }

    /// <summary>Works out what a change of manifests opens and closes.</summary>
    /// <param name="context">The context.</param>
    /// <param name="before">The manifests as they were: a file, a folder or a glob.</param>
    /// <param name="after">The manifests as they are to be.</param>
    /// <returns>The lines of the connectivity table that differ.</returns>
    /// <exception cref="CakeException">The policy file is wrong, or an input cannot be read.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Review").Does(() =>
    /// {
    ///     foreach (ConnectionChange change in KubeSecNetworkDiff("./main/deploy", "./deploy").Changes.Where(change => !change.Opened.IsEmpty))
    ///     {
    ///         Warning($"opens {change.Source} => {change.Destination} : {change.Opened}");
    ///     }
    /// });
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Network)]
    [CakeNamespaceImport("KubeSec.Network")]
    public static ConnectivityDiff KubeSecNetworkDiff(this ICakeContext context, string before, string after)
    {
        ArgumentException.ThrowIfNullOrEmpty(before);
        ArgumentException.ThrowIfNullOrEmpty(after);
        var settings = new KubeSecNetworkSettings();
        return NetworkAnalyzer.Diff(NetworkRunner.Analyze(context, before, settings), NetworkRunner.Analyze(context, after, settings));
    }

    /// <summary>Writes the network policies that allow what manifests, assertions and observed connections need, and nothing else.</summary>
    /// <param name="context">The context.</param>
    /// <param name="path">A file, a folder or a glob such as <c>./deploy/**/*.yaml</c>.</param>
    /// <param name="settings">Where the intentions come from, and where the policies go.</param>
    /// <returns>The policies, and what could not be written as a rule.</returns>
    /// <exception cref="CakeException">The policy file is wrong, an input cannot be read, or the output cannot be written.</exception>
    /// <example>
    /// <code>
    /// <![CDATA[
    /// Task("Policies").Does(() => KubeSecGenerateNetworkPolicies("./deploy", new KubeSecGenerateNetworkSettings { Output = "./artifacts/policies.yaml" }));
    /// ]]>
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory(KubeSecCategories.Network)]
    [CakeNamespaceImport("KubeSec.Network")]
    public static GeneratedPolicies KubeSecGenerateNetworkPolicies(this ICakeContext context, string path, KubeSecGenerateNetworkSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return NetworkRunner.Generate(context, path, settings);
    }
}
