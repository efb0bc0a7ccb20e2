using CsCheck;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Policies;

public sealed class SignaturePolicyTests
{
    private static readonly SignerIdentity Release = new(
        "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", SubjectKind.Uri, "https://token.actions.githubusercontent.com",
        new SortedDictionary<string, string> { ["sourceRepositoryRef"] = "refs/heads/main", ["runnerEnvironment"] = "github-hosted" });

    [Theory]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", true)]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/mai", false)]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main2", false)]
    [InlineData("HTTPS://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", false)]
    public void An_exact_identity_is_no_prefix_and_no_pattern(string subject, bool accepted) =>
        Assert.Equal(accepted, Identity(TextMatch.Exact(subject)).Judge(Release) is null);

    [Theory]
    [InlineData(@"https://github\.com/acme/.+", true)]
    [InlineData(@"^https://github\.com/acme/.+$", true)]
    [InlineData(@"https://github\.com/acme/shop", false)]
    [InlineData(@"github\.com/acme/.+", false)]
    [InlineData(@"x|https://github\.com/acme/.+", true)]
    [InlineData(@"https://github\.com/acme/|x", false)]
    public void A_pattern_stands_for_the_whole_identity(string pattern, bool accepted) =>
        Assert.Equal(accepted, Identity(Pattern(pattern)).Judge(Release) is null);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(".*")]
    [InlineData("a?")]
    [InlineData("a)|(?:b")]
    [InlineData("(?x)a #")]
    [InlineData("(a")]
    [InlineData("(?=a)a")]
    [InlineData(@"(a)\1")]
    public void A_pattern_that_demands_nothing_breaks_out_or_needs_backtracking_is_refused(string? pattern)
    {
        Assert.False(TextMatch.TryPattern(pattern, out _, out string? error));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Patterns_cost_linear_time()
    {
        Assert.False(Pattern("(a+)+b").Accepts(new string('a', 100_000)));
    }

    [Fact]
    public void Claims_issuer_and_missing_values_are_each_told()
    {
        Assert.Null((Identity(TextMatch.Exact(Release.Subject!)) with { Claims = Claim("runnerEnvironment", "github-hosted") }).Judge(Release));
        Assert.Equal(ImageReasonCodes.ClaimMismatch, (Identity(TextMatch.Exact(Release.Subject!)) with { Claims = Claim("runnerEnvironment", "self-hosted") }).Judge(Release)?.Reason);
        Assert.Equal(ImageReasonCodes.ClaimMismatch, (Identity(TextMatch.Exact(Release.Subject!)) with { Claims = Claim("buildTrigger", "push") }).Judge(Release)?.Reason);
        Assert.Equal(ReasonCodes.IssuerMismatch, Identity(TextMatch.Exact(Release.Subject!)).Judge(Release with { Issuer = null })?.Reason);
        Assert.Equal(ReasonCodes.IdentityMismatch, Identity(TextMatch.Exact(Release.Subject!)).Judge(Release with { Subject = null })?.Reason);
    }

    [Fact]
    public void Signers_are_counted_by_witnesses_and_not_by_entries()
    {
        Assert.Equal(1, SignerQuorum.Distinct([["a"], ["a"]]));
        Assert.Equal(2, SignerQuorum.Distinct([["a", "b"], ["a"]]));
        Assert.Equal(2, SignerQuorum.Distinct([["a"], ["a", "b"], ["a", "b"]]));
        Assert.Equal(0, SignerQuorum.Distinct([[], []]));
    }

    [Fact]
    public void The_count_of_distinct_signers_is_the_most_that_any_assignment_reaches() =>
        Gen.Int[0, 15].List[0, 5].Sample(masks =>
        {
            string[][] witnesses = [.. masks.Select(mask => Enumerable.Range(0, 4).Where(bit => (mask >> bit & 1) == 1).Select(bit => $"w{bit}").ToArray())];
            Assert.Equal(Most(witnesses, 0, []), SignerQuorum.Distinct(witnesses));
        }, iter: 2_000);

    [Fact]
    public void A_policy_that_cannot_be_held_says_everything_that_is_wrong()
    {
        TrustedKey key = new TestSigner().Trusted;
        SignaturePolicy good = new() { Images = [ImageGlob.Parse("**")], Signers = [key] };
        Assert.Empty(good.Problems());
        Assert.NotEmpty((good with { Images = [] }).Problems());
        Assert.NotEmpty((good with { Signers = [] }).Problems());
        Assert.NotEmpty((good with { Signers = [key, key with { }] }).Problems());
        Assert.NotEmpty((good with { Quorum = SignerQuorum.AtLeast(2) }).Problems());
        Assert.NotEmpty((good with { RequireSignature = false }).Problems());
        Assert.NotEmpty((good with { Places = [] }).Problems());
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ImageVerifier(new() { Policies = [good with { Images = [], Places = [] }] }));
        Assert.Contains("no images", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no place", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ImageVerifier(new() { Policies = [] }));
    }

    private static int Most(string[][] witnesses, int signer, HashSet<string> taken) =>
        signer == witnesses.Length ? 0
            : Math.Max(
                Most(witnesses, signer + 1, taken),
                witnesses[signer].Where(witness => !taken.Contains(witness))
                    .Select(witness => 1 + Most(witnesses, signer + 1, [.. taken, witness])).DefaultIfEmpty(0).Max());

    private static TrustedIdentity Identity(TextMatch subject) => new() { Issuer = TextMatch.Exact(Release.Issuer!), Subject = subject };

    private static TextMatch Pattern(string pattern) => TextMatch.TryPattern(pattern, out TextMatch? match, out string? error) ? match : throw new FormatException(error);

    private static Dictionary<string, TextMatch> Claim(string name, string value) => new() { [name] = TextMatch.Exact(value) };
}
