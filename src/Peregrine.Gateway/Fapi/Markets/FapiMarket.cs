using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>A market under the name that the dialect gives it: base and settle asset without anything between them.</summary>
internal sealed record FapiMarket(MarketTerms Terms, string Base, string Quote)
{
    public string Symbol { get; } = Base + Quote;

    public byte[] Utf8 { get; } = Encoding.ASCII.GetBytes(Base + Quote);

    /// <summary>As stream names spell it.</summary>
    public byte[] Lower { get; } = Encoding.ASCII.GetBytes((Base + Quote).ToLowerInvariant());

    public ushort Id => Terms.Id;

    public Scale Tick => Terms.Tick;

    public Scale SubTick { get; } = Terms.Tick.Sub;

    public Scale Lot => Terms.Lot;

    /// <summary>Micro-dollars per tick per lot.</summary>
    public long TickLotValue { get; } = (long)((Int128)Terms.Terms.TickE9 * Terms.Terms.LotE9 / 1_000_000_000_000);

    /// <summary>Of an average or an entry price: its cost over its size, toward zero, in subticks.</summary>
    public long PriceOf(Int128 micros, long lots) => lots == 0 ? 0 : (long)(Int128.Abs(micros) * Subticks.PerTick / (Int128.Abs(lots) * TickLotValue));

    /// <summary>A size at a price in subticks, rounded down as the engine does.</summary>
    public Micros ValueAt(Lots size, Subticks price) => new(Rounding.Floor((Int128)size.Value * price.Value * TickLotValue, Subticks.PerTick));

    /// <summary>Closing there as a taker leaves what was before the position was opened, in subticks and to the cautious side; 0 when there is no such price.</summary>
    public long BreakEven(in PositionFacts position, int takerPpb)
    {
        if (position.Size.Value == 0) return 0;
        Micros won = position.Realised - position.FeesPaid - position.FundingPaid;
        ClosedForm.TryBreakEven(position.Size, position.Cost, won, TickLotValue, Terms.Terms.PriceMax, takerPpb, out Subticks price);
        return price.Value;
    }

    public Micros Value(Ticks price, Lots size) => new((long)((Int128)price.Value * size.Value * TickLotValue));

    public bool IsTrading => Terms.State is MarketState.Open or MarketState.PostOnly or MarketState.ReduceOnly;
}
