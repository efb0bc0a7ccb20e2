using System.Formats.Asn1;

namespace KubeSec.Signatures;

/// <summary>What is known about the revocation of a certificate.</summary>
internal enum RevocationVerdict
{
    Good,
    Unknown,
    Revoked,
}

/// <summary>
/// Judges the revocation of certificates by lists and answers at hand (trust-store-trust-policy.md, "Certificate Revocation
/// Evaluation"). One that says "revoked" outweighs any that does not, whichever came first.
/// </summary>
internal sealed class RevocationCheck(IReadOnlyList<CertificateRevocationList> lists, IReadOnlyList<OcspResponse> responses, DateTimeOffset now)
{
    /// <summary>Judges one certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuer">Who issued it.</param>
    /// <param name="signedAt">The latest moment at which it can have been used; null where nothing proves any.</param>
    public RevocationVerdict Judge(Certificate certificate, Certificate issuer, DateTimeOffset? signedAt)
    {
        try
        {
            RevocationVerdict[] answers = [.. ByResponses(certificate, issuer, signedAt), ByLists(certificate, issuer, signedAt)];
            return answers.Contains(RevocationVerdict.Revoked) ? RevocationVerdict.Revoked
                : answers.Contains(RevocationVerdict.Good) || !RevocationPlaces.AnyOf(certificate) ? RevocationVerdict.Good
                : RevocationVerdict.Unknown;
        }
        catch (AsnContentException)
        {
            // A place or an entry that cannot be read tells nothing.
            return RevocationVerdict.Unknown;
        }
    }

    private IEnumerable<RevocationVerdict> ByResponses(Certificate certificate, Certificate issuer, DateTimeOffset? signedAt)
    {
        foreach (OcspResponse response in responses)
        {
            OcspStatus? status = response.Statuses.Find(status => status.IsAbout(certificate, issuer));
            if (status is not null && status.ThisUpdate <= now && now <= status.NextUpdate && IsByResponder(response, issuer))
            {
                yield return status.Verdict == RevocationVerdict.Revoked && signedAt < status.InvalidSince ? RevocationVerdict.Good : status.Verdict;
            }
        }
    }

    /// <summary>The issuer itself, or someone it has issued a certificate to for nothing but this (RFC 6960 section 4.2.2.2).</summary>
    private bool IsByResponder(OcspResponse response, Certificate issuer) =>
        response.IsSignedBy(issuer)
        || response.Certificates.Any(responder =>
            responder.Issuer.Span.SequenceEqual(issuer.Subject.Span)
            && responder.IsSignedBy(issuer.PublicKey)
            && responder.Validity.Contains(now)
            && responder.Extension(Oids.ExtendedKeyUsage) is { } usages && CertificateUsage.ReadUsages(usages).Contains(Oids.OcspSigningUsage)
            && response.IsSignedBy(responder)
            && (responder.Extension(Oids.OcspNoCheck) is not null || ByLists(responder, issuer, null) == RevocationVerdict.Good));

    private RevocationVerdict ByLists(Certificate certificate, Certificate issuer, DateTimeOffset? signedAt)
    {
        CertificateRevocationList[] usable = [.. lists.Where(list => list.IsUsable(issuer, now))];
        bool complete = false;
        foreach (CertificateRevocationList list in usable.Where(list => list.DeltaBase is null))
        {
            CertificateRevocationList? delta = usable
                .Where(other => other.DeltaBase <= list.Number && other.Number > list.Number)
                .MaxBy(other => other.Number);
            RevocationEntry? entry = delta?.Find(certificate.SerialNumber.Span) ?? list.Find(certificate.SerialNumber.Span);
            if (entry is not null && entry.Reason != RevocationEntry.RemoveFromList && !(signedAt < entry.InvalidSince))
            {
                return RevocationVerdict.Revoked;
            }

            // A list that has a delta elsewhere may have been overtaken by it.
            complete |= list.Scope.Includes(certificate) && (delta is not null || list.FreshestPlaces.Count == 0);
        }

        return complete ? RevocationVerdict.Good : RevocationVerdict.Unknown;
    }
}
