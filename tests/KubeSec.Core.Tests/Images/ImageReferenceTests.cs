using CsCheck;
using KubeSec.Images;

namespace KubeSec.Core.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Hex = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    /// <summary>The cases of github.com/distribution/reference, reference_test.go and normalize_test.go, and what Docker does with them.</summary>
    [Theory]
    [InlineData("nginx", "docker.io/library/nginx", "nginx")]
    [InlineData("nginx:1.29", "docker.io/library/nginx:1.29", "nginx:1.29")]
    [InlineData("library/nginx", "docker.io/library/nginx", "nginx")]
    [InlineData("index.docker.io/nginx", "docker.io/library/nginx", "nginx")]
    [InlineData("docker.io/nginx", "docker.io/library/nginx", "nginx")]
    [InlineData("acme/shop", "docker.io/acme/shop", "acme/shop")]
    [InlineData("docker.io/library/a/b", "docker.io/library/a/b", "library/a/b")]
    [InlineData("localhost/shop", "localhost/shop", "localhost/shop")]
    [InlineData("localhost:5000/shop:v1", "localhost:5000/shop:v1", "localhost:5000/shop:v1")]
    [InlineData("localhost:5000", "docker.io/library/localhost:5000", "localhost:5000")]
    [InlineData("ghcr.io/acme/shop/api:v1.2", "ghcr.io/acme/shop/api:v1.2", "ghcr.io/acme/shop/api:v1.2")]
    [InlineData("[2001:db8::1]:5000/shop", "[2001:db8::1]:5000/shop", "[2001:db8::1]:5000/shop")]
    [InlineData("[::1]/shop", "[::1]/shop", "[::1]/shop")]
    [InlineData("192.168.0.1/shop", "192.168.0.1/shop", "192.168.0.1/shop")]
    [InlineData("Upper/shop", "Upper/shop", "Upper/shop")]
    [InlineData("a__b/c-----d.e", "docker.io/a__b/c-----d.e", "a__b/c-----d.e")]
    [InlineData("nginx@sha256:" + Hex, "docker.io/library/nginx@sha256:" + Hex, "nginx@sha256:" + Hex)]
    [InlineData("nginx:1@sha256:" + Hex, "docker.io/library/nginx:1@sha256:" + Hex, "nginx:1@sha256:" + Hex)]
    [InlineData("xn--n3h.com/myimage", "xn--n3h.com/myimage", "xn--n3h.com/myimage")]
    public void A_reference_has_a_full_and_a_familiar_form(string text, string full, string familiar)
    {
        ImageReference reference = ImageReference.Parse(text);
        Assert.Equal(full, reference.ToString());
        Assert.Equal(familiar, reference.Familiar);
        Assert.Equal(reference, ImageReference.Parse(full));
        Assert.Equal(reference, ImageReference.Parse(familiar));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(null, "is empty")]
    [InlineData(":latest", "empty part")]
    [InlineData("nginx:", "a tag has 1 to 128")]
    [InlineData("nginx:-x", "tag starts with '-'")]
    [InlineData("nginx: x", "a tag has letters")]
    [InlineData("Nginx", "upper-case")]
    [InlineData("ghcr.io/Acme/shop", "upper-case")]
    [InlineData("a//b", "empty part")]
    [InlineData("/nginx", "empty part")]
    [InlineData("nginx/", "empty part")]
    [InlineData("-a.io/b", "no host name")]
    [InlineData("a..io/b", "no host name")]
    [InlineData("a.io:/b", "no port number")]
    [InlineData("a.io:80x/b", "no port number")]
    [InlineData("[fe80::1%eth0]/b", "no IPv6 address")]
    [InlineData("a___b", "empty part or a character")]
    [InlineData("a..b", "empty part or a character")]
    [InlineData("a_-b", "empty part or a character")]
    [InlineData("nginx@", "a digest is")]
    [InlineData("nginx@sha256:44136F", "64 lower-case")]
    [InlineData("nginx@md5:d41d8cd98f00b204e9800998ecf8427e", "a digest is")]
    [InlineData("nginx@sha256:" + Hex + "@sha256:" + Hex, "64 lower-case")]
    [InlineData("https://ghcr.io/acme/shop", "no port number")]
    [InlineData("nginx\n", "empty part or a character")]
    [InlineData(" nginx", "empty part or a character")]
    [InlineData("${REGISTRY}/shop", "no host name")]
    [InlineData("gh\u0441r.io/acme/shop", "no host name")]
    [InlineData(Hex, "image id")]
    public void What_is_no_reference_is_refused_with_the_part_that_is_wrong(string? text, string reason)
    {
        Assert.False(ImageReference.TryParse(text, out ImageReference? reference, out string? error));
        Assert.Null(reference);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_bounded_as_in_the_grammar()
    {
        Assert.True(ImageReference.TryParse("a.io/" + new string('a', 255) + ":" + new string('t', 128), out _, out _));
        Assert.False(ImageReference.TryParse("a.io/" + new string('a', 256), out _, out _));
        Assert.False(ImageReference.TryParse("a.io/a:" + new string('t', 129), out _, out _));
        Assert.False(ImageReference.TryParse(new string('a', 10_000_000), out _, out string? error));
        Assert.True(error.Length < 200);
    }

    [Fact]
    public void Only_an_image_without_tag_and_digest_is_implicitly_latest()
    {
        Assert.Equal("latest", ImageReference.Parse("nginx").EffectiveTag);
        Assert.Equal("1", ImageReference.Parse("nginx:1").EffectiveTag);
        Assert.Null(ImageReference.Parse("nginx@sha256:" + Hex).EffectiveTag);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_reads_back_the_same()
    {
        Gen<string> alphabet = Gen.OneOf(
            Gen.OneOf("docker.io", "localhost", "library", "/", ":", "@", "sha256:" + Hex, "a", "A", "_", "__", "-", ".", "[", "]", "5000", "\0", "é"),
            Gen.String[0, 3]);
        alphabet.List[0, 8].Select(string.Concat).Sample(text =>
        {
            if (ImageReference.TryParse(text, out ImageReference? reference, out string? error))
            {
                Assert.Equal(reference, ImageReference.Parse(reference.ToString()));
                Assert.Equal(reference, ImageReference.Parse(reference.Familiar));
            }
            else
            {
                Assert.DoesNotContain(error, char.IsControl);
            }
        }, iter: 20_000);
    }

    [Fact]
    public void A_digest_belongs_to_exactly_its_content()
    {
        Digest digest = Digest.Sha256Of("{}"u8);
        Assert.Equal("sha256:" + Hex, digest.ToString());
        Assert.True(digest.Matches("{}"u8));
        Assert.False(digest.Matches("{ }"u8));
        Digest long512 = Digest.Parse("sha512:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData("{}"u8)));
        Assert.True(long512.Matches("{}"u8));
    }
}
