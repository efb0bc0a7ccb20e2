using System.Globalization;
using System.Text;

namespace KubeSec.Manifests.Edits;

/// <summary>The difference between two texts as <c>diff -u</c> writes it (POSIX diff, "Diff -u Output Format").</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    public static string Between(string file, string before, string after)
    {
        string[] a = Lines(before);
        string[] b = Lines(after);
        List<(char Kind, int A, int B)> script = Script(a, b);
        var diff = new StringBuilder();
        int next = 0;
        while (script.FindIndex(next, step => step.Kind != ' ') is >= 0 and var change)
        {
            int end = change + 1;
            for (int i = change; i < script.Count && i <= end + (2 * Context); i++)
            {
                end = script[i].Kind != ' ' ? i + 1 : end;
            }

            int from = Math.Max(next, change - Context);
            int to = Math.Min(script.Count, end + Context);
            AppendHunk(diff, script.GetRange(from, to - from), a, b);
            next = to;
        }

        return diff.Length == 0 ? "" : $"--- a/{file}\n+++ b/{file}\n{diff}";
    }

    private static void AppendHunk(StringBuilder diff, List<(char Kind, int A, int B)> hunk, string[] a, string[] b)
    {
        int removed = hunk.Count(step => step.Kind != '+');
        int added = hunk.Count(step => step.Kind != '-');
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{Range(hunk[0].A, removed)} +{Range(hunk[0].B, added)} @@\n");
        foreach ((char kind, int inA, int inB) in hunk)
        {
            string line = kind == '+' ? b[inB] : a[inA];
            diff.Append(kind).Append(line);
            if (!line.EndsWith('\n'))
            {
                diff.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    private static string Range(int start, int count) =>
        FormattableString.Invariant($"{(count == 0 ? start : start + 1)},{count}");

    private static string[] Lines(string text)
    {
        string[] lines = text.Split('\n');
        return [.. lines[..^1].Select(line => line + "\n"), .. lines[^1].Length > 0 ? lines[^1..] : []];
    }

    /// <summary>Longest common subsequence of what lies between the common start and end; fixes leave that short.</summary>
    private static List<(char Kind, int A, int B)> Script(string[] a, string[] b)
    {
        int head = 0;
        while (head < a.Length && head < b.Length && a[head] == b[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < a.Length - head && tail < b.Length - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var script = new List<(char, int, int)>();
        script.AddRange(Enumerable.Range(0, head).Select(i => (' ', i, i)));
        AppendMiddle(script, a.AsSpan(head, a.Length - head - tail), b.AsSpan(head, b.Length - head - tail), head);
        script.AddRange(Enumerable.Range(0, tail).Select(i => (' ', a.Length - tail + i, b.Length - tail + i)));
        return script;
    }

    private static void AppendMiddle(List<(char Kind, int A, int B)> script, ReadOnlySpan<string> a, ReadOnlySpan<string> b, int offset)
    {
        // Beyond this the table would outgrow the file many times over; one large hunk says the same.
        const int LargestTable = 16_000_000;
        bool tooLarge = (long)a.Length * b.Length > LargestTable;
        int[,] common = tooLarge ? new int[0, 0] : CommonLengths(a, b);
        int i = 0;
        int j = 0;
        while (i < a.Length || j < b.Length)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j] && !tooLarge)
            {
                script.Add((' ', offset + i++, offset + j++));
            }
            else if (i < a.Length && (tooLarge || j == b.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                script.Add(('-', offset + i++, offset + j));
            }
            else
            {
                script.Add(('+', offset + i, offset + j++));
            }
        }
    }

    private static int[,] CommonLengths(ReadOnlySpan<string> a, ReadOnlySpan<string> b)
    {
        var common = new int[a.Length + 1, b.Length + 1];
        for (int i = a.Length - 1; i >= 0; i--)
        {
            for (int j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
