using System.Text;

namespace KubeSec.Network;

/// <summary>One line a row, for people and for grep.</summary>
internal static class TextFormat
{
    public static string Write(IReadOnlyList<Sheet> sheets)
    {
        var text = new StringBuilder();
        foreach (Sheet sheet in sheets.Where(sheet => sheet.Rows.Count > 0))
        {
            if (sheet.Title.Length > 0)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(sheet.Title).Append(":\n");
            }

            foreach (IReadOnlyList<string> row in sheet.Rows)
            {
                for (int i = 0; i < row.Count; i++)
                {
                    text.Append(i > 0 ? sheet.Between[i - 1] : "").Append(row[i]);
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
