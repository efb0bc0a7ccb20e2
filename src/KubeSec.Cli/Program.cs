using System.CommandLine;
using KubeSec.Cli.Commands;

var root = new RootCommand("May this be deployed? KubeSec judges manifests, images and what running containers have taught.")
{
    VerifyBundleCommand.Create(),
};
return root.Parse(args).Invoke();
