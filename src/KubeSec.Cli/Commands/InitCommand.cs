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
        var schema = new Option<bool>("--schema") { Description = $"Also write {PolicyFile.SchemaName} beside it, by which editors complete and check the policy" };
        var command = new Command("init", "Write a commented kubesec.yaml") { file, force, schema };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(force), parsed.GetValue(schema)));
        return command;
    }

    private static int Run(string file, bool force, bool schema)
    {
        try
        {
            using var stream = new FileStream(file, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            using var output = new StreamWriter(stream);
            output.Write(schema ? $"# yaml-language-server: $schema={PolicyFile.SchemaName}\n{PolicyFile.Template}" : PolicyFile.Template);
            if (schema)
            {
                using Stream content = typeof(InitCommand).Assembly.GetManifestResourceStream(PolicyFile.SchemaName)!;
                using FileStream copy = File.Create(Path.Combine(Path.GetDirectoryName(file) ?? "", PolicyFile.SchemaName));
                content.CopyTo(copy);
            }
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
