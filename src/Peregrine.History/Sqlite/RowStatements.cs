using Microsoft.Data.Sqlite;
using Peregrine.Core;
using SQLitePCL;

namespace Peregrine.History.Sqlite;

/// <summary>Runs the statements that make rows, some twenty for each fill: prepared once, values bound by place and without boxes.</summary>
/// <remarks>A statement is known by the string itself, so each is a constant. Inside the transaction of the connection.</remarks>
internal sealed class RowStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<object, Prepared> _prepared = new(ReferenceEqualityComparer.Instance);

    public void Run(string sql, params ReadOnlySpan<SqlValue> values)
    {
        Prepared statement = Bind(sql, values);
        while (Step(statement.Handle))
        {
        }
        raw.sqlite3_reset(statement.Handle);
    }

    /// <summary>The one number that the query gives; 0 when it gives none.</summary>
    public long Number(string sql, params ReadOnlySpan<SqlValue> values)
    {
        long number = 0;
        Read(sql, new Span<long>(ref number), values);
        return number;
    }

    /// <summary>The numbers of the query's first row; false when it has none.</summary>
    public bool Read(string sql, Span<long> into, params ReadOnlySpan<SqlValue> values)
    {
        Prepared statement = Bind(sql, values);
        bool isThere = Step(statement.Handle);
        for (int i = 0; isThere && i < into.Length; i++) into[i] = raw.sqlite3_column_int64(statement.Handle, i);
        raw.sqlite3_reset(statement.Handle);
        return isThere;
    }

    public void Dispose()
    {
        foreach (Prepared statement in _prepared.Values) statement.Handle.Dispose();
        _prepared.Clear();
    }

    private sqlite3 Database => connection.Handle!;

    private Prepared Bind(string sql, ReadOnlySpan<SqlValue> values)
    {
        if (!_prepared.TryGetValue(sql, out Prepared? statement)) _prepared[sql] = statement = Prepare(sql, values.Length);
        for (int i = 0; i < values.Length; i++) Check(values[i].Bind(statement.Handle, statement.Places[i]));
        return statement;
    }

    private Prepared Prepare(string sql, int count)
    {
        Check(raw.sqlite3_prepare_v2(Database, sql, out sqlite3_stmt handle));
        int[] places = new int[count];
        // $3 may stand before $1, and places count as they stand.
        for (int i = 0; i < count; i++) places[i] = raw.sqlite3_bind_parameter_index(handle, $"${i + 1}");
        Invariant.That(!places.Contains(0), "a value stands for nothing");
        return new Prepared(handle, places);
    }

    private bool Step(sqlite3_stmt statement)
    {
        int code = raw.sqlite3_step(statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE) return code == raw.SQLITE_ROW;
        raw.sqlite3_reset(statement);
        Check(code);
        return false;
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, Database);

    private sealed record Prepared(sqlite3_stmt Handle, int[] Places);
}
