using System.CommandLine;
using System.Globalization;
using KubeSec.Signatures;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec trust-root</c>: whom signatures are believed by, and how that is kept up to date.</summary>
internal static class TrustRootCommand
{
    private static readonly Argument<FileInfo?> Shown = new("FILE") { Description = "A trusted_root.json; the built-in one unless said otherwise", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<DirectoryInfo> Folder = new("--folder") { Description = "Keeps what was seen, so that nothing older is accepted later; trusted_root.json appears in it", HelpName = "DIR", Required = true };
    private static readonly Option<FileInfo?> Root = new("--root") { Description = "The repository's root.json, obtained in a way you trust; needed the first time", HelpName = "FILE" };
    private static readonly Option<string> Repository = new("--repository") { Description = "The TUF repository", HelpName = "URL", DefaultValueFactory = _ => "https://tuf-repo-cdn.sigstore.dev" };

    public static Command Create() => new("trust-root", "Whom signatures are believed by: show it, or bring it up to date") { CreateShow(), CreateRefresh() };

    private static Command CreateShow()
    {
        var command = new Command("show", "List the logs and authorities of a trust root, and its age") { Shown };
        command.SetAction(arguments => Guarded(() => Show(arguments.GetValue(Shown))));
        return command;
    }

    private static Command CreateRefresh()
    {
        var command = new Command("refresh", "Fetch the newest trust root from its TUF repository; forged, older and expired ones are refused") { Folder, Root, Repository };
        command.SetAction(RefreshAsync);
        return command;
    }

    private static int Show(FileInfo? file)
    {
        TrustRoot root = file is null ? TrustRoot.LoadPublicGood() : TrustRoot.FromJson(File.ReadAllBytes(file.FullName));
        string head = root.AsOf is { } date
            ? string.Create(CultureInfo.InvariantCulture, $"built-in root of Sigstore's public-good instance, of {date:yyyy-MM-dd}")
            : file!.Name;
        IEnumerable<string> lines = root.Entries.Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"  {Word(entry.Kind),-24}{entry.Since:yyyy-MM-dd} to {(entry.Until is { } until ? until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "now"),-11}{entry.Name}"));
        Terminal.Write(string.Concat(lines.Prepend(head).Select(line => line + "\n")));
        if (root.AgeWarning(TimeProvider.System) is { } old)
        {
            Console.Error.WriteLine($"kubesec: {old.Message}");
        }

        return ExitCode.Pass;
    }

    private static async Task<int> RefreshAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string folder = arguments.GetValue(Folder)!.FullName;
        string kept = Path.Combine(folder, "root.json");
        string? initial = arguments.GetValue(Root)?.FullName ?? (File.Exists(kept) ? kept : null);
        if (initial is null || !File.Exists(initial))
        {
            return Refuse(initial is null
                ? "give the repository's root.json with --root the first time: all later ones follow from it (Sigstore's is in github.com/sigstore/root-signing)"
                : $"there is no file '{initial}'");
        }

        if (!Uri.TryCreate(arguments.GetValue(Repository), UriKind.Absolute, out Uri? repository) || repository.Scheme is not ("https" or "http"))
        {
            return Refuse($"'{arguments.GetValue(Repository)}' is no address of a repository");
        }

        TufTrustRootOptions options = new() { Repository = repository, Folder = folder, InitialRoot = await File.ReadAllBytesAsync(initial, cancellationToken) };
        return await GuardedAsync(async () =>
        {
            using TufTrustRootClient client = new(options);
            TrustRoot root = await client.RefreshAsync(cancellationToken);
            Terminal.Write($"{client.TrustRootFile}: {root.Entries.Count} logs and authorities\n");
            return ExitCode.Pass;
        });
    }

    private static int Guarded(Func<int> action) => GuardedAsync(() => Task.FromResult(action())).GetAwaiter().GetResult();

    private static async Task<int> GuardedAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (TrustRootException refused)
        {
            Console.Error.WriteLine($"kubesec: {refused.Refusal}");
            return refused.Refusal.Reason == ReasonCodes.TufUnreachable ? ExitCode.Undecided : ExitCode.Failed;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Refuse(unreadable.Message);
        }
    }

    private static string Word(TrustRootEntryKind kind) => kind switch
    {
        TrustRootEntryKind.TransparencyLog => "transparency log",
        TrustRootEntryKind.CertificateAuthority => "certificate authority",
        TrustRootEntryKind.CertificateLog => "certificate log",
        _ => "time stamp authority",
    };

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"kubesec: {message}");
        return ExitCode.Usage;
    }
}
