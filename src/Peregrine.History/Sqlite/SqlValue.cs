using SQLitePCL;

namespace Peregrine.History.Sqlite;

/// <summary>What a statement is given for one of its places.</summary>
internal readonly struct SqlValue
{
    private readonly object? _bytesOrText;
    private readonly long _number;
    private readonly bool _isNumber;

    private SqlValue(long number) => (_number, _isNumber) = (number, true);

    private SqlValue(object? bytesOrText) => _bytesOrText = bytesOrText;

    public static implicit operator SqlValue(long? number) => number is { } value ? new SqlValue(value) : default;

    public static implicit operator SqlValue(string? text) => new(text);

    public static implicit operator SqlValue(byte[] bytes) => new(bytes);

    public int Bind(sqlite3_stmt statement, int place) => _bytesOrText switch
    {
        _ when _isNumber => raw.sqlite3_bind_int64(statement, place, _number),
        string text => raw.sqlite3_bind_text(statement, place, text),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => raw.sqlite3_bind_null(statement, place),
    };
}
