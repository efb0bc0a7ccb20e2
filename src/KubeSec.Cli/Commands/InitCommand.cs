using System.CommandLine;
using KubeSec.Gate;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec init</c>: writes a policy file that explains itself.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Where to", DefaultValueFactory = _ => PolicyFile.DefaultName };
        var force = new Option<bool>("--force") { Description = "Overwrite a file that is there" };
        var command = new Command("init", "Write a commented kubesec.yaml") { file, force };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(force)));
        return command;
    }

    private static int Run(string file, bool force)
    {
        try
        {
            using var stream = new FileStream(file, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            using var output = new StreamWriter(stream);
            output.Write(PolicyFile.Template);
        }
        catch (IOException) when (!force && File.Exists(file))
        {
            Console.Error.WriteLine($"kubesec: {file} is there already; --force overwrites it");
            return ExitCode.Usage;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"kubesec: {file} cannot be written: {fault.Message}");
            return ExitCode.Usage;
        }

        Terminal.Write($"{file} is written; kubesec gate PATH now judges by it\n");
        return ExitCode.Pass;
    }
}
