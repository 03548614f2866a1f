using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Lending;

/// <summary>The vault that loans come from; rates are a year's, in billionths.</summary>
public readonly record struct Vault(bool IsOn, Micros Supplied, Micros Borrowed, long BorrowRatePpb, long SupplyRatePpb, long TotalShares, long AsOfSeq)
{
    internal static Vault Read(ref Utf8JsonReader reader, object? context)
    {
        var vault = default(Vault);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("on"u8)) vault = vault with { IsOn = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("supplied"u8)) vault = vault with { Supplied = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("borrowed"u8)) vault = vault with { Borrowed = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("borrowRate"u8)) vault = vault with { BorrowRatePpb = JsonIn.Decimal(ref reader, Grid.Ppb) };
            else if (reader.ValueTextEquals("supplyRate"u8)) vault = vault with { SupplyRatePpb = JsonIn.Decimal(ref reader, Grid.Ppb) };
            else if (reader.ValueTextEquals("totalShares"u8)) vault = vault with { TotalShares = JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("asOfSeq"u8)) vault = vault with { AsOfSeq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return vault;
    }
}
