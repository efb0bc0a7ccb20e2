using KubeSec.Manifests;

namespace KubeSec.Network;

/// <summary>Reads ipBlock and CIDR lists; a block that cannot be read holds no address.</summary>
internal static class BlockReader
{
    /// <summary>An ipBlock: the CIDR without its exceptions, each of which must be a strict part of it (validation.ValidateIPBlock).</summary>
    public static IReadOnlyList<AddressRange> Read(Field block, PolicyFaults faults)
    {
        bool strange = faults.HasUnknownFields(block, "cidr", "except");
        faults.IsNoList(block["except"]);
        if (ReadCidr(block["cidr"], faults) is not { } cidr)
        {
            return [];
        }

        var exceptions = new List<AddressRange>();
        foreach (Field item in block["except"].Items)
        {
            if (ReadCidr(item, faults) is not { } exception)
            {
                strange = true;
            }
            else if (!cidr.Contains(exception) || cidr == exception)
            {
                strange = true;
                faults.Invalid(item, $"the exception {item.Text} must lie within {block["cidr"].Text} and be smaller");
            }
            else
            {
                exceptions.Add(exception);
            }
        }

        return strange ? [] : [.. cidr.Except(exceptions)];
    }

    public static AddressRange? ReadCidr(Field text, PolicyFaults faults)
    {
        AddressRange? range = text.Text is { } cidr ? AddressRange.ParseCidr(cidr) : null;
        if (range is null)
        {
            faults.Invalid(text, text.Exists ? $"'{text.Text}' is no CIDR block such as 10.0.0.0/8 or fd00::/8" : $"{text.Path} is missing");
        }

        return range;
    }
}
