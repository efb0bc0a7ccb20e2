using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeSec.Receiver;

/// <summary>Where a receiver listens, whom it hears, and how much it takes on at once.</summary>
public sealed record ReceiverOptions
{
    /// <summary>Where it listens unless stated: this machine alone.</summary>
    public static IPEndPoint DefaultListen { get; } = new(IPAddress.Loopback, 8787);

    /// <summary>The addresses to listen on; port 0 takes a free one.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [DefaultListen];

    /// <summary>What a sender must show; null hears anybody, and is refused on any address but loopback.</summary>
    public string? Token { get; init; }

    /// <summary>The largest body in bytes, unpacked. An API server's audit batch holds 400 events.</summary>
    public long MaximumBody { get; init; } = 16 * 1024 * 1024;

    /// <summary>Requests being recorded at once; further ones are told to come back.</summary>
    public int MaximumRequests { get; init; } = 256;

    /// <summary>How long requests under way may take to finish once the receiver stops.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The certificate to serve TLS with; null serves plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What is wrong with these options, each in a sentence; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (Listen.Count == 0)
        {
            problems.Add("there is no address to listen on");
        }

        if (string.IsNullOrWhiteSpace(Token) && Listen.FirstOrDefault(address => !IPAddress.IsLoopback(address.Address)) is { } open)
        {
            problems.Add($"whoever reaches {open} could write incidents: name a token, or listen on 127.0.0.1");
        }

        if (MaximumBody <= 0 || MaximumRequests <= 0 || Drain < TimeSpan.Zero)
        {
            problems.Add("limits must be greater than zero");
        }

        return problems;
    }
}
