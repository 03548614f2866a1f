using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Accounts;

/// <summary>How much of an asset could leave now; amounts are decimals of the asset.</summary>
/// <param name="Asset">Which.</param>
/// <param name="Balance">What there is.</param>
/// <param name="Amount">What could leave.</param>
/// <param name="Reason">The code that one unit more would be answered with; none when all could leave.</param>
/// <param name="AsOfSeq">The last command that it knows.</param>
public sealed record Withdrawable(string Asset, string Balance, string Amount, string? Reason, long AsOfSeq)
{
    internal static Withdrawable Read(ref Utf8JsonReader reader, object? context)
    {
        var told = new Withdrawable("", "", "", null, 0);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("asset"u8)) told = told with { Asset = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("balance"u8)) told = told with { Balance = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("amount"u8)) told = told with { Amount = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("reason"u8)) told = told with { Reason = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("asOfSeq"u8)) told = told with { AsOfSeq = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return told;
    }
}
