using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Peregrine.History.Sqlite;

/// <summary>Runs statements inside the transaction that handed it out. Each is prepared once and kept; values only ever go in as parameters $1, $2 …</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Says how many rows were touched.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Bound(sql, values).ExecuteNonQuery();

    /// <summary>All rows, each value as it is stored.</summary>
    public List<object?[]> Rows(string sql, params ReadOnlySpan<object?> values)
    {
        List<object?[]> rows = [];
        using SqliteDataReader reader = Bound(sql, values).ExecuteReader();
        while (reader.Read())
        {
            object?[] row = new object?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>Row after row, as long as <paramref name="take"/> wants more.</summary>
    public void Each(string sql, Func<SqliteDataReader, bool> take, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader reader = Bound(sql, values).ExecuteReader();
        while (reader.Read() && take(reader))
        {
        }
    }

    /// <summary>The one number that the query gives; 0 when it gives none.</summary>
    public long Number(string sql, params ReadOnlySpan<object?> values) =>
        Bound(sql, values).ExecuteScalar() is long number ? number : 0;

    public void Dispose()
    {
        foreach (SqliteCommand command in _prepared.Values) command.Dispose();
    }

    private SqliteCommand Bound(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + (i + 1).ToString(CultureInfo.InvariantCulture) });
            _prepared[sql] = command;
        }
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
