using KubeSec.Tests;

namespace KubeSec.MSBuild.Tests;

/// <summary>A project outside the repository that references the package just packed.</summary>
public sealed class ConsumerProject : IDisposable
{
    private readonly PackedPackages packages = new();

    /// <summary>Where the next project is written.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Writes a fresh class library with the package and one manifest that runs a privileged container.</summary>
    public ConsumerProject Create(string properties = "", string frameworks = "<TargetFramework>net10.0</TargetFramework>", string items = "")
    {
        Folder = Path.Combine(packages.Folder.FullName, Guid.NewGuid().ToString("N"));
        Write("app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{frameworks}{properties}</PropertyGroup>
              <ItemGroup><PackageReference Include="KubeSec.MSBuild" Version="{packages.Version}" PrivateAssets="all" />{items}</ItemGroup>
            </Project>
            """);
        Write("nuget.config", $"<configuration><packageSources><add key=\"local\" value=\"{packages.Feed}\" /></packageSources></configuration>");
        Write("Class1.cs", "public sealed class Class1 { }");
        Write("deploy/pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec:\n  containers:\n  - name: c\n    image: x\n    securityContext: {privileged: true}\n");
        return this;
    }

    /// <summary>Writes a file of the project.</summary>
    public void Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Takes a file or folder of the project away.</summary>
    public void Delete(string name)
    {
        string path = Path.Combine(Folder, name);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>Builds, or runs another dotnet command.</summary>
    public ProcessRun Build(params string[] arguments) =>
        ProcessRun.Start("dotnet", arguments.Length == 0 ? ["build", "-v", "minimal", "-nologo", "-tl:off"] : arguments, Folder);

    /// <inheritdoc/>
    public void Dispose() => packages.Dispose();
}
