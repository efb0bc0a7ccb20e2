namespace KubeSec.Cli;

/// <summary>What the build server says about the run, by the variables each sets.</summary>
internal static class Pipeline
{
    /// <summary>The commit that is built.</summary>
    public static string? Commit => First("GITHUB_SHA", "CI_COMMIT_SHA", "BUILD_SOURCEVERSION", "GIT_COMMIT");

    /// <summary>The address or number of the run.</summary>
    public static string? Run => First("CI_PIPELINE_URL", "BUILD_URL", "GITHUB_RUN_ID", "BUILD_BUILDID");

    private static string? First(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
