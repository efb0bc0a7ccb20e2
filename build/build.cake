// This repository's own pipeline: dotnet tool restore && dotnet cake [--target=Release --source=FEED] [--dryrun]
var target = Argument("target", "Default");
var configuration = Argument("configuration", "Release");
var root = MakeAbsolute(Directory(".."));
var solution = root.CombineWithFilePath("KubeSec.sln");
var packages = root.Combine("artifacts/packages");
var packable = new[] { "KubeSec.Cake", "KubeSec.Cake.Frosting", "KubeSec.MSBuild" };

Task("Build")
    .Does(() => DotNetBuild(solution.FullPath, new DotNetBuildSettings { Configuration = configuration }));

Task("Test")
    .IsDependentOn("Build")
    .Does(() => DotNetTest(solution.FullPath, new DotNetTestSettings { Configuration = configuration, NoBuild = true }));

Task("Pack")
    .IsDependentOn("Build")
    .DoesForEach(packable, project => DotNetPack(
        root.Combine("src").Combine(project).FullPath,
        new DotNetPackSettings { Configuration = configuration, NoBuild = true, OutputDirectory = packages }));

// Compiled for this platform, portable for the others.
Task("Pack-Library")
    .IsDependentOn("Build")
    .Does(() => Run("./pack-library.sh", packages.FullPath));

Task("Pack-Tool")
    .IsDependentOn("Build")
    .Does(() => Run("./pack-tool.sh", packages.FullPath));

// The samples are meant to fail the gate; the script fails when one of them does not.
Task("Gate-Samples")
    .IsDependentOn("Pack")
    .IsDependentOn("Pack-Library")
    .IsDependentOn("Pack-Tool")
    .DoesForEach(GetFiles("./ci/*.sh").OrderBy(script => script.FullPath), script => Run(script.FullPath));

// Asked first: a feed that nobody named would be noticed after everything else has run.
Task("Feed")
    .Does(() => Information("the packages will go to {0}", Argument<string>("source")));

// Pushes exactly what was tested. The key comes from the environment and is never an argument, which logs would show.
Task("Release")
    .IsDependentOn("Feed")
    .IsDependentOn("Test")
    .IsDependentOn("Gate-Samples")
    .Does(() => DotNetNuGetPush(
        packages.CombineWithFilePath("*.nupkg").FullPath,
        new DotNetNuGetPushSettings
        {
            Source = Argument<string>("source"),
            ApiKey = EnvironmentVariable("KUBESEC_PUSH_KEY"),
            SkipDuplicate = true,
        }));

Task("Default")
    .IsDependentOn("Test")
    .IsDependentOn("Gate-Samples");

void Run(string script, params string[] arguments)
{
    var settings = new ProcessSettings { WorkingDirectory = root, Arguments = ProcessArgumentBuilder.FromStrings([MakeAbsolute(File(script)).FullPath, .. arguments]) };
    if (StartProcess("bash", settings) != 0)
    {
        throw new CakeException($"{script} failed");
    }
}

RunTarget(target);
