using CsCheck;
using KubeSec.Images;

namespace KubeSec.Core.Tests.Images;

public sealed class RegistryPolicyTests
{
    private const string Pinned = "@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    [Theory]
    [InlineData("ghcr.io/acme/**", "ghcr.io/acme/shop", true)]
    [InlineData("ghcr.io/acme/**", "ghcr.io/acme/shop/api", true)]
    [InlineData("ghcr.io/acme/**", "ghcr.io/acme", false)]
    [InlineData("ghcr.io/acme/**", "ghcr.io/acme-evil/shop", false)]
    [InlineData("ghcr.io/acme/*", "ghcr.io/acme/shop/api", false)]
    [InlineData("ghcr.io/acme/**/api", "ghcr.io/acme/api", true)]
    [InlineData("ghcr.io/acme/**/api", "ghcr.io/acme/a/b/api", true)]
    [InlineData("ghcr.io/acme/**/api", "ghcr.io/acme/a/b/apix", false)]
    [InlineData("ghcr.io/**/x/**/y", "ghcr.io/x/x/y/x/y", true)]
    [InlineData("ghcr.io/acme/shop-*", "ghcr.io/acme/shop-api", true)]
    [InlineData("*.acme.example/**", "eu.acme.example/shop", true)]
    [InlineData("*.acme.example/**", "acme.example.evil.io/shop", false)]
    [InlineData("**", "nginx", true)]
    [InlineData("**/nginx", "quay.io/a/nginx", true)]
    [InlineData("nginx", "docker.io/library/nginx:1", true)]
    [InlineData("nginx*", "nginx-extra", true)]
    [InlineData("docker.io/*", "nginx", true)]
    [InlineData("docker.io/*", "acme/nginx", false)]
    [InlineData("index.docker.io/**", "acme/nginx", true)]
    [InlineData("acme/**", "docker.io/acme/nginx", true)]
    [InlineData("registry.acme.internal:5000/**", "registry.acme.internal:5000/shop", true)]
    [InlineData("registry.acme.internal:5000/**", "registry.acme.internal/shop", false)]
    [InlineData("ghcr.io/acme/**", "GHCR.IO/acme/shop", true)]
    [InlineData("ghcr.io/acme/**", "ghcr.io:443/acme/shop", true)]
    public void A_pattern_matches_registry_and_repository(string pattern, string image, bool matches) =>
        Assert.Equal(matches, ImageGlob.Parse(pattern).Matches(ImageReference.Parse(image)));

    [Theory]
    [InlineData("", "empty part")]
    [InlineData("ghcr.io//x", "empty part")]
    [InlineData("ghcr.io/acme/", "empty part")]
    [InlineData("ghcr.io/acme**", "alone between slashes")]
    [InlineData("ghcr.io/acme:v1", "forbidTags")]
    [InlineData("ghcr.io/acme@sha256:00", "digest")]
    [InlineData("ghcr.io/ac?e", "no pattern")]
    [InlineData("*", "*/** for all images of a registry, ** for everything")]
    [InlineData("registry.acme.internal:5000", "registry.acme.internal:5000/**")]
    public void A_pattern_that_would_not_do_what_it_seems_to_is_refused_with_a_remedy(string pattern, string remedy)
    {
        Assert.False(ImageGlob.TryParse(pattern, out _, out string? error));
        Assert.Contains(remedy, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Deny_wins_over_allow()
    {
        RegistryPolicy policy = new() { Allow = [ImageGlob.Parse("ghcr.io/**")], Deny = [ImageGlob.Parse("ghcr.io/evil/**")] };
        Assert.Empty(policy.Check(ImageReference.Parse("ghcr.io/acme/shop")));
        Assert.Equal(RegistryViolationKind.Denied, Assert.Single(policy.Check(ImageReference.Parse("ghcr.io/evil/shop"))).Kind);
        Assert.Equal(RegistryViolationKind.NotAllowed, Assert.Single(policy.Check(ImageReference.Parse("nginx"))).Kind);
    }

    [Fact]
    public void A_digest_and_tags_are_asked_for()
    {
        RegistryPolicy policy = new() { RequireDigest = true, ForbidTags = ["latest", "*-dev"] };
        Assert.Empty(policy.Check(ImageReference.Parse("nginx" + Pinned)));
        Assert.Equal([RegistryViolationKind.TagForbidden, RegistryViolationKind.DigestMissing],
            policy.Check(ImageReference.Parse("nginx")).Select(violation => violation.Kind));
        Assert.Equal([RegistryViolationKind.TagForbidden],
            policy.Check(ImageReference.Parse("nginx:1-dev" + Pinned)).Select(violation => violation.Kind));
    }

    [Fact]
    public void A_namespace_replaces_what_it_states_and_keeps_what_is_denied_everywhere()
    {
        RegistryPolicy policy = new()
        {
            Allow = [ImageGlob.Parse("ghcr.io/acme/**")],
            Deny = [ImageGlob.Parse("quay.io/evil/**")],
            RequireDigest = true,
            Namespaces = [new() { Match = ["team-*"], Allow = [ImageGlob.Parse("quay.io/**")], RequireDigest = false }],
        };
        Assert.Empty(policy.Check(ImageReference.Parse("quay.io/a/b"), "team-a"));
        Assert.Equal(2, policy.Check(ImageReference.Parse("quay.io/a/b"), "other").Count);
        Assert.Equal(2, policy.Check(ImageReference.Parse("quay.io/a/b")).Count);
        Assert.Equal(RegistryViolationKind.Denied, Assert.Single(policy.Check(ImageReference.Parse("quay.io/evil/b"), "team-a")).Kind);
    }

    [Fact]
    public void Matching_agrees_with_the_plain_recursive_definition()
    {
        Gen<string[]> pattern = Gen.OneOf("a", "b", "*", "**").Array[1, 5];
        Gen<string[]> path = Gen.OneOf("a", "b").Array[1, 6];
        Gen.Select(pattern, path).Sample((segments, names) =>
        {
            ImageGlob glob = ImageGlob.Parse("r.io/" + string.Join('/', segments));
            Assert.Equal(Obvious(segments, names), glob.Matches(ImageReference.Parse("r.io/" + string.Join('/', names))));
        }, iter: 5_000);
    }

    private static bool Obvious(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name) => pattern switch
    {
        [] => name.IsEmpty,
        ["**"] => !name.IsEmpty,
        ["**", ..] => Obvious(pattern[1..], name) || (!name.IsEmpty && Obvious(pattern, name[1..])),
        _ => !name.IsEmpty && (pattern[0] == "*" || pattern[0] == name[0]) && Obvious(pattern[1..], name[1..]),
    };
}
