using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using Cake.Core;
using Cake.Frosting;
using KubeSec.Cake.Frosting;
using KubeSec.Findings;
using KubeSec.Tests;

namespace KubeSec.Cake.Tests;

public sealed class FrostingTaskTests : IDisposable
{
    private readonly string before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-frosting-");

    [Fact]
    public async Task The_gate_task_fails_the_build_with_the_reason_and_the_place()
    {
        BuildContext context = Build("privileged: true");
        CakeException refusal = await Assert.ThrowsAsync<CakeException>(() => Run<KubeSecGateTask>(context));
        Assert.Contains("this may not be deployed", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(context.Lines, line => line.StartsWith("Error: ./deploy/pod.yaml:8:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_lint_task_reports_and_goes_on()
    {
        BuildContext context = Build("privileged: true");
        await Run<KubeSecLintTask>(context);
        Assert.Contains(context.Lines, line => line.Contains("KS1001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_recording_task_fills_the_store()
    {
        BuildContext context = Build("privileged: false");
        string events = Directory.CreateDirectory(Path.Combine(folder.FullName, "events")).FullName;
        File.Copy(Path.Combine(SharedFiles.RepositoryRoot()!, "samples", "shop", "events", "falco.ndjson"), Path.Combine(events, "falco.ndjson"));
        await Run<KubeSecRecordIncidentsTask>(context);
        Assert.Contains("Information: 3 events read: 3 recorded, 0 known already, 0 set aside", context.Lines);
    }

    [Fact]
    public async Task The_verifying_task_takes_the_images_of_the_manifests_and_demands_a_policy()
    {
        CakeException refusal = await Assert.ThrowsAsync<CakeException>(() => Run<KubeSecVerifyImagesTask>(Build("privileged: false")));
        Assert.EndsWith("no signature policy is given; the policy file has to say under 'signatures' who must have signed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_baseline_task_records_no_longer_closes_the_gate()
    {
        BuildContext context = Build("privileged: true");
        context.KubeSecGate.Baseline = "./known.json";
        context.KubeSecGate.FailOn = Severity.Info;
        await Run<KubeSecWriteBaselineTask>(context);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "known.json")));
        await Run<KubeSecGateTask>(context);
    }

    [Fact]
    public async Task The_fixing_task_mends_the_manifests_in_place()
    {
        await Run<KubeSecFixTask>(Build("privileged: false"));
        Assert.Contains("allowPrivilegeEscalation: false", File.ReadAllText(Path.Combine(folder.FullName, "deploy", "pod.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_ready_made_task_has_a_name_of_its_own_and_says_what_it_does()
    {
        Type[] tasks = [.. typeof(KubeSecGateTask).Assembly.GetExportedTypes().Where(type => typeof(IFrostingTask).IsAssignableFrom(type))];
        Assert.Equal(6, tasks.Select(task => task.GetCustomAttribute<TaskNameAttribute>()!.Name).Distinct().Count());
        Assert.All(tasks, task => Assert.NotEmpty(task.GetCustomAttribute<TaskDescriptionAttribute>()!.Description));
    }

    /// <summary>The host then takes the name of the class; two tasks of one name would end the build.</summary>
    [Fact]
    public void A_derived_task_does_not_take_the_name_of_the_ready_made_one() =>
        Assert.Null(typeof(Derived).GetCustomAttribute<TaskNameAttribute>());

    [SkippableFact]
    public void The_package_declares_its_host_and_carries_none_of_it()
    {
        string? root = SharedFiles.RepositoryRoot();
        RealParts.SkipUnless(root is not null, "the tests run away from their sources");
        string configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        ProcessRun.Start("dotnet", ["pack", "src/KubeSec.Cake.Frosting", "-c", configuration, "--no-build", "-o", folder.FullName, "-v", "q"], root!).Succeeded();
        using ZipArchive package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.FullName, "*.nupkg")));
        using Stream nuspec = package.GetEntry("KubeSec.Cake.Frosting.nuspec")!.Open();
        XElement host = Assert.Single(XDocument.Load(nuspec).Descendants(), element => (string?)element.Attribute("id") == "Cake.Frosting");
        // An older host brings an older Cake.Core than the one compiled against, and .NET refuses to load that.
        AssemblyName core = Assert.Single(typeof(KubeSecGateTask).Assembly.GetReferencedAssemblies(), name => name.Name == "Cake.Core");
        Assert.Equal(core.Version!.ToString(3), (string?)host.Attribute("version"));
        Assert.Equal("KubeSec.Cake.Frosting.dll", Assert.Single(package.Entries, entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Name);
    }

    /// <summary>Cake's environment moves the whole process to its working directory; it has to be left before it goes.</summary>
    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Delete(recursive: true);
    }

    private sealed class Derived : KubeSecGateTask;

    private static Task Run<T>(BuildContext context)
        where T : IFrostingTask, new() => new T().RunAsync(context);

    private BuildContext Build(string securityContext)
    {
        string deploy = Directory.CreateDirectory(Path.Combine(folder.FullName, "deploy")).FullName;
        File.WriteAllText(
            Path.Combine(deploy, "pod.yaml"),
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: shop}}\nspec:\n  containers:\n  - name: c\n    image: x\n    securityContext: {{{securityContext}}}\n");
        return new BuildContext(folder.FullName);
    }
}
