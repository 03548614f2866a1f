using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Accounts;

/// <summary>What an account holds of an asset, in 10⁻¹²; every asset's own steps are coarser.</summary>
public readonly record struct BalanceInfo(string Asset, Int128 AmountE12)
{
    internal static BalanceInfo Read(ref Utf8JsonReader reader, object? context)
    {
        var balance = new BalanceInfo("", 0);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("asset"u8)) balance = balance with { Asset = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("balance"u8)) balance = balance with { AmountE12 = Amount(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return balance;
    }

    // Most amounts are whole millionths; what is finer still fits when it is small.
    private static Int128 Amount(ref Utf8JsonReader reader)
    {
        JsonIn.Begin(ref reader, JsonTokenType.String);
        return Grid.Micros.TryParse(reader.ValueSpan, out long micros) ? (Int128)micros * Grid.Micros.UnitE12 : JsonIn.DecimalHere(ref reader, new Grid(1));
    }
}
