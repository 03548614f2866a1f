using Peregrine.Core;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Takes prices that an operator sets by hand. Those that come from sources refuse it.</summary>
internal sealed class PriceInputs(EngineState state, PriceBoard board)
{
    public RejectCode SetMarket(in Command command, ref Outcome outcome)
    {
        ref readonly SetPrices body = ref Command.Body<SetPrices>(in command);
        if (!IsState(body.State)) return RejectCode.BadValue;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[body.Market];
        if (market.Feed is not null) return RejectCode.PricedBySources;
        bool usable = IsPrice(body.Index, market) && IsPrice(body.Mark, market);
        if (!usable && body.State != PriceState.Dead) return RejectCode.BadValue;
        // From here on nothing may fail. A dead feed has no prices to tell: margin goes on with the last ones.
        bool wasPriced = market.Index.Value != 0;
        if (usable) (market.Index, market.Mark) = (body.Index, body.Mark);
        bool returns = market.PriceState != PriceState.Fresh && wasPriced;
        market.PriceState = body.State;
        market.Risk.Trust.Priced(returns, body.State == PriceState.Fresh, state.NowNs);
        state.Events.Add(0, market.Id, new PricesChanged { Index = market.Index, Mark = market.Mark, State = market.PriceState });
        board.MarketMoved(market);
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    public RejectCode SetAsset(in Command command, ref Outcome outcome)
    {
        ref readonly SetAssetPrice body = ref Command.Body<SetAssetPrice>(in command);
        if (!IsState(body.State)) return RejectCode.BadValue;
        if (!state.HasAsset(body.Asset)) return RejectCode.UnknownAsset;
        if (body.Asset == EngineState.SettleAsset) return RejectCode.BadValue;
        Asset asset = state.Assets[body.Asset];
        if (asset.Feed is not null) return RejectCode.PricedBySources;
        bool usable = IsPrice(body.Index, asset) && IsPrice(body.Average, asset);
        if (!usable && body.State != PriceState.Dead) return RejectCode.BadValue;
        // From here on nothing may fail.
        if (usable) (asset.Index, asset.Average) = (body.Index, body.Average);
        asset.PriceState = body.State;
        board.AssetMoved(asset);
        outcome.Detail1 = asset.Id;
        return RejectCode.None;
    }

    private static bool IsState(PriceState told) => told is >= PriceState.Fresh and <= PriceState.Dead;

    private static bool IsPrice(Subticks price, Market market) => price.Value > 0 && price.Value <= market.Terms.PriceMax.Value * Subticks.PerTick;

    private static bool IsPrice(Micros price, Asset asset) => price.Value > 0 && Fits(price, asset);

    /// <summary>No more than the platform cap ever counts, so with this bound the value of any account's collateral stays below 2⁶⁰.</summary>
    public static bool Fits(Micros price, Asset asset) => (Int128)price.Value * asset.Terms.PlatformCap / asset.Scale < 1L << 60;
}
