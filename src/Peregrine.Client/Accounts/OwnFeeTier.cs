using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>What the account's trades cost, and what would make them cheaper tomorrow.</summary>
/// <param name="Now">After the group's discount, with the volume that decided it.</param>
/// <param name="VolumeToday">Counts from tomorrow on.</param>
/// <param name="Next">The tier above; none when there is none.</param>
/// <param name="Missing">Volume that is missing for it.</param>
public sealed record OwnFeeTier(FeeTier Now, Micros VolumeToday, FeeTier? Next, Micros Missing)
{
    internal static OwnFeeTier Read(ref Utf8JsonReader reader, object? context)
    {
        var own = new OwnFeeTier(default, default, null, default);
        while (JsonIn.NextField(ref reader))
        {
            if (own.Now.TryRead(ref reader, out FeeTier now)) own = own with { Now = now };
            else if (reader.ValueTextEquals("volumeToday"u8)) own = own with { VolumeToday = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("next"u8)) own = own.WithNext(ref reader);
            else JsonIn.Skip(ref reader);
        }
        return own;
    }

    private OwnFeeTier WithNext(ref Utf8JsonReader reader)
    {
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        (FeeTier next, Micros missing) = (default, default);
        while (JsonIn.NextField(ref reader))
        {
            if (next.TryRead(ref reader, out FeeTier read)) next = read;
            else if (reader.ValueTextEquals("missing"u8)) missing = new Micros(JsonIn.Decimal(ref reader, Grid.Micros));
            else JsonIn.Skip(ref reader);
        }
        return this with { Next = next, Missing = missing };
    }
}
