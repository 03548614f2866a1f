using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>Writes a table's rows, value by value in the order of its columns, as objects of JSON or as lines.</summary>
internal abstract class RowText
{
    /// <summary>A column's value that this row does not have.</summary>
    public abstract void Nothing();

    public abstract void Decimal(long count, Scale scale);

    public abstract void Number(long value);

    /// <summary>A whole number that may pass 2⁵³.</summary>
    public abstract void Id(long value);

    public abstract void Flag(bool value);

    /// <summary>Text of ours: nothing in it needs care.</summary>
    public abstract void Plain(ReadOnlySpan<byte> ascii);

    public abstract void Text(string text);

    public abstract void BeginRow();

    public abstract void EndRow();

    /// <summary>Engine time as everybody reads it.</summary>
    public void Time(long ns) => Number(ns / 1_000_000);
}
