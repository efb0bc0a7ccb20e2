using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace KubeSec.MSBuild;

/// <summary>
/// Finds native libraries below the package's own folder: MSBuild loads a task without the dependency manifest
/// that would tell the runtime where they are.
/// </summary>
internal static class NativeLibraries
{
    public static void Resolve()
    {
        if (AssemblyLoadContext.GetLoadContext(typeof(NativeLibraries).Assembly) is { } context)
        {
            context.ResolvingUnmanagedDll -= Load;
            context.ResolvingUnmanagedDll += Load;
        }
    }

    private static nint Load(Assembly assembly, string name)
    {
        string platform = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string runtime = $"{platform}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        string folder = Path.Combine(Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!, "runtimes", runtime, "native");
        string file = OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
        return NativeLibrary.TryLoad(Path.Combine(folder, file), out nint handle) ? handle : 0;
    }
}
