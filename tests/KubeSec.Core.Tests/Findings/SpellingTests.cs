using KubeSec.Findings;

namespace KubeSec.Core.Tests.Findings;

public sealed class SpellingTests
{
    private static readonly string[] Options = ["--fail-on", "--format", "--framework", "--output", "--offline", "--kubernetes-version"];

    [Theory]
    [InlineData("--foramt", "--format")]
    [InlineData("--frmt", "--format")]
    [InlineData("--formatt", "--format")]
    [InlineData("-format", "--format")]
    [InlineData("--FORMAT", "--format")]
    [InlineData("--kubernetes", "--kubernetes-version")]
    public void A_word_with_a_slip_in_it_is_recognised(string word, string meant) => Assert.Equal(meant, Spelling.Nearest(word, Options));

    [Theory]
    [InlineData("--typo")]
    [InlineData("--elephant")]
    [InlineData("--of")]
    [InlineData("-x")]
    [InlineData("--")]
    [InlineData("")]
    public void A_word_that_is_like_none_gets_no_hint(string word)
    {
        Assert.Null(Spelling.Nearest(word, Options));
        Assert.Equal("", Spelling.Hint(word, Options));
    }

    [Fact]
    public void The_nearest_of_several_is_named_and_the_first_of_equals() =>
        Assert.Equal(("host-network", "cat"), (Spelling.Nearest("host-netwrok", ["host-networks", "host-network", "host-port"]), Spelling.Nearest("bat", ["hat", "cat"])));

    [Fact]
    public void Without_candidates_there_is_no_hint() => Assert.Equal("", Spelling.Hint("gate", []));
}
