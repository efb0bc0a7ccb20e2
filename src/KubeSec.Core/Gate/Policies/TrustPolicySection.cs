using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary><c>trustPolicy</c>: a trust policy document of the Notary Project in place of images and signers.</summary>
/// <param name="folder">Where relative paths start.</param>
/// <param name="readFile">Reads the document and what revocation is judged by.</param>
internal sealed class TrustPolicySection(string folder, PolicyFileReader readFile)
{
    private static readonly string[] Keys = ["trustPolicy", "trustStore", "revocation", "mode", "places", "repository", "eachPlatform", "attestations"];

    public IReadOnlyList<SignaturePolicy> Read(PolicyNode entry)
    {
        entry.Allow(Keys);
        PolicyNode document = entry["trustPolicy"];
        if (document.RequiredText("say which trust policy document: trustpolicy.json") is not { } path || readFile(document, path) is not { } content)
        {
            return [];
        }

        // notation keeps both in one folder.
        string store = entry["trustStore"].Text() ?? Path.Combine(Path.GetDirectoryName(path) ?? "", "truststore");
        try
        {
            return NotationTrustPolicy.Read(content, Path.Combine(folder, store), new RevocationSection(readFile).Read(entry["revocation"]));
        }
        catch (TrustRootException fault)
        {
            document.Report($"{fault.Message} ({fault.Refusal.Reason})");
            return [];
        }
    }
}
