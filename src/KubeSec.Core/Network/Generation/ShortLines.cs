using System.Text;

namespace KubeSec.Network;

/// <summary>Reads lines of which one may be endless: no more of a line is kept than a limit.</summary>
internal static class ShortLines
{
    /// <summary>Every line; null in place of one that is longer than the limit.</summary>
    public static IEnumerable<string?> Read(TextReader text, int limit)
    {
        var line = new StringBuilder();
        char[] buffer = new char[8192];
        bool tooLong = false;
        int read;
        while ((read = text.Read(buffer, 0, buffer.Length)) > 0)
        {
            int start = 0;
            for (int end = Array.IndexOf(buffer, '\n', 0, read); end >= 0; end = Array.IndexOf(buffer, '\n', start, read - start))
            {
                Take(start, end);
                yield return tooLong ? null : line.ToString();
                line.Clear();
                tooLong = false;
                start = end + 1;
            }

            Take(start, read);
        }

        if (line.Length > 0 || tooLong)
        {
            yield return tooLong ? null : line.ToString();
        }

        void Take(int start, int end)
        {
            tooLong |= line.Length + end - start > limit;
            line.Append(buffer, start, tooLong ? 0 : end - start);
        }
    }
}
