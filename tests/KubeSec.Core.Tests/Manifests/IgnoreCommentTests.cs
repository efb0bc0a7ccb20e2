using KubeSec.Manifests;

namespace KubeSec.Core.Tests.Manifests;

public sealed class IgnoreCommentTests
{
    [Theory]
    [InlineData("hostPID: true # kubesec:ignore KS1003 reads the node's counters", 3, "KS1003", "reads the node's counters")]
    [InlineData("hostPID: true # kubesec:ignore host-pid: reads counters", 3, "host-pid", "reads counters")]
    [InlineData("# kubesec:ignore host-pid reads counters\nhostPID: true", 4, "host-pid", "reads counters")]
    public void A_comment_speaks_for_its_line_or_the_next(string lines, int line, string rule, string reason)
    {
        IgnoreComment comment = Only(lines);
        Assert.Equal((line, rule, reason, null), (comment.AppliesTo, comment.Rule, comment.Reason, comment.Problem));
    }

    [Theory]
    [InlineData("until 2027-01-31 migration")]
    [InlineData("until 2027-01-31: migration")]
    [InlineData("migration until 2027-01-31")]
    [InlineData("migration (until 2027-01-31)")]
    [InlineData("reason=\"migration\" until=2027-01-31")]
    [InlineData("until: 2027-01-31, reason: migration")]
    [InlineData("migration, expires=2027-01-31")]
    public void A_comment_may_name_its_last_day_wherever_one_would_write_it(string words)
    {
        IgnoreComment comment = Only("a: 1 # kubesec:ignore KS1003 " + words);
        Assert.Equal((new DateOnly(2027, 1, 31), "migration"), (comment.Until, comment.Reason));
    }

    [Theory]
    [InlineData("a: 1 # kubesec:ignore")]
    [InlineData("a: 1 # kubesec:ignore KS1003")]
    [InlineData("a: 1 # kubesec:ignore KS1003 until 2027-13-01 why")]
    [InlineData("a: 1 # kubesec:ignore KS1003 why until=January")]
    [InlineData("a: 1 # kubesec:ignore KS1003 why until 2027-1-31")]
    [InlineData("a: 1 # kubesec:ignore KS1003 until 2027-01-31")]
    public void A_comment_without_rule_reason_or_real_day_does_not_count(string line) => Assert.NotNull(Only(line).Problem);

    [Fact]
    public void The_word_until_is_no_day() =>
        Assert.Equal(("off until the new agent is out", null), (Only("a: 1 # kubesec:ignore KS1003 off until the new agent is out").Reason, (DateOnly?)null));

    [Fact]
    public void Text_that_is_no_comment_is_none() =>
        Assert.Empty(Read("a: x#kubesec:ignore KS1003 why\n").Ignores);

    private static IgnoreComment Only(string lines) => Assert.Single(Read(lines).Ignores);

    private static ManifestDocument Read(string lines) =>
        Assert.Single(new ManifestReader().Read("f", new StringReader("apiVersion: v1\nkind: Pod\n" + lines + "\n")));
}
