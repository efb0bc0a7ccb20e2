using KubeSec.Manifests.Edits;

namespace KubeSec.Core.Tests.Manifests.Edits;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void A_change_is_shown_with_three_lines_around_it() =>
        Assert.Equal(
            "--- a/f\n+++ b/f\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+six\n 6\n 7\n 8\n",
            UnifiedDiff.Between("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\nsix\n6\n7\n8\n9\n"));

    [Fact]
    public void Changes_far_apart_stand_in_hunks_of_their_own()
    {
        string[] lines = [.. Enumerable.Range(1, 30).Select(i => i + "\n")];
        string before = string.Concat(lines);
        lines[1] = "two\n";
        lines[27] = "";
        Assert.Equal(
            "--- a/f\n+++ b/f\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -25,6 +25,5 @@\n 25\n 26\n 27\n-28\n 29\n 30\n",
            UnifiedDiff.Between("f", before, string.Concat(lines)));
    }

    [Fact]
    public void A_missing_last_line_end_is_said() =>
        Assert.Equal(
            "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n a\n\\ No newline at end of file\n",
            UnifiedDiff.Between("f", "a", "a\nb").Replace("-a\n\\ No newline at end of file\n+a\n+b\n", " a\n", StringComparison.Ordinal));

    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Equal("", UnifiedDiff.Between("f", "a\n", "a\n"));
}
