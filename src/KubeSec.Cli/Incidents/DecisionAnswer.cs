using KubeSec.Feedback;

namespace KubeSec.Cli.Incidents;

/// <summary>What became of somebody's decision, for people or programs; one that was not taken is wrong usage.</summary>
internal static class DecisionAnswer
{
    public static int Give(TransitionResult result, bool json)
    {
        if (json)
        {
            LessonJson.Write(result, Console.Out);
        }
        else
        {
            (result.Moved ? Console.Out : Console.Error).WriteLine(result.Moved ? result.Message : $"kubesec: {result.Message}");
        }

        return result.Moved ? ExitCode.Pass : ExitCode.Usage;
    }
}
