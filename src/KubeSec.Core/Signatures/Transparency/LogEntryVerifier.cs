using System.Globalization;
using System.Text;

namespace KubeSec.Signatures;

/// <summary>Checks the evidence that an entry is in a trusted log, and when it came there.</summary>
internal static class LogEntryVerifier
{
    /// <summary>Verifies promise, proof and checkpoint, each where it is given.</summary>
    /// <returns>The log that holds the entry; of several that share an identifier, one for which all of it holds.</returns>
    public static TransparencyLog Verify(LogEntry entry, IReadOnlyList<TransparencyLog> logs)
    {
        RefusedException? first = null;
        foreach (var log in logs)
        {
            if (!log.HasId(entry.LogId))
            {
                continue;
            }

            try
            {
                VerifyIn(entry, log);
                return log;
            }
            catch (RefusedException refused)
            {
                first ??= refused;
            }
        }

        throw first ?? new RefusedException(ReasonCodes.LogUnknown, "the entry's transparency log is not in the trust root");
    }

    private static void VerifyIn(LogEntry entry, TransparencyLog log)
    {
        if (entry.SignedEntryTimestamp is { } promise)
        {
            VerifyPromise(entry, promise, log);
        }
        else
        {
            // Only the promise signs the number over all shards; without one it must be the proven one.
            RefusedException.Unless(
                entry.Proof is { } proof && proof.LogIndex == entry.LogIndex, ReasonCodes.LogIndexInvalid, "the log entry's index is not the one that is proven");
        }

        if (entry.Proof is not null)
        {
            VerifyInclusion(entry, entry.Proof, log);
        }
    }

    /// <summary>The time an entry came into the log, where its promise signs one.</summary>
    public static DateTimeOffset? IntegratedTime(LogEntry entry) =>
        entry.SignedEntryTimestamp is null ? null : DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime);

    /// <summary>Rekor v1 signs the canonical JSON (RFC 8785) of these four fields.</summary>
    private static void VerifyPromise(LogEntry entry, byte[] promise, TransparencyLog log)
    {
        var signed = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"body":"{{Convert.ToBase64String(entry.Body)}}","integratedTime":{{entry.IntegratedTime}},"logID":"{{Convert.ToHexStringLower(entry.LogId)}}","logIndex":{{entry.LogIndex}}}""");
        RefusedException.Unless(
            log.Key.Verify(log.Scheme, Encoding.UTF8.GetBytes(signed), promise),
            ReasonCodes.InclusionPromiseInvalid,
            "the log's signature of the entry (inclusion promise) does not hold");
        var time = DateTimeOffset.FromUnixTimeSeconds(entry.IntegratedTime);
        RefusedException.Unless(
            log.Validity.Contains(time), ReasonCodes.LogNotValidAtTime, "the transparency log was not in service when it took the entry in");
    }

    private static void VerifyInclusion(LogEntry entry, InclusionProof proof, TransparencyLog log)
    {
        var root = MerkleTree.RootFrom(MerkleTree.LeafHash(entry.Body), proof.LogIndex, proof.TreeSize, proof.Hashes);
        RefusedException.Unless(
            root is not null && root.AsSpan().SequenceEqual(proof.RootHash),
            ReasonCodes.InclusionProofInvalid,
            "the inclusion proof does not lead from the entry to the log's root");
        RefusedException.Unless(
            proof.Checkpoint is not null, ReasonCodes.CheckpointMissing, "an inclusion proof without a checkpoint proves nothing: anyone can compute one");
        var checkpoint = Checkpoint.Read(proof.Checkpoint);
        checkpoint.RequireSignedBy(log);
        RefusedException.Unless(
            checkpoint.TreeSize == proof.TreeSize && checkpoint.RootHash.AsSpan().SequenceEqual(proof.RootHash),
            ReasonCodes.CheckpointProofMismatch,
            "checkpoint and inclusion proof are about different trees");
    }
}
