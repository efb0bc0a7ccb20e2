using System.Text;
using System.Text.Json.Nodes;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>What a trust policy document may say, and what it must not; each refusal says where.</summary>
public sealed class NotationTrustPolicyTests : IDisposable
{
    private readonly string store = Directory.CreateTempSubdirectory("kubesec-truststore").FullName;
    private readonly MintedNotary notary = new();

    public NotationTrustPolicyTests()
    {
        Put("ca/acme/root.der", notary.Root);
        Put("ca/two/root.pem", Encoding.UTF8.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", notary.Root)));
        Put("tsa/acme/time.crt", notary.Timestamps.RootDer);
        Put("tsa/issuer/issuer.crt", notary.Intermediate);
        Put("ca/leaf/leaf.crt", notary.Leaf);
        Put("ca/junk/readme.txt", "not a certificate"u8.ToArray());
        Put("ca/nested/deeper/root.der", notary.Root);
        Directory.CreateDirectory(Path.Combine(store, "x509", "ca", "empty"));
        Directory.CreateDirectory(Path.Combine(store, "x509", "ca", "linked"));
        File.CreateSymbolicLink(Path.Combine(store, "x509", "ca", "linked", "root.der"), Path.Combine(store, "x509", "ca", "acme", "root.der"));
    }

    public void Dispose() => Directory.Delete(store, recursive: true);

    [Fact]
    public void Statement_becomes_a_policy()
    {
        SignaturePolicy policy = Assert.Single(Read(_ => { }));
        NotationSigner signer = Assert.IsType<NotationSigner>(Assert.Single(policy.Signers));
        Assert.Equal("registry.example/acme/shop", Assert.Single(policy.Images).Text);
        Assert.Equal(MintedNotary.FingerprintOf(notary.Root), Assert.Single(signer.Roots).Fingerprint);
        Assert.Single(signer.TimestampRoots);
        Assert.Equal((NotationLevel.Strict, TimestampVerification.AfterCertificateExpiry), (signer.Level, signer.VerifyTimestamp));
        Assert.Equal("C=US, O=acme, ST=WA", Assert.Single(signer.Identities).ToString());
        Assert.Equal([SignaturePlace.Referrers], policy.Places);
    }

    [Theory]
    [InlineData("""{"level":"permissive"}""", ValidationAction.Enforce, ValidationAction.Log, ValidationAction.Log, ValidationAction.Log)]
    [InlineData("""{"level":"audit"}""", ValidationAction.Log, ValidationAction.Log, ValidationAction.Log, ValidationAction.Log)]
    [InlineData("""{"level":"strict","override":{"revocation":"skip","expiry":"log"}}""", ValidationAction.Enforce, ValidationAction.Enforce, ValidationAction.Log, ValidationAction.Skip)]
    [InlineData("""{"level":"audit","override":{"authenticity":"enforce","authenticTimestamp":"enforce"}}""", ValidationAction.Enforce, ValidationAction.Enforce, ValidationAction.Log, ValidationAction.Log)]
    public void Levels_and_overrides_are_those_of_the_specification(
        string verification, ValidationAction authenticity, ValidationAction time, ValidationAction expiry, ValidationAction revocation)
    {
        NotationSigner signer = (NotationSigner)Read(statement => statement["signatureVerification"] = JsonNode.Parse(verification))[0].Signers[0];
        Assert.Equal((authenticity, time, expiry, revocation), (signer.Level.Authenticity, signer.Level.AuthenticTimestamp, signer.Level.Expiry, signer.Level.Revocation));
    }

    [Theory]
    [InlineData("name", "\"\"", "has no name")]
    [InlineData("name", "null", "name is missing")]
    [InlineData("registryScopes", "[]", "no registryScopes")]
    [InlineData("registryScopes", """["*","registry.example/a/b"]""", "'*'")]
    [InlineData("registryScopes", """["registry.example/acme/*"]""", "is no repository")]
    [InlineData("registryScopes", """["registry.example/acme/shop:v1"]""", "is no repository")]
    [InlineData("registryScopes", """["https://registry.example/acme/shop"]""", "is no repository")]
    [InlineData("registryScopes", """["nginx"]""", "is no repository")]
    [InlineData("registryScopes", """["registry.example/a","registry.example/a"]""", "a scope twice")]
    [InlineData("signatureVerification", "{}", "level is missing")]
    [InlineData("signatureVerification", """{"level":"Strict"}""", "none of strict")]
    [InlineData("signatureVerification", """{"level":"strict","override":{"integrity":"log"}}""", "cannot be overridden")]
    [InlineData("signatureVerification", """{"level":"strict","override":{"expiry":"skip"}}""", "nothing to do about expiry")]
    [InlineData("signatureVerification", """{"level":"strict","verifyTimestamp":"never"}""", "neither always")]
    [InlineData("signatureVerification", """{"level":"strict","levle":"audit"}""", "unknown field 'levle'")]
    [InlineData("signatureVerification", """{"level":"skip"}""", "says by whom")]
    [InlineData("trustStores", "[]", "no root")]
    [InlineData("trustStores", """["tsa:acme"]""", "no root")]
    [InlineData("trustStores", """["ca:acme","ca:acme"]""", "a trust store twice")]
    [InlineData("trustStores", """["ca"]""", "its name")]
    [InlineData("trustStores", """["root:acme"]""", "its type")]
    [InlineData("trustStores", """["ca:../acme"]""", "its name")]
    [InlineData("trustStores", """["ca:.."]""", "its name")]
    [InlineData("trustStores", """["ca:none"]""", "cannot be read")]
    [InlineData("trustStores", """["ca:empty"]""", "no certificate")]
    [InlineData("trustStores", """["ca:junk"]""", "readme.txt")]
    [InlineData("trustStores", """["ca:leaf"]""", "leaf.crt")]
    [InlineData("trustStores", """["ca:nested"]""", "no plain file")]
    [InlineData("trustStores", """["ca:linked"]""", "no plain file")]
    [InlineData("trustStores", """["ca:acme","tsa:issuer"]""", "no root")]
    [InlineData("trustedIdentities", "[]", "either identities or")]
    [InlineData("trustedIdentities", """["*","x509.subject: C=US, ST=WA, O=acme"]""", "stands alone")]
    [InlineData("trustedIdentities", """["C=US, ST=WA, O=acme"]""", "does not begin with")]
    [InlineData("trustedIdentities", """["spiffe: a"]""", "does not begin with")]
    [InlineData("trustedIdentities", """["x509.subject: C=US, ST=WA"]""", "O is missing")]
    [InlineData("trustedIdentities", """["x509.subject: C=US, ST=WA, O=a", "x509.subject: C=US, ST=WA, O=a, CN=b"]""", "another one covers")]
    public void Document_that_says_what_must_not_be_said_is_refused_with_its_place(string field, string value, string said)
    {
        TrustRootException fault = Assert.Throws<TrustRootException>(() => Read(statement => statement[field] = JsonNode.Parse(value)));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Contains(fault.Refusal.Reason, new[] { NotationReasonCodes.TrustPolicyInvalid, NotationReasonCodes.TrustStoreInvalid });
    }

    [Theory]
    [InlineData("""{"version":"1.0","trustPolicies":[]}""")]
    [InlineData("""{"version":"2.0","trustPolicies":[{}]}""")]
    [InlineData("""{"trustPolicies":[{}]}""")]
    [InlineData("""{"version":"1.0","version":"1.0","trustPolicies":[{}]}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public void What_is_no_trust_policy_is_refused(string document) => Assert.Equal(
        NotationReasonCodes.TrustPolicyInvalid,
        Assert.Throws<TrustRootException>(() => NotationTrustPolicy.Read(Encoding.UTF8.GetBytes(document), store)).Refusal.Reason);

    [Fact]
    public void Names_and_scopes_belong_to_one_statement_and_skip_is_never_for_everything()
    {
        Assert.Contains("are named", Refusal(Statement("a", "registry.example/a"), Statement("a", "registry.example/b")), StringComparison.Ordinal);
        Assert.Contains("two statements", Refusal(Statement("a", "registry.example/a"), Statement("b", "registry.example/a")), StringComparison.Ordinal);
        JsonObject skip = new() { ["name"] = "s", ["registryScopes"] = new JsonArray("*"), ["signatureVerification"] = new JsonObject { ["level"] = "skip" } };
        Assert.Contains("every image", Refusal(skip), StringComparison.Ordinal);
    }

    [Fact]
    public void Revocation_that_is_enforced_needs_something_to_judge_it_by()
    {
        Assert.Contains("enforces revocation", Assert.Throws<TrustRootException>(() => NotationTrustPolicy.Read(Document(Statement("a", "registry.example/a")), store)).Message, StringComparison.Ordinal);
        JsonObject skipping = Statement("a", "registry.example/a");
        skipping["signatureVerification"]!["override"] = new JsonObject { ["revocation"] = "skip" };
        Assert.Single(NotationTrustPolicy.Read(Document(skipping), store));
    }

    private static byte[] Document(params JsonObject[] statements) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["version"] = "1.0", ["trustPolicies"] = new JsonArray([.. statements]) }.ToJsonString());

    private static JsonObject Statement(string name, string scope) => new()
    {
        ["name"] = name,
        ["registryScopes"] = new JsonArray(scope),
        ["signatureVerification"] = new JsonObject { ["level"] = "strict", ["verifyTimestamp"] = "afterCertExpiry" },
        ["trustStores"] = new JsonArray("ca:acme", "ca:two", "tsa:acme"),
        ["trustedIdentities"] = new JsonArray("x509.subject: C=US, ST=WA, O=acme"),
    };

    private IReadOnlyList<SignaturePolicy> Read(Action<JsonObject> change)
    {
        JsonObject statement = Statement("acme", "registry.example/acme/shop");
        change(statement);
        return NotationTrustPolicy.Read(Document(statement), store, new NotationRevocation());
    }

    private string Refusal(params JsonObject[] statements) =>
        Assert.Throws<TrustRootException>(() => NotationTrustPolicy.Read(Document(statements), store, new NotationRevocation())).Message;

    private void Put(string path, byte[] content)
    {
        string full = Path.Combine(store, "x509", path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }
}
