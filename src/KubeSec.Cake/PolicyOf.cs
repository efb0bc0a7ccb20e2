using Cake.Core;
using Cake.Core.IO;
using KubeSec.Gate;

namespace KubeSec.Cake;

/// <summary>Reads the policy that an alias which is not the gate needs to know.</summary>
internal static class PolicyOf
{
    /// <summary>The named policy, or that of the working directory; the defaults where neither is there.</summary>
    /// <exception cref="CakeException">The file is wrong; every problem is named.</exception>
    public static GatePolicy File(ICakeContext context, FilePath? named)
    {
        FilePath path = (named ?? PolicyFile.DefaultName).MakeAbsolute(context.Environment);
        if (named is null && !context.FileSystem.GetFile(path).Exists)
        {
            return new GatePolicy();
        }

        PolicyReading reading = PolicyFile.Read(path.FullPath, context.Environment.WorkingDirectory.FullPath);
        return reading.Policy ?? throw new CakeException(
            "KubeSec: the policy file is wrong: " + string.Join("; ", reading.Problems.Select(problem => $"{problem.Span}: {problem.Message}")));
    }
}
