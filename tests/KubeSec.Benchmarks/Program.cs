using BenchmarkDotNet.Running;
using KubeSec.Benchmarks;

if (args is ["lint", ..])
{
    LintThroughput.Run(args.ElementAtOrDefault(1), args.ElementAtOrDefault(2));
}
else if (args is ["network", var pods])
{
    NetworkScale.Run(int.Parse(pods, System.Globalization.CultureInfo.InvariantCulture));
}
else if (args is ["network", var written, var file])
{
    File.WriteAllText(file, NetworkScale.Write(int.Parse(written, System.Globalization.CultureInfo.InvariantCulture)));
}
else if (args is ["feedback-gate", var folder, ..])
{
    await FeedbackGate.RunAsync(folder, args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 2_000);
}
else if (args is ["feedback-gate-once", var made])
{
    await FeedbackGate.OnceAsync(made);
}
else if (args is ["feedback", .. var rest])
{
    await FeedbackStoreLoad.RunAsync(rest);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(LintThroughput).Assembly).Run(args);
}
