using KubeSec.Images;
using KubeSec.Signatures;

namespace KubeSec.Gate.Policies;

/// <summary><c>signatures</c>: who must have signed which images. Key and trust root files are read with the policy.</summary>
/// <param name="folder">Where relative paths start.</param>
internal sealed class SignaturesSection(string folder)
{
    private const int LargestFile = 1 << 20;

    private static readonly string[] OwnKeys = ["signers", "require", "requireSignature", "annotations"];
    private static readonly string[] SettingKeys = ["images", "attestations", "mode", "places", "repository", "eachPlatform", "trustRoot"];

    public IReadOnlyList<SignaturePolicy> Read(PolicyNode signatures) => [.. signatures.Items.SelectMany(ReadEntry)];

    private IReadOnlyList<SignaturePolicy> ReadEntry(PolicyNode entry)
    {
        if (!entry["trustPolicy"].Exists)
        {
            return ReadPolicy(entry) is { } policy ? [policy] : [];
        }

        return [.. new TrustPolicySection(folder, ReadFile).Read(entry).Select(policy => WithSettings(entry, policy))];
    }

    private SignaturePolicy? ReadPolicy(PolicyNode entry)
    {
        entry.Allow([.. PresetReading.Keys, .. SettingKeys, .. OwnKeys]);
        if ((entry["preset"].Exists ? PresetReading.Read(entry, OwnKeys) : ReadOwn(entry)) is not { } basis)
        {
            return null;
        }

        SignaturePolicy policy = WithSettings(entry, basis);
        foreach (string problem in policy.Problems())
        {
            entry.Report(problem);
        }

        return policy;
    }

    /// <summary>What an author says of signers, where no preset does.</summary>
    private SignaturePolicy? ReadOwn(PolicyNode entry)
    {
        if (entry["with"].Exists)
        {
            entry["with"].ReportKey("'with' holds the settings of a 'preset', and none is named");
        }

        SignerPolicy?[] signers = [.. entry["signers"].Items.Select(new SignersSection(ReadFile).Read)];
        if (Array.IndexOf(signers, null) >= 0)
        {
            return null;
        }

        return new SignaturePolicy
        {
            Images = [],
            Signers = [.. signers.OfType<SignerPolicy>()],
            Quorum = ReadQuorum(entry["require"]),
            RequireSignature = entry["requireSignature"].Boolean() ?? true,
            Annotations = ReadTexts(entry["annotations"]),
        };
    }

    /// <summary>What may be said of a policy wherever its signers come from.</summary>
    private SignaturePolicy WithSettings(PolicyNode entry, SignaturePolicy basis) => basis with
    {
        Images = entry["images"].Exists || basis is { Preset: null, Images: [] } ? entry["images"].ParseAll<ImageGlob>(ImageGlob.TryParse) : basis.Images,
        Attestations = [.. basis.Attestations, .. AttestationsSection.Read(entry["attestations"])],
        Mode = entry["mode"].Word<SignaturePolicyMode>() ?? basis.Mode,
        SignatureRepository = entry["repository"].Parse<ImageReference>(ImageReference.TryParse) ?? basis.SignatureRepository,
        EachPlatform = entry["eachPlatform"].Boolean() ?? basis.EachPlatform,
        TrustRoot = ReadTrustRoot(entry["trustRoot"]) ?? basis.TrustRoot,
        Places = entry["places"].Exists
            ? [.. entry["places"].Items.Select(place => place.Word<SignaturePlace>()).OfType<SignaturePlace>()] : basis.Places,
    };

    private static SignerQuorum ReadQuorum(PolicyNode require)
    {
        if (require.IsMapping)
        {
            require.Allow("atLeast");
            if (require["atLeast"].Text() is { } text && int.TryParse(text, out int count) && count > 0)
            {
                return SignerQuorum.AtLeast(count);
            }

            require.Report("write require: {atLeast: 2}, with a number of signers");
            return SignerQuorum.AllOf;
        }

        switch (require.Text())
        {
            case null or "anyOf":
                return SignerQuorum.AnyOf;
            case "allOf":
                return SignerQuorum.AllOf;
            default:
                require.Report("write require: anyOf, allOf, or {atLeast: 2}");
                return SignerQuorum.AllOf;
        }
    }

    private static Dictionary<string, string> ReadTexts(PolicyNode map)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (PolicyNode entry in map.Entries)
        {
            texts[entry.Key] = entry.Text() ?? "";
        }

        return texts;
    }

    private TrustRoot? ReadTrustRoot(PolicyNode node)
    {
        if (node.Text() is not { } path || ReadFile(node, path) is not { } json)
        {
            return null;
        }

        try
        {
            return TrustRoot.FromJson(json);
        }
        catch (TrustRootException fault)
        {
            node.Report($"the trust root cannot be used: {fault.Refusal}");
            return null;
        }
    }

    private byte[]? ReadFile(PolicyNode node, string path, int largest = LargestFile)
    {
        try
        {
            string full = Path.Combine(folder, path);
            if (new FileInfo(full) is { Exists: true, Length: var length } && length <= largest)
            {
                return File.ReadAllBytes(full);
            }

            node.Report(File.Exists(full) ? $"'{path}' is larger than {largest} bytes" : $"there is no file '{path}'");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            node.Report($"'{path}' cannot be read: {fault.Message}");
        }

        return null;
    }
}
