namespace KubeSec.Signatures;

/// <summary>
/// The supported .NET base images. Each index and each of its platforms carries a Notary Project signature (COSE, RSASSA-PSS
/// with SHA-384) and an RFC 3161 time stamp, which lets it outlive the certificate of a few months that made it.
/// </summary>
internal sealed class DotNetPreset : PublisherPreset
{
    /// <summary>Microsoft Supply Chain RSA Root CA 2022. Every signature carries it, so its fingerprint is enough.</summary>
    private const string SupplyChainRoot = "sha256:23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db";

    /// <summary>
    /// Microsoft Root Certificate Authority 2010 in DER, which time stamps leave out; also in the .NET SDK's
    /// trustedroots/timestampctl.pem. SHA-256: df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e.
    /// </summary>
    private const string TimestampRoot = """
        MIIF7TCCA9WgAwIBAgIQKMw6Jb+6RKxEmptYa0M5qjANBgkqhkiG9w0BAQsFADCBiDELMAkGA1UEBhMCVVMxEzARBgNVBAgTCldhc2hpbmd0b24xEDAOBgNV
        BAcTB1JlZG1vbmQxHjAcBgNVBAoTFU1pY3Jvc29mdCBDb3Jwb3JhdGlvbjEyMDAGA1UEAxMpTWljcm9zb2Z0IFJvb3QgQ2VydGlmaWNhdGUgQXV0aG9yaXR5
        IDIwMTAwHhcNMTAwNjIzMjE1NzI0WhcNMzUwNjIzMjIwNDAxWjCBiDELMAkGA1UEBhMCVVMxEzARBgNVBAgTCldhc2hpbmd0b24xEDAOBgNVBAcTB1JlZG1v
        bmQxHjAcBgNVBAoTFU1pY3Jvc29mdCBDb3Jwb3JhdGlvbjEyMDAGA1UEAxMpTWljcm9zb2Z0IFJvb3QgQ2VydGlmaWNhdGUgQXV0aG9yaXR5IDIwMTAwggIi
        MA0GCSqGSIb3DQEBAQUAA4ICDwAwggIKAoICAQC5CJ4o5OTsBk5QaLNBxXvrrraOr4G6IkQfZTRpTL5wQBfyFnvief2G7Q059BuorZKQHss9do9a2bWREC48
        BY2KbSRU5x/tVq2DtFCcFaUXdIhZIPwIxYR202jUbyh4zly481CQRP/jY1++oZoslhUE1gf+HoQh4EIxEcQoNpTPUKRinsnWq3EAslsM5pbUCiSW9f/G1bcb
        18u3IWKvEtyhXTfjGvsaRpjAm8DnYx8qCJMCfh5qjvKfGInkIoWisYRXQP/1DthvnO3iRTEBzRfpf7CBReOqIUAmoXKqp088AQV+7oNYsV4GY5likXiCtw2T
        DCRqtBvbJ+xflQQ/k0ow9ZcYs6f5GaeTMx0ByNsiUlzXJclG+aL7h1lDvptisY0thkQaRqx4YX4wCfquicRBKiJmA5E5RZzHiwyoyg0v+1LqDPdjMyOd/rAf
        rWfWp1ADxgRwY7UssYZaQ7f7rvluKW4hIUEmBozJw+6wwoWTobmF2eYybEtMP9Zdo+W1nXfDnMBVt3QA47g4q4OXUOGaQiQdxsCjMNEaWshSNPdz8ccYHzOt
        euzLQWDzI5QgwkhFrFxRxi6AwuJ3Fb2Fh+02nZaR7gC1o3Dsn+ONgGiDdrqvXXBSIhbiZvu6s8XC9z4vd6bK3sGmxkhMwzdRI9Mn17hOcJbwoUR2r3jPmuFm
        EwIDAQABo1EwTzALBgNVHQ8EBAMCAYYwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU1fZWy4/oolxiaNE9lJBb186aGMQwEAYJKwYBBAGCNxUBBAMCAQAw
        DQYJKoZIhvcNAQELBQADggIBAKylloy/u66m9tdxh0MxVoj9HDJxWzW31PCR8q834hTx8wImBT4WFH8UurhP+4mysufUCcxtuVs7ZGVwZrfysVrfGgLz9VG4
        Z215879We+SEuSsem0CcJjT5RxiYadgc17bRv49hwmfEte9gQ44QGzZJ5CDKrafBsSdlCfjN9Vsq0IQz8+8f8vWcC1iTN6B1oN5y3mx1KmYi9YwGMFafQLkw
        qkB3FYLXi+zA07K9g8V3DB6urxlToE15cZ8PrzDOZ/nWLMwiQXoH8pdCGM5ZeRBV3m8Q5Ljag2ZAFgloI1uXLiaaArtXjMW4umliMoCJnqH9wJJ8eyszGYQq
        Y8UAaGL6n0eNmXpFOqfp7e5pQrXzgZtHVhB7/HA2hBhz6u/5l02eMyPdJgu6Krc/RNyDJ/+9YVkrEbfKT9vFiwwcMa4y+Pi5Qvd/3GGadrFaBOERPWZFtxhx
        vskkhdbz1LpBNF0SLSW5jaYTSG1LsAd9mZMJYYF0VyaKq2nj5NnHiMwk2OxSJFwevJEU4pbe6wrant1fs1vb1ILsxiBQhyVAOvvH7s3+M+Vuw4QJVQMlOcDp
        NV1lMaj2v6AJzSnHszYyLtyV84PBWs+LjfbqsyH4pO0eMQ62TBGrYAukEiMiF6M2ZIKRBBLgq28ey1AFYbRA/1mGcdHVM2l8qXOKONdkDPFp
        """;

    public override string Name => "dotnet";

    public override string Title => "Supported .NET base images (mcr.microsoft.com/dotnet)";

    public override string Source => "https://github.com/dotnet/dotnet-docker/blob/main/documentation/image-signatures.md";

    public override DateOnly CheckedOn => new(2026, 11, 26);

    public override string? Note => "Signed since April 2026. Whether a certificate was revoked is not asked, which needs a network.";

    private protected override SignaturePolicy Demand(IReadOnlyDictionary<string, string> settings) => new()
    {
        Images = Globs(
            "mcr.microsoft.com/dotnet/aspire-dashboard",
            "mcr.microsoft.com/dotnet/aspnet",
            "mcr.microsoft.com/dotnet/monitor",
            "mcr.microsoft.com/dotnet/monitor/base",
            "mcr.microsoft.com/dotnet/runtime",
            "mcr.microsoft.com/dotnet/runtime-deps",
            "mcr.microsoft.com/dotnet/sdk"),
        Places = [SignaturePlace.Referrers],
        EachPlatform = true,
        Signers =
        [
            new NotationSigner
            {
                Name = "Microsoft SCD Products",
                Roots = [NotationRoot.FromFingerprint(SupplyChainRoot)],
                TimestampRoots = NotationRoot.FromFile(Convert.FromBase64String(TimestampRoot)),
                Identities = [DistinguishedName.Parse("CN=Microsoft SCD Products RSA Signing, O=Microsoft Corporation, L=Redmond, ST=Washington, C=US")],
            },
        ],
    };
}
