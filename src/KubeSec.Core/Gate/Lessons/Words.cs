namespace KubeSec.Gate.Lessons;

/// <summary>Enumeration values in the words of messages and records.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
