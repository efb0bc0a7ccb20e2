using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeSec.Cli.Incidents;
using KubeSec.Feedback;
using KubeSec.Receiver;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec incident listen</c>: takes events over HTTP until it is stopped.</summary>
internal static class IncidentListenCommand
{
    private const string Name = "listen";

    /// <summary>Where the token may stand, so that it is on no command line.</summary>
    private const string TokenVariable = "KUBESEC_LISTEN_TOKEN";

    private static readonly TimeSpan Drain = new ReceiverOptions().Drain;

    /// <summary>How long after a signal the command may go on: what it has taken on is finished. Null for every other command.</summary>
    public static TimeSpan? StopsWithin(ParseResult parsed) => parsed.CommandResult.Command.Name == Name ? Drain + TimeSpan.FromSeconds(10) : null;

    public static Command Create()
    {
        var listen = new Option<string[]>("--listen") { Description = $"Address and port; * for every address [default: {ReceiverOptions.DefaultListen}]", HelpName = "ADDRESS:PORT" };
        var token = new Option<string?>("--token-file") { Description = $"File that holds what senders must show; or set {TokenVariable}", HelpName = "FILE" };
        var body = new Option<int>("--max-body") { Description = "Largest body in MiB", HelpName = "MIB", DefaultValueFactory = _ => (int)(new ReceiverOptions().MaximumBody >> 20) };
        var requests = new Option<int>("--max-requests") { Description = "Requests recorded at once; further ones are answered 429", HelpName = "N", DefaultValueFactory = _ => new ReceiverOptions().MaximumRequests };
        var certificate = new Option<string?>("--tls-certificate") { Description = "PEM file of the certificate and its chain, to serve TLS", HelpName = "FILE" };
        var key = new Option<string?>("--tls-key") { Description = "PEM file of its private key", HelpName = "FILE" };
        var store = new StoreArguments();
        var command = new Command(Name, "Take events over HTTP: Falco, falcosidekick, audit webhooks") { listen, token, body, requests, certificate, key, store.Location };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var options = new ReceiverOptions
                {
                    Listen = [.. (parsed.GetValue(listen) is { Length: > 0 } named ? named : [ReceiverOptions.DefaultListen.ToString()]).Select(AddressOf)],
                    Token = TokenOf(parsed.GetValue(token)),
                    MaximumBody = (long)parsed.GetValue(body) << 20,
                    MaximumRequests = parsed.GetValue(requests),
                    Certificate = CertificateOf(parsed.GetValue(certificate), parsed.GetValue(key)),
                };
                return options.Problems() is { Count: > 0 } problems
                    ? Refuse(string.Join("; ", problems), ExitCode.Usage)
                    : await store.UseAsync(parsed, create: true, (incidents, _) => RunAsync(incidents, options, cancellationToken), cancellationToken);
            }
            catch (Exception exception) when (exception is FormatException or CryptographicException or UnauthorizedAccessException or IOException)
            {
                return Refuse(exception.Message, ExitCode.Usage);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(IncidentStore store, ReceiverOptions options, CancellationToken cancellationToken)
    {
        await using IncidentReceiver receiver = await IncidentReceiver.StartAsync(store, options, line => Console.Error.WriteLine($"kubesec: {line}"), cancellationToken: cancellationToken);
        Console.Error.WriteLine($"kubesec: listening on {string.Join(", ", receiver.Addresses)}");
        var stopped = new TaskCompletionSource();
        using CancellationTokenRegistration signal = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
        await receiver.StopAsync();
        (long recorded, long duplicates, long setAside) = receiver.Counts;
        Console.Error.WriteLine($"kubesec: stopped; {recorded} recorded, {duplicates} known already, {setAside} set aside");
        return ExitCode.Pass;
    }

    private static IPEndPoint AddressOf(string text)
    {
        string address = text.StartsWith("*:", StringComparison.Ordinal) ? $"[::]{text[1..]}" : text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? $"127.0.0.1{text["localhost".Length..]}" : text;
        int colon = address.LastIndexOf(':');
        return colon > 0 && IPEndPoint.TryParse(address, out IPEndPoint? parsed) && address.EndsWith(FormattableString.Invariant($":{parsed.Port}"), StringComparison.Ordinal)
            ? parsed
            : throw new FormatException($"--listen {text}: an address and a port, such as 127.0.0.1:8787 or *:8787");
    }

    private static string? TokenOf(string? file)
    {
        string? token = (file is null ? Environment.GetEnvironmentVariable(TokenVariable) : File.ReadAllText(file))?.Trim();
        return token is { Length: 0 } ? throw new FormatException(file is null ? $"{TokenVariable} is set and empty" : $"{file}: holds no token") : token;
    }

    private static X509Certificate2? CertificateOf(string? certificate, string? key) => (certificate, key) switch
    {
        (null, null) => null,
        (not null, not null) => X509Certificate2.CreateFromPemFile(certificate, key),
        _ => throw new FormatException("--tls-certificate and --tls-key go together"),
    };

    private static int Refuse(string message, int exitCode)
    {
        Console.Error.WriteLine($"kubesec: {message}");
        return exitCode;
    }
}
