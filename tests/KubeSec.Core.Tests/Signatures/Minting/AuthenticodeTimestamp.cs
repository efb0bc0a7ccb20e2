using System.Reflection.PortableExecutable;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Cms;

namespace KubeSec.Core.Tests.Signatures;

/// <summary>Time stamps by Microsoft's authority, which every signed file of .NET carries ("Windows Authenticode Portable Executable Signature Format").</summary>
internal static class AuthenticodeTimestamp
{
    private const string TimestampAttribute = "1.3.6.1.4.1.311.3.3.1";
    private const int HeaderLength = 8;

    /// <summary>The time stamp of a signed file and what it is over; none where the file is not signed.</summary>
    public static (byte[]? Token, byte[] Stamped) Of(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using PEReader image = new(stream);
        DirectoryEntry place = image.PEHeaders.PEHeader!.CertificateTableDirectory;
        if (place.Size == 0)
        {
            return (null, []);
        }

        // The directory states a place in the file; the table is padded to a multiple of eight bytes.
        byte[] table = new byte[place.Size - HeaderLength];
        stream.Position = place.RelativeVirtualAddress + HeaderLength;
        stream.ReadExactly(table);
        using Asn1InputStream content = new(table);
        CmsSignedData signature = new(Org.BouncyCastle.Asn1.Cms.ContentInfo.GetInstance(content.ReadObject()));
        SignerInformation signer = signature.GetSignerInfos().GetSigners().First();
        Org.BouncyCastle.Asn1.Cms.Attribute? token = signer.UnsignedAttributes?[new DerObjectIdentifier(TimestampAttribute)];
        return (token?.AttrValues[0].ToAsn1Object().GetEncoded(), signer.GetSignature());
    }
}
