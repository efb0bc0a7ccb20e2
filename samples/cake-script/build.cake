// dotnet tool restore && dotnet cake
#addin "nuget:?package=KubeSec.Cake&version=0.1.0&loaddependencies=true"

var shop = Argument("manifests", "../shop/manifests");

Task("Lint")
    .Does(() =>
{
    var findings = KubeSecLint(shop);
    Information("{0} findings, {1} of them about privileged containers",
        findings.Count, findings.Count(finding => finding.Rule.Name == "privileged-container"));
});

Task("Gate")
    .IsDependentOn("Lint")
    .Does(() => KubeSecGate(shop, new KubeSecGateSettings { PolicyFile = "../shop/kubesec.yaml" }));

RunTarget(Argument("target", "Gate"));
