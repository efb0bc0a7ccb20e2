using KubeSec.Signatures;
using static KubeSec.Core.Tests.Signatures.MintedCose;

namespace KubeSec.Core.Tests.Signatures.Notation;

/// <summary>
/// The form of a COSE envelope (RFC 9052, RFC 8949): what two readers could read in two ways is refused, also where the
/// signer himself wrote and signed it so.
/// </summary>
public sealed class CoseFormTests
{
    private const string Malformed = NotationReasonCodes.EnvelopeMalformed;

    private static readonly Dictionary<string, (Action<MintedCose> Make, string? Reason)> Forms = new(StringComparer.Ordinal)
    {
        ["as it should be"] = (_ => { }, null),

        ["untagged"] = (cose => cose.Whole = message => message, Malformed),
        ["tagged as COSE_Sign"] = (cose => cose.Whole = message => Tag(98, message), Malformed),
        ["tagged as COSE_Mac0"] = (cose => cose.Whole = message => Tag(17, message), Malformed),
        ["tagged twice"] = (cose => cose.Whole = message => Tag(18, Tag(18, message)), Malformed),
        ["tagged as CBOR too"] = (cose => cose.Whole = message => Tag(55799, Tag(18, message)), Malformed),
        ["a byte behind it"] = (cose => cose.Whole = message => [.. Tag(18, message), 0], Malformed),
        ["a message behind it"] = (cose => cose.Whole = message => [.. Tag(18, message), .. Tag(18, message)], Malformed),
        ["a byte short"] = (cose => cose.Whole = message => Tag(18, message)[..^1], Malformed),
        ["nothing"] = (cose => cose.Whole = _ => [], Malformed),
        ["a map in place of the array"] = (cose => cose.Message = parts => Map([.. Number(1), .. parts[0]], [.. Number(2), .. parts[1]]), Malformed),
        ["three parts"] = (cose => cose.Message = parts => MintedCose.Array(parts[0], parts[1], parts[2]), Malformed),
        ["five parts"] = (cose => cose.Message = parts => MintedCose.Array([.. parts, Number(0)]), Malformed),

        ["an array without length"] = (cose => cose.Message = parts => Indefinite(4, parts), Malformed),
        ["protected headers in pieces"] = (cose => cose.ProtectedString = content => Indefinite(2, Bytes(content)), Malformed),
        ["a payload in pieces"] = (cose => cose.PayloadString = content => Indefinite(2, Bytes(content[..9]), Bytes(content[9..])), Malformed),
        ["a signature in pieces"] = (cose => cose.SignatureString = content => Indefinite(2, Bytes(content)), Malformed),
        ["a protected map without length"] = (cose => cose.ProtectedMap = headers => Indefinite(5, [.. headers]), Malformed),
        ["an unprotected map without length"] = (cose => cose.UnprotectedMap = headers => Indefinite(5, [.. headers]), Malformed),
        ["a scheme in pieces"] = (cose => cose.Protected[3] = [.. Text("io.cncf.notary.signingScheme"), .. Indefinite(3, Text("notary."), Text("x509"))], Malformed),
        ["a label in pieces"] = (cose => cose.Protected[3] = [.. Indefinite(3, Text("io.cncf.notary.signingScheme")), .. Text("notary.x509")], Malformed),
        ["critical headers without length"] = (cose => cose.Protected[1] = [.. Number(2), .. Indefinite(4, Text("io.cncf.notary.signingScheme"))], Malformed),
        ["certificates without length"] = (cose => cose.Unprotected[0] = [.. Number(33), 0x9F, .. cose.Unprotected[0][3..], 0xFF], Malformed),

        ["an algorithm twice"] = (cose => cose.Protected.Add(cose.Protected[0]), Malformed),
        ["an algorithm twice, in two spellings of its label"] = (cose => cose.Protected.Add([.. Longer(Number(1)), .. Negative(37)]), Malformed),
        ["a scheme twice"] = (cose => cose.Protected.Add(cose.Protected[3]), Malformed),
        ["a scheme twice, in two spellings of its label"] = (
            cose => cose.Protected.Insert(0, [.. Longer(Text("io.cncf.notary.signingScheme")), .. Text("notary.x509.signingAuthority")]), Malformed),
        ["certificates twice"] = (cose => cose.Unprotected.Add(cose.Unprotected[0]), Malformed),
        ["certificates twice, in two spellings of their label"] = (cose => cose.Unprotected.Add([.. Longer(Number(33)), .. cose.Unprotected[0][2..]]), Malformed),
        ["an unknown header twice, in two spellings of its label"] = (
            cose => cose.Unprotected.AddRange([[.. Number(99), .. Number(1)], [.. Longer(Number(99)), .. Number(1)]]), Malformed),
        ["a header in both maps"] = (cose => cose.Unprotected.Add(cose.Protected[0]), Malformed),
        ["an unknown header in both maps"] = (
            cose =>
            {
                cose.Protected.Add([.. Text("acme.note"), .. Number(1)]);
                cose.Unprotected.Add([.. Text("acme.note"), .. Number(1)]);
            },
            Malformed),

        ["the algorithm beside the signature"] = (Move(0), Malformed),
        ["the critical headers beside the signature"] = (Move(1), Malformed),
        ["the content type beside the signature"] = (Move(2), Malformed),
        ["the scheme beside the signature"] = (Move(3), Malformed),
        ["the signing time beside the signature"] = (Move(4), Malformed),
        ["another time beside the signature"] = (cose => cose.Unprotected.Add([.. Text("io.cncf.notary.authenticSigningTime"), .. Tag(1, Number(1))]), Malformed),
        ["an expiry beside the signature"] = (cose => cose.Unprotected.Add([.. Text("io.cncf.notary.expiry"), .. Tag(1, Number(4_000_000_000))]), Malformed),
        ["a stranger's header beside the signature"] = (cose => cose.Unprotected.Add([.. Text("acme.note"), .. Number(1)]), null),
        ["certificates under the signature"] = (
            cose =>
            {
                cose.Protected.Add(cose.Unprotected[0]);
                cose.Unprotected.Clear();
            },
            Malformed),
        ["one certificate that is no list"] = (cose => cose.Unprotected[0] = [.. Number(33), .. cose.Unprotected[0][3..]], Malformed),

        ["no algorithm"] = (cose => cose.Protected.RemoveAt(0), NotationReasonCodes.AlgorithmMismatch),
        ["the algorithm of another key"] = (cose => cose.Protected[0] = [.. Number(1), .. Negative(37)], NotationReasonCodes.AlgorithmMismatch),
        ["the algorithm of a larger curve"] = (cose => cose.Protected[0] = [.. Number(1), .. Negative(35)], NotationReasonCodes.AlgorithmMismatch),
        ["an algorithm of the old padding"] = (cose => cose.Protected[0] = [.. Number(1), .. Negative(257)], NotationReasonCodes.AlgorithmMismatch),
        ["an algorithm of Edwards curves"] = (cose => cose.Protected[0] = [.. Number(1), .. Negative(8)], NotationReasonCodes.AlgorithmMismatch),
        ["an algorithm with a shared secret"] = (cose => cose.Protected[0] = [.. Number(1), .. Number(5)], NotationReasonCodes.AlgorithmMismatch),
        ["an algorithm by its name"] = (cose => cose.Protected[0] = [.. Number(1), .. Text("ES256")], Malformed),
        ["an algorithm beyond 63 bits"] = (cose => cose.Protected[0] = [.. Number(1), 0x3B, .. Enumerable.Repeat((byte)0xFF, 8)], Malformed),
        ["an algorithm as a large number"] = (cose => cose.Protected[0] = [.. Number(1), .. Tag(3, Bytes([6]))], Malformed),

        ["protected headers that are empty"] = (cose => cose.ProtectedMap = _ => [], Malformed),
        ["protected headers that are no map"] = (cose => cose.ProtectedMap = _ => Number(1), Malformed),
        ["protected headers outside a byte string"] = (cose => cose.ProtectedString = content => content, Malformed),
        ["a byte behind the protected headers"] = (cose => cose.ProtectedMap = headers => [.. Map([.. headers]), 0], Malformed),
        ["a second map behind the protected headers"] = (cose => cose.ProtectedMap = headers => [.. Map([.. headers]), .. Map()], Malformed),
        ["fewer headers than are stated"] = (cose => cose.ProtectedMap = headers => [0xA9, .. headers.SelectMany(header => header)], Malformed),
        ["unprotected headers that are no map"] = (cose => cose.UnprotectedMap = _ => MintedCose.Array(), Malformed),
        ["a payload elsewhere"] = (cose => cose.PayloadString = _ => [0xF6], Malformed),
        ["a payload of text"] = (cose => cose.PayloadString = content => Text(System.Text.Encoding.UTF8.GetString(content)), Malformed),
        ["an empty payload"] = (cose => cose.PayloadString = _ => Bytes([]), Malformed),
        ["an empty signature"] = (cose => cose.SignatureString = _ => Bytes([]), Malformed),
        ["no signature"] = (cose => cose.SignatureString = _ => [0xF6], Malformed),

        ["critical headers that are none"] = (cose => cose.Protected[1] = [.. Number(2), .. MintedCose.Array()], Malformed),
        ["critical headers that are no list"] = (cose => cose.Protected[1] = [.. Number(2), .. Text("io.cncf.notary.signingScheme")], Malformed),
        ["a critical header twice"] = (
            cose => cose.Protected[1] = [.. Number(2), .. MintedCose.Array(Text("io.cncf.notary.signingScheme"), Text("io.cncf.notary.signingScheme"))], Malformed),
        ["a critical header nobody knows"] = (
            cose => cose.Protected[1] = [.. Number(2), .. MintedCose.Array(Text("io.cncf.notary.signingScheme"), Number(99))], NotationReasonCodes.CriticalHeaderUnknown),
        ["a content type by its number"] = (cose => cose.Protected[2] = [.. Number(3), .. Number(50)], Malformed),
        ["a time without tag"] = (cose => cose.Protected[4] = [.. Text("io.cncf.notary.signingTime"), .. Number(1_780_000_000)], Malformed),
        ["a time as text"] = (cose => cose.Protected[4] = [.. Text("io.cncf.notary.signingTime"), .. Tag(0, Text("2026-06-01T11:59:00Z"))], Malformed),
        ["a time before 1970"] = (cose => cose.Protected[4] = [.. Text("io.cncf.notary.signingTime"), .. Tag(1, Negative(1))], Malformed),
        ["a time that is no number"] = (cose => cose.Protected[4] = [.. Text("io.cncf.notary.signingTime"), .. Tag(1, [0xF9, 0x7E, 0x00])], Malformed),
        ["a time without end"] = (cose => cose.Protected[4] = [.. Text("io.cncf.notary.signingTime"), .. Tag(1, [0xF9, 0x7C, 0x00])], Malformed),
        ["a text that is not UTF-8"] = (cose => cose.Protected[3] = [.. Text("io.cncf.notary.signingScheme"), 0x62, 0xC3, 0x28], Malformed),
        ["a label that is neither number nor text"] = (cose => cose.Unprotected.Add([.. Bytes([1]), .. Number(1)]), Malformed),

        // RFC 8949 prefers the shortest form of a number and RFC 9052 demands it of nobody; it leaves no doubt.
        ["numbers longer than they need be"] = (
            cose =>
            {
                cose.Protected[0] = [.. Longer(Number(1)), .. Longer(Negative(7))];
                cose.PayloadString = content => Longer(Bytes(content));
                cose.Message = parts => Longer(MintedCose.Array(parts));
                cose.Whole = message => [.. Longer(Tag(18, [])), .. message];
            },
            null),
        ["headers in another order"] = (cose => cose.Protected.Reverse(), null),
    };

    public static TheoryData<string> Names() => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_form_is_accepted_or_refused_for_what_it_is(string name)
    {
        MintedCose cose = new();
        (Action<MintedCose> make, string? reason) = Forms[name];
        make(cose);
        Assert.Equal(reason, cose.Reason());
    }

    [Fact]
    public void Nesting_without_end_costs_no_more_than_its_bytes()
    {
        MintedCose cose = new();
        cose.Unprotected.Add([.. Text("acme.note"), .. Enumerable.Repeat((byte)0x81, 500_000), 0]);
        Assert.Contains(cose.Reason(), new[] { null, Malformed });
    }

    /// <summary>Moves a protected header out of the signature.</summary>
    private static Action<MintedCose> Move(int header) => cose =>
    {
        cose.Unprotected.Add(cose.Protected[header]);
        cose.Protected.RemoveAt(header);
    };
}
