using System.Net;
using System.Net.Sockets;

namespace KubeSec.Tests;

/// <summary>
/// A real PostgreSQL for the tests of this process: started when the first test asks for it, gone with the process. Every
/// test gets a database of its own.
/// </summary>
public sealed class PostgresServer
{
    private const string Superuser = "kubesec";
    private const string Password = "pg-test-password";

    private static readonly Lazy<Task<PostgresServer>> Running = new(StartAsync);
    private static int databases;

    private readonly string folder;
    private readonly string programs;

    private PostgresServer(string folder, string programs, int port)
    {
        this.folder = folder;
        this.programs = programs;
        Port = port;
    }

    /// <summary>Where it listens on the loopback interface.</summary>
    public int Port { get; }

    /// <summary>The server; the test is skipped, or fails in CI, where PostgreSQL is not installed.</summary>
    public static Task<PostgresServer> RequireAsync()
    {
        ProgramsFolder();
        return Running.Value;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its address, password included.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = FormattableString.Invariant($"feedback{Interlocked.Increment(ref databases)}");
        await QueryAsync("postgres", $"CREATE DATABASE {name}");
        return Address(name);
    }

    /// <summary>The address of a database.</summary>
    public string Address(string database, string password = Password) => FormattableString.Invariant($"postgres://{Superuser}:{password}@127.0.0.1:{Port}/{database}");

    /// <summary>Runs SQL through psql, and gives what it prints.</summary>
    public Task<string> QueryAsync(string database, string sql) => RealProcess.RunAsync(
        Path.Combine(programs, "psql"), null, new Dictionary<string, string> { ["PGPASSWORD"] = Password },
        "-h", "127.0.0.1", "-p", FormattableString.Invariant($"{Port}"), "-U", Superuser, "-d", database, "-v", "ON_ERROR_STOP=1", "-Atqc", sql);

    /// <summary>Stops the server and starts it again, as an administrator would.</summary>
    public Task RestartAsync() => AsServerAsync("pg_ctl", "-D", Path.Combine(folder, "data"), "-w", "-m", "fast", "-l", Path.Combine(folder, "log"), "restart");

    private static string ProgramsFolder()
    {
        string? found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        RealParts.SkipUnless(found is not null, "PostgreSQL is not installed");
        return found!;
    }

    private static async Task<PostgresServer> StartAsync()
    {
        string programs = ProgramsFolder();
        string folder = Directory.CreateTempSubdirectory("kubesec-postgres-").FullName;
        var server = new PostgresServer(folder, programs, FreePort());
        string password = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Environment.IsPrivilegedProcess)
        {
            await RealProcess.RunAsync("chown", "-R", "postgres", folder);
        }

        string data = Path.Combine(folder, "data");
        await server.AsServerAsync("initdb", "-D", data, "-U", Superuser, "--auth=scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
        // Nothing here survives the machine anyway; what SIGKILL may cost is measured on real disks elsewhere.
        await server.AsServerAsync(
            "pg_ctl", "-D", data, "-w", "-l", Path.Combine(folder, "log"), "-o",
            FormattableString.Invariant($"-c listen_addresses=127.0.0.1 -c port={server.Port} -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"), "start");
        return server;
    }

    // PostgreSQL refuses to run as root.
    private Task<string> AsServerAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(programs, program);
        return Environment.IsPrivilegedProcess
            ? RealProcess.RunAsync("runuser", folder, null, ["-u", "postgres", "--", path, .. arguments])
            : RealProcess.RunAsync(path, folder, null, arguments);
    }

    private void Stop()
    {
        AsServerAsync("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop").GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
