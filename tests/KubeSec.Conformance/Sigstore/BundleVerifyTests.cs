using KubeSec.Signatures;

namespace KubeSec.Conformance.Sigstore;

/// <summary>
/// The official Sigstore client conformance suite: 70 cases, each with the artifact at hand and with only its digest.
/// The suite itself reads nothing but exit codes; here every must-fail case names the one cause it may be refused for.
/// </summary>
public sealed class BundleVerifyTests
{
    /// <summary>Every case with its reason code; null where the bundle must verify.</summary>
    private static readonly Dictionary<string, string?> Expected = new(StringComparer.Ordinal)
    {
        ["bundle-empty-certificate-chain_fail"] = ReasonCodes.BundleCertificateMissing,
        ["bundle-from-wrong-instance_fail"] = ReasonCodes.LogUnknown,
        ["bundle-invalid-base64-signature_fail"] = ReasonCodes.Base64Invalid,
        ["bundle-malformed-json_fail"] = ReasonCodes.BundleMalformed,
        ["bundle-negative-log-index_fail"] = ReasonCodes.LogIndexInvalid,
        ["bundle-unknown-version_fail"] = ReasonCodes.BundleVersionUnknown,
        ["bundle-with-root-cert_fail"] = ReasonCodes.BundleRootCertificateIncluded,
        ["bundle-with-sct-with-extensions"] = null,
        ["checkpoint-bad-keyhint_fail"] = ReasonCodes.CheckpointSignerUnknown,
        ["checkpoint-wrong-roothash_fail"] = ReasonCodes.CheckpointProofMismatch,
        ["dsse-invalid-sig_fail"] = ReasonCodes.SignatureInvalid,
        ["dsse-mismatch-envelope_fail"] = ReasonCodes.LogEntryDigestMismatch,
        ["dsse-mismatch-sig_fail"] = ReasonCodes.LogEntrySignatureMismatch,
        ["happy-path-intoto-in-dsse-v3"] = null,
        ["happy-path-v0.1"] = null,
        ["happy-path-v0.2"] = null,
        ["happy-path-v0.3"] = null,
        ["happy-path-v0.3-new-mediaType"] = null,
        ["inclusion-proof-corrupted-hash_fail"] = ReasonCodes.InclusionProofInvalid,
        ["incorrect-public-key_fail"] = ReasonCodes.LogEntrySignerMismatch,
        ["integrated-time-in-future_fail"] = ReasonCodes.CertificateNotValidAtTime,
        ["intoto-expired-certificate_fail"] = ReasonCodes.CertificateNotValidAtTime,
        ["intoto-log-entry-mismatch_fail"] = ReasonCodes.LogEntrySignatureMismatch,
        ["intoto-missing-inclusion-proof_fail"] = ReasonCodes.InclusionProofMissing,
        ["intoto-set-outside-signing-cert-validity_fail"] = ReasonCodes.CertificateNotValidAtTime,
        ["intoto-tsa-timestamp-outside-cert-validity_fail"] = ReasonCodes.CertificateNotValidAtTime,
        ["intoto-with-custom-trust-root"] = null,
        ["invalid-checkpoint-signature_fail"] = ReasonCodes.CheckpointSignatureInvalid,
        ["invalid-ct-key_fail"] = ReasonCodes.SctLogUnknown,
        ["invalid-inclusion-proof_fail"] = ReasonCodes.InclusionProofInvalid,
        ["managed-key-and-trusted-root"] = null,
        ["managed-key-happy-path"] = null,
        ["managed-key-no-key_fail"] = ReasonCodes.SignerIsKey,
        ["managed-key-wrong-key_fail"] = ReasonCodes.KeyInvalid,
        ["message-digest-mismatch_fail"] = ReasonCodes.ArtifactDigestMismatch,
        ["rekor2-checkpoint-cosigned"] = null,
        ["rekor2-checkpoint-missing-log-signature_fail"] = ReasonCodes.CheckpointUnsigned,
        ["rekor2-checkpoint-missing-origin_fail"] = ReasonCodes.CheckpointOriginMissing,
        ["rekor2-checkpoint-missing-root-hash_fail"] = ReasonCodes.CheckpointRootMissing,
        ["rekor2-checkpoint-missing-size_fail"] = ReasonCodes.CheckpointSizeMissing,
        ["rekor2-checkpoint-multiple-cosigs"] = null,
        ["rekor2-checkpoint-no-matching-signature_fail"] = ReasonCodes.CheckpointOriginMismatch,
        ["rekor2-checkpoint-origin-not-first"] = null,
        ["rekor2-checkpoint-two-sigs-cosigned"] = null,
        ["rekor2-checkpoint-two-sigs-from-origin"] = null,
        ["rekor2-dsse-happy-path"] = null,
        ["rekor2-dsse-invalid-sig_fail"] = ReasonCodes.SignatureInvalid,
        ["rekor2-dsse-mismatch-envelope_fail"] = ReasonCodes.LogEntryDigestMismatch,
        ["rekor2-dsse-mismatch-sig_fail"] = ReasonCodes.LogEntrySignatureMismatch,
        ["rekor2-happy-path"] = null,
        ["rekor2-no-inclusion-proof_fail"] = ReasonCodes.InclusionProofMissing,
        ["rekor2-no-timestamp_fail"] = ReasonCodes.TimeMissing,
        ["rekor2-timestamp-outside-trust-root-tsa-validity_fail"] = ReasonCodes.TimestampAuthorityNotValidAtTime,
        ["rekor2-timestamp-outside-tsa-cert-validity_fail"] = ReasonCodes.TimestampCertificateNotValid,
        ["rekor2-timestamp-payload-mismatch_fail"] = ReasonCodes.TimestampImprintMismatch,
        ["rekor2-timestamp-untrusted-tsa-with-embedded-cert_fail"] = ReasonCodes.TimestampUntrusted,
        ["rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail"] = ReasonCodes.TimestampUntrusted,
        ["rekor2-timestamp-with-embedded-cert"] = null,
        ["rekor2-timestamp-with-expired-cert-chain"] = null,
        ["rekor2-timestamp-with-incorrect-time_fail"] = ReasonCodes.CertificateNotValidAtTime,
        ["rekor2-timestamp-without-embedded-cert"] = null,
        ["set-invalid-signature_fail"] = ReasonCodes.InclusionPromiseInvalid,
        ["signature-mismatch_fail"] = ReasonCodes.SignatureInvalid,
        ["trust-root-tlog-missing-validity-start_fail"] = ReasonCodes.TrustRootValidityMissing,
        ["trust-root-tlog-validity-end-inclusive"] = null,
        ["trust-root-tsa-validity-end-inclusive"] = null,
        ["wrong-hashedrekord-artifact_fail"] = ReasonCodes.LogEntryDigestMismatch,
        ["wrong-hashedrekord-cert-and-sig_fail"] = ReasonCodes.LogEntrySignerMismatch,
        ["wrong-hashedrekord-entry_fail"] = ReasonCodes.LogEntrySignerMismatch,
        ["wrong-material_fail"] = ReasonCodes.SignatureInvalid,
    };

    public static TheoryData<string, bool> Checks()
    {
        var checks = new TheoryData<string, bool>();
        foreach (string name in Expected.Keys)
        {
            checks.Add(name, false);
            checks.Add(name, true);
        }

        return checks;
    }

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Case_is_answered_with_its_own_reason(string name, bool byDigest)
    {
        Refusal? refusal = new ConformanceCase(name).Verify(byDigest);

        Assert.Equal(Expected[name], refusal?.Reason);
        Assert.Equal(name.EndsWith("fail", StringComparison.Ordinal), refusal is not null);
    }

    [SkippableFact]
    public void Table_names_every_case_of_the_suite()
    {
        string[] cases = [.. Directory.GetDirectories(ConformanceCase.Suite).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

        Assert.Equal(cases, Expected.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Embedded_root_is_the_public_good_instances_own()
    {
        byte[] published = File.ReadAllBytes(Tests.SharedFiles.Require("conformance", "sigstore", "production_trusted_root.json"));
        using Stream embedded = typeof(TrustRoot).Assembly.GetManifestResourceStream("KubeSec.Signatures.public-good-trusted-root.json")!;
        byte[] bytes = new byte[embedded.Length];
        embedded.ReadExactly(bytes);

        Assert.Equal(published, bytes);
    }
}
