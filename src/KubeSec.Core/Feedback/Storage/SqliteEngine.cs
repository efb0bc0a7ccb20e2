using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace KubeSec.Feedback.Storage;

/// <summary>One SQLite file in WAL mode with full synchronisation: an acknowledged event has reached the disk.</summary>
internal sealed class SqliteEngine(string path, TimeSpan lockTimeout) : StoreEngine
{
    // "KSEC": tells a store from any other SQLite file.
    private const int ApplicationId = 0x4B534543;

    // Changes nothing, and yet must hold the right to write; two writers never meet halfway.
    private const string TakeTurn = "DELETE FROM gate_run WHERE 0";

    // Milliseconds.
    private const int ShortPause = 8;
    private const int LongPause = 40;

    private const int FailedWrite = 778;
    private const int FailedSync = 1034;
    private const int FailedTruncation = 1546;
    private const int FailedSize = 4874;
    private const int FailedMap = 5386;

    /// <summary>The folder of the default store. A run makes it where it stands, often a repository: what a machine remembers is not to be committed by accident.</summary>
    private const string OwnFolder = ".kubesec";

    public override string Place => path;

    public override void Prepare(bool create)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (!File.Exists(path) && !create)
        {
            throw new FeedbackStoreException(FeedbackStoreFault.Missing, $"{path}: there is no feedback store here; 'kubesec incident record' makes one");
        }

        try
        {
            bool ours = System.IO.Path.GetFileName(folder) == OwnFolder && !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            if (ours)
            {
                KeepFromGit(System.IO.Path.Combine(folder, ".gitignore"));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FeedbackStoreException(FeedbackStoreFault.ReadOnly, $"{path}: the folder cannot be made ({exception.Message})", exception);
        }

        // WAL needs memory that all writers share, which no network file system gives (sqlite.org/wal.html).
        if (new DriveInfo(folder).DriveType == DriveType.Network)
        {
            throw new FeedbackStoreException(
                FeedbackStoreFault.NetworkFileSystem, $"{path}: lies on a network file system, where SQLite's locks do not hold; use a local disk");
        }
    }

    private static void KeepFromGit(string file)
    {
        try
        {
            using var output = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            output.Write("*\n"u8);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process that began at the same moment has made it.
        }
    }

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(lockTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            using SqliteCommand command = connection.CreateCommand();
            // SQLite's own waiting backs off in milliseconds; the provider's would sleep 150 ms a try. A batch touches more pages
            // than the 2 MB that are cached by default, and each page that is evicted before the commit is written twice; what undoes
            // a statement of several rows fits the memory as well.
            command.CommandText = FormattableString.Invariant(
                $"PRAGMA busy_timeout={(int)lockTimeout.TotalMilliseconds}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // SQLite's own waiting backs off to 100 ms a try: of 64 writers all would sleep while the store stands idle. Asking every
    // few milliseconds, at random, gives five times the commits and a sixth of the longest wait (64 processes, FULL). Who has
    // waited for long is one of many, and asks less often: the asking of 64 took more of the processor than the writing.
    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var open = (SqliteConnection)connection;
        SqliteTransaction transaction = open.BeginTransaction(deferred: true);
        sqlite3_stmt? turn = null;
        try
        {
            for (var waited = Stopwatch.StartNew(); ;)
            {
                int answer = Ask(open.Handle!, ref turn);
                switch (answer & 0xff)
                {
                    case raw.SQLITE_DONE:
                        return transaction;
                    case raw.SQLITE_BUSY when waited.Elapsed < lockTimeout:
                        cancellationToken.ThrowIfCancellationRequested();
                        // In place: a pool of threads that is woken every few milliseconds spins more than it sleeps.
                        Thread.Sleep(Random.Shared.Next(1, (int)Math.Clamp(waited.ElapsedMilliseconds / 4, ShortPause, LongPause)));
                        break;
                    case raw.SQLITE_ERROR:
                        // There is no table yet: the schema is about to be made.
                        await transaction.DisposeAsync();
                        return await open.BeginTransactionAsync(cancellationToken);
                    default:
                        throw new SqliteException(raw.sqlite3_errmsg(open.Handle).utf8_to_string(), answer & 0xff, answer);
                }
            }
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
        finally
        {
            turn?.Dispose();
        }
    }

    // The statement is read once, however often it is refused.
    private int Ask(sqlite3 database, ref sqlite3_stmt? turn)
    {
        if (turn is null && raw.sqlite3_prepare_v2(database, TakeTurn, out turn) is not raw.SQLITE_OK and var refused)
        {
            turn = null;
            return refused;
        }

        raw.sqlite3_busy_timeout(database, 0);
        int answer = raw.sqlite3_step(turn);
        raw.sqlite3_busy_timeout(database, (int)lockTimeout.TotalMilliseconds);
        raw.sqlite3_reset(turn);
        return answer;
    }

    public override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override string Translate(string statement)
    {
        string translated = statement.Replace("{int}", "INTEGER", StringComparison.Ordinal)
            .Replace("{text}", "TEXT", StringComparison.Ordinal)
            .Replace("{serial}", "INTEGER PRIMARY KEY", StringComparison.Ordinal);
        return translated.StartsWith("CREATE TABLE", StringComparison.Ordinal) ? translated + " STRICT" : translated;
    }

    public override async Task<int> ReadVersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // Another process may be making the store between these: whoever sees its pages sees its mark, whoever sees its mark its version.
        long pages = await PragmaAsync(connection, "page_count", cancellationToken);
        long application = await PragmaAsync(connection, "application_id", cancellationToken);
        long version = await PragmaAsync(connection, "user_version", cancellationToken);
        return (application, version, pages) switch
        {
            (ApplicationId, _, _) => (int)version,
            (0, _, <= 1) => 0,
            _ => throw new FeedbackStoreException(FeedbackStoreFault.Corrupt, $"{path}: a SQLite file, but no feedback store"),
        };
    }

    public override string SetVersion(int version) => FormattableString.Invariant($"PRAGMA application_id={ApplicationId}; PRAGMA user_version={version}");

    public override FeedbackStoreException Empty() => new(FeedbackStoreFault.Corrupt, $"{path}: an empty file, no feedback store");

    public override FeedbackStoreException? Explain(Exception exception) => exception.GetBaseException() is DllNotFoundException
        ? Fault(FeedbackStoreFault.Unreachable, "SQLite's library cannot be loaded; where it comes as a file of its own (libe_sqlite3), it belongs beside the program", exception)
        : ExplainCode(exception as SqliteException);

    // Result codes: sqlite.org/rescode.html.
    private FeedbackStoreException? ExplainCode(SqliteException? exception) => exception?.SqliteErrorCode switch
    {
        5 or 6 => Fault(FeedbackStoreFault.Locked, "other writers held the store for too long; try again", exception),
        8 => Fault(FeedbackStoreFault.ReadOnly, "the store cannot be written; check permissions and the disk", exception),
        10 when exception.SqliteExtendedErrorCode is FailedWrite or FailedSync or FailedTruncation or FailedMap or FailedSize =>
            Fault(FeedbackStoreFault.DiskFull, "the disk is full, or fails; nothing was recorded", exception),
        10 or 11 or 26 => Fault(FeedbackStoreFault.Corrupt, "the store is damaged or no feedback store; restore it from a copy or remove it to start anew", exception),
        13 => Fault(FeedbackStoreFault.DiskFull, "the disk is full; nothing was recorded", exception),
        14 => Fault(FeedbackStoreFault.Missing, "the store cannot be opened; check the path and its permissions", exception),
        _ => null,
    };

    private FeedbackStoreException Fault(FeedbackStoreFault fault, string remedy, Exception exception) => new(fault, $"{path}: {remedy}", exception);

    private static async Task<long> PragmaAsync(DbConnection connection, string name, CancellationToken cancellationToken)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
