using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>An asset that counts at the venue.</summary>
/// <param name="Asset">Its name.</param>
/// <param name="Decimals">Of its amounts.</param>
/// <param name="IsSettle">Everything is paid in it.</param>
/// <param name="Price">Of one, in micro-dollars.</param>
/// <param name="PriceState">fresh, suspect, stale or dead.</param>
/// <param name="InitialWeightPpb">What share of its worth stands behind new risk; 0 when none is told.</param>
/// <param name="MaintenanceWeightPpb">What share stands behind what is there; 0 when none is told.</param>
public sealed record AssetInfo(string Asset, int Decimals, bool IsSettle, Micros Price, string PriceState, long InitialWeightPpb, long MaintenanceWeightPpb)
{
    internal static AssetInfo Read(ref Utf8JsonReader reader, object? context)
    {
        var asset = new AssetInfo("", 0, false, default, "", 0, 0);
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("asset"u8)) asset = asset with { Asset = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("decimals"u8)) asset = asset with { Decimals = (int)JsonIn.Number(ref reader) };
            else if (reader.ValueTextEquals("isSettle"u8)) asset = asset with { IsSettle = JsonIn.Flag(ref reader) };
            else if (reader.ValueTextEquals("price"u8)) asset = asset with { Price = new Micros(JsonIn.Decimal(ref reader, Grid.Micros)) };
            else if (reader.ValueTextEquals("priceState"u8)) asset = asset with { PriceState = JsonIn.Text(ref reader) };
            else if (reader.ValueTextEquals("initialWeight"u8)) asset = asset with { InitialWeightPpb = JsonIn.Decimal(ref reader, Grid.Ppb) };
            else if (reader.ValueTextEquals("maintenanceWeight"u8)) asset = asset with { MaintenanceWeightPpb = JsonIn.Decimal(ref reader, Grid.Ppb) };
            else JsonIn.Skip(ref reader);
        }
        return asset;
    }
}
