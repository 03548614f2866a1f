using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>Hears of every change of a mark, an index or an asset's price, by hand or from sources, and passes it on to whoever lives by prices.</summary>
/// <remarks>The only such place. Nothing here may visit accounts: what a change costs follows from what it sets off.</remarks>
internal sealed class PriceBoard(EngineState state, SettlementWatch watch)
{
    /// <summary>Mark, index or price state of the market is another, or has been confirmed; all three stand as they are now.</summary>
    public void MarketMoved(Market market)
    {
        TriggerRunner.ShowAll(market);
        watch.Sample(market, market.Index, market.PriceState == PriceState.Fresh);
        market.Risk.Trust.Looked(state.NowNs);
        market.Risk.ByPrice = PriceGates.OfLiquidation(market, state.NowNs);
        state.Suspects.MoveMarket(market.Id);
    }

    /// <summary>The asset has another index, or its index was confirmed: what it counts for as collateral may be something else.</summary>
    public void AssetMoved(Asset asset)
    {
        state.Suspects.MoveAsset(asset.Id);
        state.Lending.Revisit();
        TellAsset(asset);
    }

    /// <summary>Average or price state of the asset is another: who has it may do more or less, and nobody's margin or loan is tested for that.</summary>
    public void TellAsset(Asset asset)
    {
        state.Events.Add(0, 0, new AssetPriceChanged
        {
            Index = asset.Index,
            Average = asset.Average,
            Asset = (ushort)asset.Id,
            State = asset.PriceState,
        });
    }
}
