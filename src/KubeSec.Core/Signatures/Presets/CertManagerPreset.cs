namespace KubeSec.Signatures;

/// <summary>cert-manager's releases, signed with a key of the project's own over SHA-512 and without a transparency log.</summary>
internal sealed class CertManagerPreset : PublisherPreset
{
    /// <summary>https://cert-manager.io/public-keys/cert-manager-pubkey-2021-09-20.pem</summary>
    private const string Key = """
        -----BEGIN PUBLIC KEY-----
        MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAsZZKaaIRjOpzbiWYIDKO
        yry9XGBqAfve1iOGmt5VO1jpjNoEseT6zewozHfWTM7osxayy2WjN8G+QV39MlT3
        Vxo91/31g+Zcq8KcvxG+iB8GRaD9pNgLmghorv+eYDiPYMO/+fhsLImyG5WEoPct
        MeCBD7umZ/A2t96U9DQxVDqQbTHlsNludno1p1wsgRnfUM3QHexNljDvJg5FcDMo
        dCpVLpRNvbw0lbJVfybJ4siJ5o/MmXzy0QCJpw+yMIqvqMc8qgKJ1yooJtuTVF4t
        4/luP+EG/oVIiSWCFeRMqYdbJ3R+CJi+4LN7vFNYQM1Q/NwOB52RteaR7wnqmcBz
        qSYK32MM8xdPCQ5tioWwnPTRbPZuzsZsRmJsKBO9JUrBYdDntZX1xY5g4QNSufxi
        QgJgJSU7E4VGMvagEzB1JzvOr6A/qNFCO1Z6JsA3jw3cJLV1rSHfxqfSXBACTLDf
        6bOPWRILRKydTJA6uLKNKmo1/nFm3jvd5tHKOjy4VAQLJ/Vx9wBsAAiLa+06veun
        Oz3AJ9sNh3wLp21RL11u9TuOKRBipE/TYsBYp8jpIyWPXDSV+JcD/TZqoT8y0Z6S
        0damfUmspuK9DTQFL2crpeaqJSG9RA+OuPZLxGD1IMURTsPJB7kXhPtmceeirBnw
        sVcRHHDitVt8oO/x4Wus1c0CAwEAAQ==
        -----END PUBLIC KEY-----
        """;

    public override string Name => "cert-manager";

    public override string Title => "cert-manager (quay.io/jetstack/cert-manager-*)";

    public override string Source => "https://cert-manager.io/docs/installation/code-signing/";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    public override string? Note => "The project signs without a transparency log: whoever got hold of its key could sign unnoticed. Since cert-manager 1.8.";

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs("quay.io/jetstack/cert-manager-*"),
        Signers = [new TrustedKey { Name = "cert-manager release key of 2021-09-20", Key = PublicKey.FromPem(Key), AcceptUnloggedUnsafe = true }],
    };
}
