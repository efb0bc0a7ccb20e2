using KubeSec.Feedback.Observations;
using KubeSec.Images;

namespace KubeSec.Feedback.Sources;

/// <summary>Puts what an event says about its image into an observation, in one form for all formats.</summary>
internal static class ImageFields
{
    /// <summary>Reads <c>repository:tag@digest</c> with the prefixes runtimes add; a text that is no reference is kept as such.</summary>
    public static Observation WithImage(this Observation observation, string? image, string? digest = null, string? tag = null)
    {
        // Docker reports docker-pullable://repo@digest; a bare sha256:… is a config digest without a repository.
        string? text = image is null ? null : image[(image.LastIndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];
        if (text is not null && Digest.TryParse(text, out Digest? bare, out _))
        {
            return observation with { Digest = observation.Digest ?? bare.ToString() };
        }

        if (text is not null)
        {
            observation = ImageReference.TryParse(text, out ImageReference? reference, out _)
                ? observation with { Image = reference.Repository, Tag = reference.Tag ?? tag, Digest = reference.Digest?.ToString() }
                : observation with { InvalidImage = image };
        }

        if (digest is not null)
        {
            string bareDigest = digest[(digest.LastIndexOf('@') + 1)..];
            observation = Digest.TryParse(bareDigest, out Digest? parsed, out _)
                ? observation with { Digest = parsed.ToString() }
                : observation with { InvalidImage = digest };
        }

        return observation;
    }

    /// <summary>The id of a container without the runtime before it: containerd://3f2a9c…. What is no id stays whole: redaction sees secrets by what stands around them.</summary>
    public static string? ContainerId(string? id) => id is null || id.AsSpan().ContainsAny(" @=") ? id : id[(id.LastIndexOf('/') + 1)..];
}
