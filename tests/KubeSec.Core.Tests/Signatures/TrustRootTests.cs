using System.Text.Json.Nodes;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Core.Tests.Signatures.Discovery;
using KubeSec.Images;
using KubeSec.Images.Registries;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>The trust root that ships inside: whom it believes, and from when on it says that it is old.</summary>
public sealed class TrustRootTests
{
    private static readonly TrustRoot BuiltIn = TrustRoot.LoadPublicGood();

    [Fact]
    public void Built_in_root_names_logs_and_authorities_in_service()
    {
        Assert.Equal(Enum.GetValues<TrustRootEntryKind>(), BuiltIn.Entries.Select(entry => entry.Kind).Distinct());
        Assert.All(Enum.GetValues<TrustRootEntryKind>(), kind => Assert.Contains(BuiltIn.Entries, entry => entry.Kind == kind && entry.Until is null));
        Assert.All(BuiltIn.Entries, entry => Assert.Matches("^(sha256:)?[0-9a-f]{64}$", entry.Fingerprint));
        Assert.Contains(BuiltIn.Entries, entry => entry.Name == "rekor.sigstore.dev");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(180, false)]
    [InlineData(181, true)]
    public void Age_is_told_past_half_a_year(int days, bool told)
    {
        FakeTimeProvider clock = new(BuiltIn.AsOf!.Value.AddDays(days));
        Assert.Equal(told ? ReasonCodes.TrustRootOld : null, BuiltIn.AgeWarning(clock)?.Reason);
        Assert.Equal(told ? ReasonCodes.TrustRootOld : null, TrustRoot.PublicGoodAgeWarning(clock)?.Reason);
        Assert.Null(new MintedInstance().TrustRoot().AgeWarning(clock));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Link_that_does_not_hold_is_refused_whether_the_chains_were_checked_before_or_not(bool before)
    {
        MintedInstance instance = new();
        JsonObject json = instance.TrustRootJson();
        JsonObject certificate = json["certificateAuthorities"]![0]!["certChain"]!["certificates"]!.AsArray()[^1]!.AsObject();
        byte[] anchor = Convert.FromBase64String((string)certificate["rawBytes"]!);
        // Its last byte is one of its own signature.
        anchor[^1] ^= 1;
        certificate["rawBytes"] = Convert.ToBase64String(anchor);
        var root = TrustRoot.FromJson(MintedInstance.Bytes(json));
        if (before)
        {
            root.CheckChains();
        }

        BundleVerificationResult result = MintedInstance.Verify(new BundleVerifier(root, new BundleVerifierOptions(), instance.Clock), instance.Bundle());
        Assert.Equal(ReasonCodes.CertificateUntrusted, result.Refusal?.Reason);
    }

    [Fact]
    public async Task Old_built_in_root_is_a_warning_of_the_verdict_and_one_of_ones_own_is_not()
    {
        await using TestRegistry registry = await TestRegistry.StartAsync();
        TestSigner signer = new();
        OciDescriptor image = registry.PutImage("acme/shop", "v1");
        signer.AttachBundle(registry, "acme/shop", image);
        FakeTimeProvider clock = new(BuiltIn.AsOf!.Value.AddDays(200));
        ImageVerifierOptions options = new()
        {
            Policies = [new SignaturePolicy { Images = [ImageGlob.Parse("**")], Signers = [signer.Trusted] }],
            Registries = new() { DockerConfig = "", PlainHttp = [registry.Domain] },
        };
        using ImageVerifier old = new(options, clock);
        ImageVerdict verdict = await old.VerifyAsync($"{registry.Domain}/acme/shop:v1");
        Assert.Equal((ImageOutcome.Pass, ReasonCodes.TrustRootOld), (verdict.Outcome, Assert.Single(verdict.Warnings).Reason));
        using ImageVerifier own = new(options with { TrustRoot = new MintedInstance().TrustRoot() }, clock);
        Assert.Empty((await own.VerifyAsync($"{registry.Domain}/acme/shop:v1")).Warnings);
    }
}
