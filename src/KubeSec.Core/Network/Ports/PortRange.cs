using System.Globalization;

namespace KubeSec.Network;

/// <summary>A stretch of port numbers, both ends included.</summary>
/// <param name="First">The lowest port, from 1.</param>
/// <param name="Last">The highest port, up to 65535.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary><c>80</c> or <c>8000-8080</c>.</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
