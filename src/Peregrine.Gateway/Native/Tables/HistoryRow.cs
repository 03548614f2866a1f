using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>A stored row by its columns' names, with the terms by which its numbers are spelled.</summary>
internal readonly ref struct HistoryRow(IReadOnlyList<string> columns, object?[] values, VenueTerms terms)
{
    private static readonly MarketTerms Unknown = new(0, new ListMarket { Symbol = Symbol.Parse("UNKNOWN"), TickE9 = 1, LotE9 = 1 });

    public VenueTerms Terms => terms;

    public long this[string column] => values[Place(column)] is long number ? number : 0;

    public bool Has(string column) => values[Place(column)] is not null;

    public string Text(string column) => (string)values[Place(column)]!;

    public string Hex(string column) => Convert.ToHexStringLower((byte[])values[Place(column)]!);

    public MarketTerms Market => terms.Find((ushort)this["market"]) ?? Unknown;

    /// <summary>The event's body, of which rows keep what a receipt has.</summary>
    public T Body<T>()
        where T : unmanaged
    {
        // What an older version told is shorter: the rest is zero.
        byte[] stored = (byte[])values[Place("body")]!;
        T body = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref body));
        stored.AsSpan(0, Math.Min(stored.Length, bytes.Length)).CopyTo(bytes);
        return body;
    }

    private int Place(string column)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i] == column) return i;
        }
        throw new InvariantException($"history has no column {column} here");
    }
}
