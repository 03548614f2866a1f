using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Accounts;

/// <summary>What trades cost from a volume on.</summary>
/// <param name="Tier">Its number.</param>
/// <param name="MakerPpb">Of the notional, in billionths; negative is paid to the maker.</param>
/// <param name="TakerPpb">Of the notional, in billionths.</param>
/// <param name="Volume30d">From this volume of thirty days on.</param>
public readonly record struct FeeTier(int Tier, long MakerPpb, long TakerPpb, Micros Volume30d)
{
    internal static FeeTier Read(ref Utf8JsonReader reader, object? context)
    {
        var tier = default(FeeTier);
        while (JsonIn.NextField(ref reader))
        {
            if (!tier.TryRead(ref reader, out tier)) JsonIn.Skip(ref reader);
        }
        return tier;
    }

    // A field of a tier, wherever one is told.
    internal bool TryRead(ref Utf8JsonReader reader, out FeeTier with)
    {
        with = this;
        if (reader.ValueTextEquals("tier"u8)) with = this with { Tier = (int)JsonIn.Number(ref reader) };
        else if (reader.ValueTextEquals("maker"u8)) with = this with { MakerPpb = JsonIn.Decimal(ref reader, Grid.Ppb) };
        else if (reader.ValueTextEquals("taker"u8)) with = this with { TakerPpb = JsonIn.Decimal(ref reader, Grid.Ppb) };
        else if (reader.ValueTextEquals("volume30d"u8)) with = this with { Volume30d = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
        else return false;
        return true;
    }
}
