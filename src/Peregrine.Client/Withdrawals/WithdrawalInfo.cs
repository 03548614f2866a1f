using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Withdrawals;

/// <summary>A withdrawal that has neither arrived nor come back; its amount as a decimal of its asset.</summary>
public sealed record WithdrawalInfo(long Id, string Asset, string Amount, WithdrawalState State)
{
    internal static WithdrawalInfo Read(ref Utf8JsonReader reader, object? context)
    {
        var info = new WithdrawalInfo(0, "", "", default);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("withdrawalId"u8)) info = info with { Id = JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("asset"u8)) info = info with { Asset = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("amount"u8)) info = info with { Amount = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("state"u8)) info = info with { State = JsonIn.Name<WithdrawalState>(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return info;
    }
}
