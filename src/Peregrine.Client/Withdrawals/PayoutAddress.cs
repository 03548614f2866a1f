using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Withdrawals;

/// <summary>Where money may go, once its time has come.</summary>
public sealed record PayoutAddress(long Id, string Address, string Label, long UsableFromMs)
{
    internal static PayoutAddress Read(ref Utf8JsonReader reader, object? context)
    {
        var address = new PayoutAddress(0, "", "", 0);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("addressId"u8)) address = address with { Id = JsonIn.Id(ref reader) };
            else if (reader.ValueTextEquals("address"u8)) address = address with { Address = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("label"u8)) address = address with { Label = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("usableFrom"u8)) address = address with { UsableFromMs = JsonIn.Number(ref reader) };
            else JsonIn.Skip(ref reader);
        }
        return address;
    }
}
