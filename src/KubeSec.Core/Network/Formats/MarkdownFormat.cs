using System.Text;

namespace KubeSec.Network;

/// <summary>Tables as GitHub and GitLab render them.</summary>
internal static class MarkdownFormat
{
    public static string Write(IReadOnlyList<Sheet> sheets)
    {
        var text = new StringBuilder();
        foreach (Sheet sheet in sheets.Where(sheet => sheet.Rows.Count > 0))
        {
            text.Append(text.Length > 0 ? "\n" : "");
            if (sheet.Title.Length > 0)
            {
                text.Append("## ").Append(sheet.Title).Append("\n\n");
            }

            Line(text, sheet.Columns);
            Line(text, [.. sheet.Columns.Select(_ => "---")]);
            foreach (IReadOnlyList<string> row in sheet.Rows)
            {
                Line(text, [.. row.Select(Escape)]);
            }
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
