using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Lending;

/// <summary>What an account lends, and what it owes.</summary>
public readonly record struct OwnLending(long Shares, Micros Worth, Micros Loan, Micros Interest, bool MayBorrow, long AsOfSeq)
{
    internal static OwnLending Read(ref Utf8JsonReader reader, object? context)
    {
        var own = default(OwnLending);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("shares"u8)) own = own with { Shares = JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("worth"u8)) own = own with { Worth = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("loan"u8)) own = own with { Loan = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("interest"u8)) own = own with { Interest = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("mayBorrow"u8)) own = own with { MayBorrow = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("asOfSeq"u8)) own = own with { AsOfSeq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return own;
    }
}
