using System.Security.Cryptography.X509Certificates;
using KubeSec.Core.Tests.Images.Registries;
using KubeSec.Images;
using KubeSec.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>Revocation asked over the network: only when a policy wants it, and only about certificates of a trusted root.</summary>
public sealed class OnlineRevocationTests : IAsyncLifetime
{
    private readonly MintedNotary notary = new();
    private TestRegistry registry = null!;
    private byte[]? list;
    private byte[]? response;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        registry.Misbehave = async context =>
        {
            string path = context.Request.Path.Value!;
            if (path is not ("/list.crl" or "/ocsp"))
            {
                return false;
            }

            byte[]? answer = path == "/list.crl" ? list : response;
            context.Response.StatusCode = answer is null ? 500 : 200;
            await context.Response.Body.WriteAsync(answer ?? []);
            return true;
        };
    }

    public async Task DisposeAsync() => await registry.DisposeAsync();

    [Theory]
    [InlineData("list", "good", ImageOutcome.Pass, null)]
    [InlineData("list", "revoked", ImageOutcome.Fail, NotationReasonCodes.CertificateRevoked)]
    [InlineData("list", "silent", ImageOutcome.Undecided, NotationReasonCodes.RevocationUnknown)]
    [InlineData("list", "nonsense", ImageOutcome.Undecided, NotationReasonCodes.RevocationUnknown)]
    [InlineData("responder", "good", ImageOutcome.Pass, null)]
    [InlineData("responder", "revoked", ImageOutcome.Fail, NotationReasonCodes.CertificateRevoked)]
    [InlineData("responder", "silent", ImageOutcome.Undecided, NotationReasonCodes.RevocationUnknown)]
    public async Task What_lists_and_responders_answer_decides(string place, string answer, ImageOutcome outcome, string? reason)
    {
        Sign(place, notary);
        DateTimeOffset? revoked = answer == "revoked" ? MintedNotary.Now.AddDays(-1) : null;
        byte[]? told = answer switch
        {
            "silent" => null,
            "nonsense" => "nonsense"u8.ToArray(),
            _ when place == "list" => notary.RevocationList(revoked is { } since ? (notary.Leaf, since) : null, MintedNotary.Now.AddDays(1)),
            _ => notary.OcspResponse(notary.Leaf, revoked, byIssuer: true),
        };
        (list, response) = place == "list" ? (told, null) : ((byte[]?)null, told);
        ImageVerdict verdict = await VerifyAsync(online: true);
        Assert.Equal((outcome, reason), (verdict.Outcome, Assert.Single(verdict.Policies[0].Signatures).Refusal?.Reason));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Nothing_is_asked_unless_the_policy_wants_it_or_where_the_root_is_a_strangers(bool online, bool stranger)
    {
        Sign("list", stranger ? new MintedNotary() : notary);
        list = notary.RevocationList(null, MintedNotary.Now.AddDays(1));
        ImageVerdict verdict = await VerifyAsync(online);
        Assert.NotEqual(ImageOutcome.Pass, verdict.Outcome);
        Assert.DoesNotContain(registry.Requests, request => request.Path is "/list.crl" or "/ocsp");
    }

    private void Sign(string place, MintedNotary signer)
    {
        signer.Leaf = signer.NewLeaf(request => request.CertificateExtensions.Add(place == "list"
            ? CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"http://{registry.Domain}/list.crl"])
            : new X509AuthorityInformationAccessExtension([$"http://{registry.Domain}/ocsp"], null)));
        signer.Chain = [signer.Leaf, signer.Intermediate, signer.Root];
        signer.Attach(registry, "acme/shop", registry.PutImage("acme/shop", "v1"));
    }

    private async Task<ImageVerdict> VerifyAsync(bool online)
    {
        NotationSigner signer = notary.Trusted with { Revocation = new NotationRevocation { AskOnline = online } };
        using ImageVerifier verifier = new(
            new ImageVerifierOptions
            {
                Policies = [new SignaturePolicy { Images = [ImageGlob.Parse("**")], Signers = [signer] }],
                Registries = new() { DockerConfig = "", Retries = 0, PlainHttp = [registry.Domain] },
            },
            new FakeTimeProvider(MintedNotary.Now));
        return await verifier.VerifyAsync($"{registry.Domain}/acme/shop:v1");
    }
}
