namespace KubeSec.Signatures;

/// <summary>
/// Why a signature can be refused: one stable code per cause. A code never changes its meaning; policies, reports and
/// tests may rely on it.
/// </summary>
public static class ReasonCodes
{
    /// <summary>The bundle is not JSON of the documented form.</summary>
    public const string BundleMalformed = "bundle-malformed";

    /// <summary>The bundle's media type is of no version between v0.1 and v0.3.</summary>
    public const string BundleVersionUnknown = "bundle-version-unknown";

    /// <summary>The bundle names no signing material, two kinds of it, or a kind its version does not allow.</summary>
    public const string BundleMaterialAmbiguous = "bundle-material-ambiguous";

    /// <summary>The bundle holds neither or both of a message signature and a DSSE envelope.</summary>
    public const string BundleContentAmbiguous = "bundle-content-ambiguous";

    /// <summary>The bundle's certificate chain is empty.</summary>
    public const string BundleCertificateMissing = "bundle-certificate-missing";

    /// <summary>The bundle brings its own root certificate.</summary>
    public const string BundleRootCertificateIncluded = "bundle-root-certificate-included";

    /// <summary>A document is larger, deeper or holds more than is looked at.</summary>
    public const string LimitExceeded = "limit-exceeded";

    /// <summary>A value is not canonical base64.</summary>
    public const string Base64Invalid = "base64-invalid";

    /// <summary>The trust root is not JSON of the documented form.</summary>
    public const string TrustRootMalformed = "trust-root-malformed";

    /// <summary>An entry of the trust root does not say since when it is valid.</summary>
    public const string TrustRootValidityMissing = "trust-root-validity-missing";

    /// <summary>A key of the trust root is not of the algorithm that it is said to be.</summary>
    public const string TrustRootKeyMismatch = "trust-root-key-mismatch";

    /// <summary>The built-in trust root is older than it should be; told, never a refusal.</summary>
    public const string TrustRootOld = "trust-root-old";

    /// <summary>TUF metadata is not JSON of the documented form.</summary>
    public const string TufMalformed = "tuf-malformed";

    /// <summary>TUF metadata is signed by fewer keys than its role demands.</summary>
    public const string TufThresholdNotMet = "tuf-threshold-not-met";

    /// <summary>TUF metadata has expired: an update may be kept from us.</summary>
    public const string TufExpired = "tuf-expired";

    /// <summary>TUF metadata is older than what was seen before.</summary>
    public const string TufRollback = "tuf-rollback";

    /// <summary>A TUF file has not the length, hash or version that signed metadata states.</summary>
    public const string TufContentMismatch = "tuf-content-mismatch";

    /// <summary>A TUF repository serves more than is looked at: a file too large, too many signatures or new roots.</summary>
    public const string TufLimitExceeded = "tuf-limit-exceeded";

    /// <summary>The TUF repository does not hold the trust root.</summary>
    public const string TufTargetMissing = "tuf-target-missing";

    /// <summary>The TUF repository cannot be reached.</summary>
    public const string TufUnreachable = "tuf-unreachable";

    /// <summary>A public key is damaged or too weak.</summary>
    public const string KeyInvalid = "key-invalid";

    /// <summary>A public key is of an unsupported algorithm.</summary>
    public const string KeyUnsupported = "key-unsupported";

    /// <summary>The password does not open an encrypted private key.</summary>
    public const string KeyPasswordWrong = "key-password-wrong";

    /// <summary>A private key is elsewhere and cannot be reached or used.</summary>
    public const string KeyUnavailable = "key-unavailable";

    /// <summary>A key signed, and a certificate is expected.</summary>
    public const string SignerIsKey = "signer-is-key";

    /// <summary>A certificate's holder signed, and a key is expected.</summary>
    public const string SignerIsCertificate = "signer-is-certificate";

    /// <summary>The bundle says that another key signed.</summary>
    public const string KeyHintMismatch = "key-hint-mismatch";

    /// <summary>A certificate cannot be read.</summary>
    public const string CertificateMalformed = "certificate-malformed";

    /// <summary>A critical extension of a certificate is not understood.</summary>
    public const string CertificateExtensionUnknown = "certificate-extension-unknown";

    /// <summary>A certificate of the chain is not for what it was used for.</summary>
    public const string CertificateUsageWrong = "certificate-usage-wrong";

    /// <summary>The certificate chain does not lead to an authority of the trust root.</summary>
    public const string CertificateUntrusted = "certificate-untrusted";

    /// <summary>A certificate of the chain was not valid at a proven time of signing.</summary>
    public const string CertificateNotValidAtTime = "certificate-not-valid-at-time";

    /// <summary>No certificate authority of the trust root was in service at a proven time of signing.</summary>
    public const string CertificateAuthorityNotValidAtTime = "certificate-authority-not-valid-at-time";

    /// <summary>A certificate or time stamp is signed with an unsupported algorithm.</summary>
    public const string SignatureAlgorithmUnsupported = "signature-algorithm-unsupported";

    /// <summary>The certificate carries no signed certificate timestamp.</summary>
    public const string SctMissing = "sct-missing";

    /// <summary>A signed certificate timestamp cannot be read.</summary>
    public const string SctMalformed = "sct-malformed";

    /// <summary>The trust root names no certificate transparency log.</summary>
    public const string SctLogsMissing = "sct-logs-missing";

    /// <summary>No signed certificate timestamp is by a log of the trust root.</summary>
    public const string SctLogUnknown = "sct-log-unknown";

    /// <summary>The signature of a signed certificate timestamp does not hold.</summary>
    public const string SctSignatureInvalid = "sct-signature-invalid";

    /// <summary>The certificate transparency log was not in service at the time of its promise.</summary>
    public const string SctLogNotValidAtTime = "sct-log-not-valid-at-time";

    /// <summary>The certificate names several subjects or issuers.</summary>
    public const string IdentityAmbiguous = "identity-ambiguous";

    /// <summary>The certificate's subject is a name of an unsupported kind.</summary>
    public const string IdentityUnsupported = "identity-unsupported";

    /// <summary>The certificate names another subject than the expected one.</summary>
    public const string IdentityMismatch = "identity-mismatch";

    /// <summary>Another issuer than the expected one vouched for the subject.</summary>
    public const string IssuerMismatch = "issuer-mismatch";

    /// <summary>No transparency log entry is there.</summary>
    public const string LogEntryMissing = "log-entry-missing";

    /// <summary>A transparency log entry cannot be read.</summary>
    public const string LogEntryMalformed = "log-entry-malformed";

    /// <summary>A transparency log entry is there twice.</summary>
    public const string LogEntryDuplicate = "log-entry-duplicate";

    /// <summary>A transparency log entry is of an unsupported kind or version.</summary>
    public const string LogEntryKindUnknown = "log-entry-kind-unknown";

    /// <summary>A transparency log entry is of another kind or version than the bundle says.</summary>
    public const string LogEntryKindMismatch = "log-entry-kind-mismatch";

    /// <summary>A transparency log entry is about other content.</summary>
    public const string LogEntryDigestMismatch = "log-entry-digest-mismatch";

    /// <summary>A transparency log entry is about another signature.</summary>
    public const string LogEntrySignatureMismatch = "log-entry-signature-mismatch";

    /// <summary>A transparency log entry is about another signer.</summary>
    public const string LogEntrySignerMismatch = "log-entry-signer-mismatch";

    /// <summary>A log entry's index is negative, or not the proven one.</summary>
    public const string LogIndexInvalid = "log-index-invalid";

    /// <summary>The transparency log is not in the trust root.</summary>
    public const string LogUnknown = "log-unknown";

    /// <summary>The transparency log was not in service at the time.</summary>
    public const string LogNotValidAtTime = "log-not-valid-at-time";

    /// <summary>A log entry lacks the inclusion promise that its version or its stated time demands.</summary>
    public const string InclusionPromiseMissing = "inclusion-promise-missing";

    /// <summary>The log's signature of the entry does not hold.</summary>
    public const string InclusionPromiseInvalid = "inclusion-promise-invalid";

    /// <summary>A log entry lacks the inclusion proof that its version demands.</summary>
    public const string InclusionProofMissing = "inclusion-proof-missing";

    /// <summary>The inclusion proof does not lead from the entry to the log's root.</summary>
    public const string InclusionProofInvalid = "inclusion-proof-invalid";

    /// <summary>An inclusion proof comes without a checkpoint.</summary>
    public const string CheckpointMissing = "checkpoint-missing";

    /// <summary>The checkpoint cannot be read.</summary>
    public const string CheckpointMalformed = "checkpoint-malformed";

    /// <summary>The checkpoint does not say which log it is of.</summary>
    public const string CheckpointOriginMissing = "checkpoint-origin-missing";

    /// <summary>The checkpoint does not state the tree's size, or states none.</summary>
    public const string CheckpointSizeMissing = "checkpoint-size-missing";

    /// <summary>The checkpoint does not state the tree's root hash.</summary>
    public const string CheckpointRootMissing = "checkpoint-root-missing";

    /// <summary>The checkpoint carries no signature.</summary>
    public const string CheckpointUnsigned = "checkpoint-unsigned";

    /// <summary>The checkpoint is of another log.</summary>
    public const string CheckpointOriginMismatch = "checkpoint-origin-mismatch";

    /// <summary>No signature of the checkpoint names the log's key.</summary>
    public const string CheckpointSignerUnknown = "checkpoint-signer-unknown";

    /// <summary>The log's signature of the checkpoint does not hold.</summary>
    public const string CheckpointSignatureInvalid = "checkpoint-signature-invalid";

    /// <summary>Checkpoint and inclusion proof are about different trees.</summary>
    public const string CheckpointProofMismatch = "checkpoint-proof-mismatch";

    /// <summary>Nothing proves when the certificate's holder signed.</summary>
    public const string TimeMissing = "time-missing";

    /// <summary>A log or authority states a time that has not come yet.</summary>
    public const string TimeInFuture = "time-in-future";

    /// <summary>A time stamp cannot be read.</summary>
    public const string TimestampMalformed = "timestamp-malformed";

    /// <summary>A time stamp is there twice.</summary>
    public const string TimestampDuplicate = "timestamp-duplicate";

    /// <summary>A time stamp is over something else than the signature.</summary>
    public const string TimestampImprintMismatch = "timestamp-imprint-mismatch";

    /// <summary>A time stamp is by no authority of the trust root.</summary>
    public const string TimestampUntrusted = "timestamp-untrusted";

    /// <summary>A time stamp carries a certificate that does not belong to its authority.</summary>
    public const string TimestampCertificateForeign = "timestamp-certificate-foreign";

    /// <summary>The time stamp authority's signature does not hold.</summary>
    public const string TimestampSignatureInvalid = "timestamp-signature-invalid";

    /// <summary>The time stamp authority was not in service at the time it states.</summary>
    public const string TimestampAuthorityNotValidAtTime = "timestamp-authority-not-valid-at-time";

    /// <summary>A certificate of the time stamp authority was not valid at the time it states.</summary>
    public const string TimestampCertificateNotValid = "timestamp-certificate-not-valid";

    /// <summary>A layer that should hold a signature holds none.</summary>
    public const string SignatureMissing = "signature-missing";

    /// <summary>cosign's signed payload is not JSON of the documented form.</summary>
    public const string PayloadMalformed = "payload-malformed";

    /// <summary>The signed payload is not cosign's signature of a container image.</summary>
    public const string PayloadTypeMismatch = "payload-type-mismatch";

    /// <summary>The signed payload is about another image.</summary>
    public const string PayloadDigestMismatch = "payload-digest-mismatch";

    /// <summary>The DSSE envelope is not JSON of the documented form.</summary>
    public const string DsseEnvelopeMalformed = "dsse-envelope-malformed";

    /// <summary>A DSSE envelope carries no signature, or several.</summary>
    public const string DsseSignatureCount = "dsse-signature-count";

    /// <summary>A DSSE envelope's payload is not an in-toto statement.</summary>
    public const string DssePayloadTypeUnsupported = "dsse-payload-type-unsupported";

    /// <summary>The signature does not hold for the signer's key and the content.</summary>
    public const string SignatureInvalid = "signature-invalid";

    /// <summary>The signature can only be checked against the artifact itself, and only a digest of it is at hand.</summary>
    public const string ArtifactContentNeeded = "artifact-content-needed";

    /// <summary>The bundle states another digest than the artifact's.</summary>
    public const string ArtifactDigestMismatch = "artifact-digest-mismatch";

    /// <summary>The signed payload is not an in-toto statement of a known version.</summary>
    public const string StatementMalformed = "statement-malformed";

    /// <summary>The artifact is not a subject of the signed statement.</summary>
    public const string StatementSubjectMismatch = "statement-subject-mismatch";

    /// <summary>No verified signature carries a statement.</summary>
    public const string StatementUnsigned = "statement-unsigned";

    /// <summary>The statement is of another type than the policy is about.</summary>
    public const string PredicateTypeMismatch = "predicate-type-mismatch";

    /// <summary>The predicate has not the form of its type.</summary>
    public const string PredicateMalformed = "predicate-malformed";

    /// <summary>A field of the predicate does not meet a condition.</summary>
    public const string FieldConditionFailed = "field-condition-failed";

    /// <summary>Another builder than the expected one built the image.</summary>
    public const string ProvenanceBuilderMismatch = "provenance-builder-mismatch";

    /// <summary>The image was built in another way than expected.</summary>
    public const string ProvenanceBuildTypeMismatch = "provenance-build-type-mismatch";

    /// <summary>The image was built from another repository than the expected one.</summary>
    public const string ProvenanceSourceMismatch = "provenance-source-mismatch";

    /// <summary>The image was built from another git ref than the expected one.</summary>
    public const string ProvenanceRefMismatch = "provenance-ref-mismatch";

    /// <summary>The image was built from another commit than the expected one.</summary>
    public const string ProvenanceCommitMismatch = "provenance-commit-mismatch";

    /// <summary>The provenance contradicts the certificate that signed it.</summary>
    public const string ProvenanceClaimMismatch = "provenance-claim-mismatch";

    /// <summary>Another party than the expected one verified the image.</summary>
    public const string SummaryVerifierMismatch = "summary-verifier-mismatch";

    /// <summary>The verification summary is about another resource.</summary>
    public const string SummaryResourceMismatch = "summary-resource-mismatch";

    /// <summary>The image was verified against another policy.</summary>
    public const string SummaryPolicyMismatch = "summary-policy-mismatch";

    /// <summary>The verification did not pass.</summary>
    public const string SummaryNotPassed = "summary-not-passed";

    /// <summary>The verification summary lacks a demanded level.</summary>
    public const string SummaryLevelMissing = "summary-level-missing";

    /// <summary>The verification is too long ago, or its time is not stated.</summary>
    public const string SummaryTooOld = "summary-too-old";

    /// <summary>The scan is too long ago, or its time is not stated.</summary>
    public const string ScanTooOld = "scan-too-old";

    /// <summary>The scan found something more severe than is let pass.</summary>
    public const string ScanVulnerabilityFound = "scan-vulnerability-found";

    /// <summary>The image contains a component that the policy forbids.</summary>
    public const string SbomComponentForbidden = "sbom-component-forbidden";
}
