using System.Diagnostics;
using KubeSec.Tests;

namespace KubeSec.Conformance.Sigstore;

/// <summary>An independent verifier, asked about changed copies of one case's bundle.</summary>
internal abstract class Peer : IDisposable
{
    /// <summary>Of the systematic changes, the short form asks about every one of this many: a process takes its time.</summary>
    public virtual int Stride => 1;

    public abstract bool Accepts(byte[] bundle);

    public abstract void Dispose();

    public static Peer Start(string name, ConformanceCase valid) => name switch
    {
        "sigstore-go 1.3" => new SigstoreGo(valid),
        "cosign 2.5" => new Cosign(valid, "trixie"),
        "cosign 3.1" => new Cosign(valid, "sid"),
        "sigstore-js 3.1" => new SigstoreJs(valid),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>Whether a program ends with success.</summary>
    public static bool Succeeds(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardError.ReadToEnd();
        _ = output.Result;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A peer that is a program run once for each bundle.</summary>
internal abstract class ProgramPeer(string program) : Peer
{
    private readonly string _file = Path.GetTempFileName();

    public override bool Accepts(byte[] bundle)
    {
        File.WriteAllBytes(_file, bundle);
        return Succeeds(program, Arguments(_file));
    }

    public override void Dispose() => File.Delete(_file);

    protected abstract IEnumerable<string> Arguments(string bundle);
}

internal sealed class SigstoreGo(ConformanceCase valid) : ProgramPeer(RealParts.LaterProgram("sid", "sigstore-go-verification"))
{
    public override int Stride => 2;

    protected override IEnumerable<string> Arguments(string bundle) =>
    [
        "-artifact", valid.ArtifactPath, "-expectedIssuer", ConformanceCase.DefaultIssuer, "-expectedSAN", ConformanceCase.DefaultIdentity,
        "-trustedrootJSONpath", valid.RootPath, bundle,
    ];
}

internal sealed class Cosign(ConformanceCase valid, string suite) : ProgramPeer(RealParts.LaterProgram(suite, "cosign"))
{
    public override int Stride => 5;

    protected override IEnumerable<string> Arguments(string bundle) =>
    [
        "verify-blob", "--bundle", bundle, "--new-bundle-format", "--trusted-root", valid.RootPath, "--certificate-identity", ConformanceCase.DefaultIdentity,
        "--certificate-oidc-issuer", ConformanceCase.DefaultIssuer, "--use-signed-timestamps=" + (valid.HasTimestamps ? "true" : "false"), valid.ArtifactPath,
    ];
}

/// <summary>sigstore-js, which answers one line for each.</summary>
internal sealed class SigstoreJs : Peer
{
    private readonly Process _process;

    public SigstoreJs(ConformanceCase valid)
    {
        string modules = RealParts.Folder("sigstore-js");
        RealParts.SkipUnless(Directory.Exists(Path.Combine(modules, "node_modules", "@sigstore", "verify")), "sigstore-js is not installed; run tests/install/sigstore-js.sh");
        ProcessStartInfo start = new(
            RealParts.Program("node"), [Path.Combine(AppContext.BaseDirectory, "Sigstore", "sigstore-js-verify.mjs"), modules, valid.RootPath, valid.ArtifactPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    public override bool Accepts(byte[] bundle)
    {
        _process.StandardInput.WriteLine(Convert.ToBase64String(bundle));
        _process.StandardInput.Flush();
        return (_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("sigstore-js has ended")) == "accepted";
    }

    public override void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
