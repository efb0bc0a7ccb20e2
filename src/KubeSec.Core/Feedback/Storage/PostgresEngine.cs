using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace KubeSec.Feedback.Storage;

/// <summary>
/// A PostgreSQL database that a team's runners and receivers share. Writers take turns, as they do on a file: the order of
/// the log is the order of the commits, and no two transitions of an incident are made from the same state.
/// </summary>
internal sealed class PostgresEngine : StoreEngine
{
    // "KSEC": the first half of the advisory lock; the second is the schema, so that two stores in one database do not meet.
    private const int LockClass = 0x4B534543;

    private readonly PostgresAddress address;
    private readonly NpgsqlDataSource source;
    private readonly string beginWrite;

    public PostgresEngine(PostgresAddress address, TimeSpan lockTimeout)
    {
        this.address = address;
        long milliseconds = (long)lockTimeout.TotalMilliseconds;
        address.Connection.CommandTimeout = (int)Math.Ceiling(lockTimeout.TotalSeconds) + 30;
        var builder = new NpgsqlSlimDataSourceBuilder(address.Connection.ConnectionString);
        builder.EnableTransportSecurity();
        source = builder.Build();
        // A writer that hangs in the middle must not hold up the others for ever; an acknowledged event is on the disk
        // whatever the server's default says.
        beginWrite = FormattableString.Invariant(
            $"""
            SELECT set_config('lock_timeout', '{milliseconds}', true), set_config('idle_in_transaction_session_timeout', '{milliseconds + 1000}', true),
              CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END;
            SELECT pg_advisory_xact_lock({LockClass}, hashtext(current_schema()))
            """);
    }

    public override string Place => address.Place;

    public override void Prepare(bool create)
    {
        // Nobody makes a database in passing: it is there, or the first connection says what is wrong.
    }

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellationToken) => await source.OpenConnectionAsync(cancellationToken);

    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // Read committed: what others wrote while this one waited for its turn must be seen.
        DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            using DbCommand command = connection.Command(beginWrite);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    // The C collation compares bytes, as SQLite does: both engines order and pick the least text alike.
    public override string Translate(string statement) => statement
        .Replace("{int}", "BIGINT", StringComparison.Ordinal)
        .Replace("{text}", "TEXT COLLATE \"C\"", StringComparison.Ordinal)
        .Replace("{serial}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal);

    public override async Task<int> ReadVersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        using DbCommand tables = connection.Command(
            """
            SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'kubesec_store') THEN 2
              WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema()) THEN 1 ELSE 0 END
            """);
        switch ((int)(await tables.ExecuteScalarAsync(cancellationToken))!)
        {
            case 0:
                return 0;
            case 1:
                throw new FeedbackStoreException(FeedbackStoreFault.Corrupt, $"{Place}: the database has tables, but no feedback store; give it a database or schema of its own");
            default:
                using (DbCommand version = connection.Command("SELECT version FROM kubesec_store"))
                {
                    return (int)((long?)await version.ExecuteScalarAsync(cancellationToken) ?? 0);
                }
        }
    }

    public override string SetVersion(int version) => FormattableString.Invariant(
        $"""
        CREATE TABLE IF NOT EXISTS kubesec_store (one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one), version BIGINT NOT NULL);
        INSERT INTO kubesec_store (version) VALUES ({version}) ON CONFLICT (one) DO UPDATE SET version = excluded.version
        """);

    public override FeedbackStoreException Empty() =>
        new(FeedbackStoreFault.Missing, $"{Place}: the database holds no feedback store yet; 'kubesec incident record' makes one");

    // Error codes: PostgreSQL manual, appendix A.
    public override FeedbackStoreException? Explain(Exception exception) => exception switch
    {
        PostgresException server => server.SqlState switch
        {
            "28P01" or "28000" => Fault(FeedbackStoreFault.Unreachable, "the server refuses the login; check user, password (PGPASSWORD, ~/.pgpass) and pg_hba.conf", server),
            "3D000" => Fault(FeedbackStoreFault.Missing, "there is no such database; an administrator makes it with createdb", server),
            "42501" or "25006" => Fault(FeedbackStoreFault.ReadOnly, "the store cannot be written; check the user's rights, and that the server is no standby", server),
            "53100" => Fault(FeedbackStoreFault.DiskFull, "the server's disk is full; nothing was recorded", server),
            "55P03" or "57014" or "25P03" or "40001" or "40P01" => Fault(FeedbackStoreFault.Locked, "other writers held the store for too long; try again", server),
            ['X', 'X', ..] => Fault(FeedbackStoreFault.Corrupt, "the server reports damage of its own; see its log", server),
            ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] => Fault(FeedbackStoreFault.Unreachable, $"the server cannot serve now ({server.MessageText})", server),
            _ => null,
        },
        NpgsqlException or SocketException or TimeoutException =>
            Fault(FeedbackStoreFault.Unreachable, $"the server does not answer ({(exception.InnerException ?? exception).Message})", exception),
        _ => null,
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await source.DisposeAsync();
    }

    private FeedbackStoreException Fault(FeedbackStoreFault fault, string remedy, Exception exception) => new(fault, $"{Place}: {remedy}", exception);
}
