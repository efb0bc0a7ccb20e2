using KubeSec.Cli;

return await CommandLine.RunAsync(args);
