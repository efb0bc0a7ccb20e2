namespace KubeSec.Rules.Catalogue.ControlPlane;

/// <summary>Which TLS suites are weak: no forward secrecy, no authenticated encryption, or a broken cipher (RFC 9325 section 4).</summary>
internal static class CipherSuites
{
    public static bool IsWeak(string suite) =>
        suite.Length > 0
        && !suite.StartsWith("TLS_AES_", StringComparison.Ordinal)
        && !suite.StartsWith("TLS_CHACHA20_", StringComparison.Ordinal)
        && !(suite.StartsWith("TLS_ECDHE_", StringComparison.Ordinal)
            && (suite.Contains("_GCM_", StringComparison.Ordinal) || suite.Contains("_CHACHA20_", StringComparison.Ordinal)));
}
