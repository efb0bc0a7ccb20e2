using KubeSec.Gate;
using KubeSec.Signatures;

namespace KubeSec.Core.Tests.Gate;

public sealed class SignaturesSectionTests
{
    [Fact]
    public void Every_key_of_the_section_is_read()
    {
        PolicyReading reading = PolicyFile.Parse("""
            signatures:
              - images: [ghcr.io/acme/**]
                require: {atLeast: 1}
                signers:
                  - name: release
                    keyless:
                      issuer: https://token.actions.githubusercontent.com
                      identityPattern: https://github\.com/acme/.+
                      claims: {runnerEnvironment: github-hosted}
                annotations: {env: prod}
                attestations:
                  - type: https://slsa.dev/provenance/v1
                mode: warn
                places: [referrers]
                repository: ghcr.io/acme/signatures
                eachPlatform: true
            registries:
              plainHttp: [localhost:5000]
              offline: true
              secondsPerImage: 300
              mirrors:
                - {name: docker.io, location: mirror.acme.internal/dockerhub}
            """);
        Assert.Empty(reading.Problems);
        SignaturePolicy policy = Assert.Single(reading.Policy!.Signatures);
        TrustedIdentity signer = Assert.IsType<TrustedIdentity>(Assert.Single(policy.Signers));
        Assert.Equal("release", signer.Name);
        Assert.True(signer.Subject.IsPattern);
        Assert.Equal("github-hosted", signer.Claims["runnerEnvironment"].Text);
        Assert.Equal((SignaturePolicyMode.Warn, true, "ghcr.io/acme/signatures"), (policy.Mode, policy.EachPlatform, policy.SignatureRepository?.Repository));
        Assert.Equal([SignaturePlace.Referrers], policy.Places);
        Assert.Equal("https://slsa.dev/provenance/v1", Assert.IsType<PredicatePolicy>(Assert.Single(policy.Attestations)).PredicateType);
        Assert.True(reading.Policy.Registries.Offline);
        Assert.Equal(TimeSpan.FromMinutes(5), reading.Policy.Registries.TimePerImage);
        Assert.Equal("mirror.acme.internal/dockerhub", Assert.Single(reading.Policy.Registries.Mirrors).Location);
    }

    [Theory]
    [InlineData("https://docker.io")]
    [InlineData("docker.io/")]
    [InlineData("docker.io@sha256:00")]
    public void A_mirror_that_no_image_begins_with_is_told(string name) => Assert.Contains(
        PolicyFile.Parse($$"""registries: {mirrors: [{name: "{{name}}", location: mirror.acme.internal}]}""").Problems,
        problem => problem.Message.Contains("is not how images begin", StringComparison.Ordinal));

    [Fact]
    public void Every_kind_of_statement_is_read()
    {
        PolicyReading reading = PolicyFile.Parse("""
            signatures:
              - images: [ghcr.io/acme/**]
                signers: [{keyless: {issuer: a, identity: b}}]
                attestations:
                  - provenance: {builder: https://builder, source: https://github.com/acme/shop, parameters: [{field: target, oneOf: [release]}]}
                  - summary: {verifier: https://verifier, levels: [SLSA_BUILD_LEVEL_2], maxAgeDays: 30}
                  - sbom: {forbid: [log4j-core]}
                  - vulnerabilities: {maxAgeDays: 2, highestAllowed: low, onlyFixable: true}
                  - type: https://acme.example/review
                    where: [{field: approvals, atLeast: 2}]
            """);

        Assert.Empty(reading.Problems);
        IReadOnlyList<AttestationPolicy> policies = Assert.Single(reading.Policy!.Signatures).Attestations;
        Assert.Equal("https://builder", Assert.IsType<ProvenancePolicy>(policies[0]).Builder);
        Assert.Equal(TimeSpan.FromDays(30), Assert.IsType<VerificationSummaryPolicy>(policies[1]).MaxAge);
        Assert.Equal(["log4j-core"], Assert.IsType<SbomPolicy>(policies[2]).ForbiddenComponents);
        Assert.True(Assert.IsType<VulnerabilityPolicy>(policies[3]).OnlyFixable);
        Assert.Equal(2, Assert.Single(Assert.IsType<PredicatePolicy>(policies[4]).Conditions).AtLeast);
    }

    [Theory]
    [InlineData("{images: [a/**], signers: [{keyless: {issuer: a, identity: b}}], attestations: [{provenance: {}, sbom: {}}]}", "say which statement")]
    [InlineData("{images: [a/**], signers: [{keyless: {issuer: a, identity: b}}], attestations: [{summary: {verifier: v, maxAgeDays: soon}}]}", "not a number")]
    [InlineData("{images: [a/**], signers: [{key: k.pub, keyless: {issuer: a, identity: b}}]}", "either by 'key' or by 'keyless'")]
    [InlineData("{images: [a/**], signers: [{name: nobody}]}", "either by 'key' or by 'keyless'")]
    [InlineData("{images: [a/**], signers: []}", "nobody in particular")]
    [InlineData("{signers: [{keyless: {issuer: a, identity: b}}]}", "names no images")]
    [InlineData("{images: [a/**], signers: [{key: missing.pub}]}", "no file 'missing.pub'")]
    [InlineData("{images: [a/**], signers: [{key: '-----BEGIN PUBLIC KEY-----'}]}", "the key cannot be used")]
    [InlineData("{images: [a/**], signers: [{keyless: {issuer: a}}]}", "'identity'")]
    [InlineData("{images: [a/**], signers: [{keyless: {issuer: a, identity: ''}}]}", "must not be empty")]
    [InlineData("{images: [a/**], signers: [{keyless: {issuer: a, identityPattern: '.*'}}]}", "demands nothing")]
    [InlineData("{images: [a/**], signers: [{keyless: {issuer: a, identity: b, identityPattern: c}}]}", "either 'identity'")]
    [InlineData("{images: [a/**], require: {atLeast: 3}, signers: [{keyless: {issuer: a, identity: b}}]}", "demands 3 signers and names 1")]
    [InlineData("{images: [a/**], require: most, signers: [{keyless: {issuer: a, identity: b}}]}", "anyOf")]
    [InlineData("{images: ['*'], signers: [{keyless: {issuer: a, identity: b}}]}", "**")]
    [InlineData("{images: [a/**], signer: []}", "no key 'signer'")]
    public void What_is_wrong_is_told_with_its_place(string entry, string message)
    {
        PolicyReading reading = PolicyFile.Parse($"signatures:\n  - {entry}\n");
        Assert.Null(reading.Policy);
        Assert.Contains(reading.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal) && problem.Span.Line == 2);
    }
}
