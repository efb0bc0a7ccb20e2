using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
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
        using ZipArchive package = Pack();
        using Stream nuspec = package.GetEntry("KubeSec.Cake.Frosting.nuspec")!.Open();
        Assert.Contains(XDocument.Load(nuspec).Descendants(), element => (string?)element.Attribute("id") == "Cake.Frosting" && (string?)element.Attribute("version") == "6.0.0");
        ZipArchiveEntry[] assemblies = [.. package.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        Assert.Equal(["KubeSec.Cake.Frosting.dll", "KubeSec.Cake.dll"], assemblies.Select(entry => entry.Name));
        // .NET does not load an assembly into a host whose Cake is older than the one it was compiled against.
        Assert.All(assemblies.SelectMany(CakeReferencesOf), reference => Assert.True(reference.Version <= new Version(6, 0, 0, 0), reference.FullName));
    }

    /// <summary>Cake's environment moves the whole process to its working directory; it has to be left before it goes.</summary>
    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Delete(recursive: true);
    }

    /// <summary>The package is compiled against signatures of ours, and these are held against the real ones.</summary>
    [SkippableFact]
    public void Whatever_the_package_asks_of_Cake_is_there_in_Cake_7()
    {
        using ZipArchive package = Pack();
        package.ExtractToDirectory(folder.FullName);
        var frosting = new AssemblyLoadContext("frosting", isCollectible: true);
        Assembly aliases = frosting.LoadFromAssemblyPath(Path.Combine(folder.FullName, "lib", "net10.0", "KubeSec.Cake.dll"));
        using var image = new PEReader(File.OpenRead(aliases.Location));
        MetadataReader metadata = image.GetMetadataReader();
        MemberReferenceHandle[] members = [.. metadata.MemberReferences.Where(handle => IsOfCake(metadata, metadata.GetMemberReference(handle).Parent))];
        Assert.All(members, handle => Assert.NotNull(aliases.ManifestModule.ResolveMember(MetadataTokens.GetToken(handle))));
        Assert.NotEmpty(members);
        Assert.All(metadata.TypeReferences.Where(handle => IsOfCake(metadata, handle)), handle => Assert.NotNull(aliases.ManifestModule.ResolveType(MetadataTokens.GetToken(handle))));
        frosting.Unload();
    }

    private static bool IsOfCake(MetadataReader metadata, EntityHandle type) =>
        type.Kind == HandleKind.TypeReference
        && metadata.GetTypeReference((TypeReferenceHandle)type).ResolutionScope is { Kind: HandleKind.AssemblyReference } scope
        && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name).StartsWith("Cake.", StringComparison.Ordinal);

    private ZipArchive Pack()
    {
        string? root = SharedFiles.RepositoryRoot();
        RealParts.SkipUnless(root is not null, "the tests run away from their sources");
        string configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        ProcessRun.Start("dotnet", ["pack", "src/KubeSec.Cake.Frosting", "-c", configuration, "--no-build", "-o", folder.FullName, "-v", "q"], root!).Succeeded();
        return ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.FullName, "*.nupkg")));
    }

    private static IEnumerable<AssemblyName> CakeReferencesOf(ZipArchiveEntry assembly)
    {
        using var bytes = new MemoryStream();
        using (Stream entry = assembly.Open())
        {
            entry.CopyTo(bytes);
        }

        bytes.Position = 0;
        using var image = new PEReader(bytes);
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName()).Where(name => name.Name!.StartsWith("Cake.", StringComparison.Ordinal))];
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
