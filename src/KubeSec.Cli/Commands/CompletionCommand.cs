using System.CommandLine;

namespace KubeSec.Cli.Commands;

/// <summary><c>kubesec completion SHELL</c>: a script that asks kubesec itself what may follow, by its [suggest] directive.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _kubesec() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(kubesec "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _kubesec kubesec

        """;

    private const string Zsh = """
        #compdef kubesec
        _kubesec() {
          local -a found
          found=("${(@f)$(kubesec "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- "${found[@]}" || _files
        }
        compdef _kubesec kubesec

        """;

    private const string Fish = """
        complete -c kubesec -a '(set -l line (commandline -cp); kubesec "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName kubesec -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          kubesec "[suggest:$cursorPosition]" "$commandAst" 2>$null |
            Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or powershell" };
        shell.TakeOneOf("shell", ["bash", "zsh", "fish", "powershell"]);
        var command = new Command("completion", "Print a completion script: source <(kubesec completion bash)") { shell };
        command.SetAction(parsed =>
        {
            Terminal.Write(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return ExitCode.Pass;
        });
        return command;
    }
}
