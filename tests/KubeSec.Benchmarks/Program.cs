using BenchmarkDotNet.Running;
using KubeSec.Benchmarks;

if (args is ["lint", ..])
{
    LintThroughput.Run(args.ElementAtOrDefault(1));
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
