using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>What one command did to a position without a trade, as if it had been one fill: deleveraging, a backstop, a settlement.</summary>
/// <param name="Market">Where.</param>
/// <param name="Size">Below 0 was sold.</param>
/// <param name="Value">What changed hands for it.</param>
/// <param name="Realised">On the position.</param>
/// <param name="Fees">Of it.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct ForcedFill(ushort Market, Lots Size, Micros Value, Micros Realised, Micros Fees, FillReason Reason)
{
    public Side Side => Size.Value < 0 ? Side.Sell : Side.Buy;

    public Lots Qty => new(Math.Abs(Size.Value));

    /// <summary>For each market with such changes the difference between what the position was, what trades made of it, and what it is.</summary>
    /// <remarks>What a sale realises is what it brought less the cost it took along. So what all of a command's changes brought is what they realised, less how the cost changed; without the trades the rest is what was forced.</remarks>
    public static List<ForcedFill> Of(UserStep step, UserState before, FapiSymbols symbols)
    {
        List<ForcedFill> all = [];
        foreach (PositionFacts after in step.Positions)
        {
            List<PositionChanged> changes = [.. step.Forced.Where(f => f.Market == after.Market).Select(static f => f.Changed)];
            if (changes.Count == 0 || symbols.Find(after.Market) is not { } market) continue;
            PositionFacts was = before.PositionOf(after.Market);
            var size = new Lots(after.Size.Value - was.Size.Value);
            var realised = new Micros(changes.Sum(static c => c.Realised.Value));
            Micros value = realised - (after.Cost - was.Cost);
            foreach (FillFacts fill in step.Fills.Where(f => f.Market == after.Market))
            {
                Micros money = market.Value(fill.Price, fill.Qty);
                size = fill.Side == Side.Buy ? size - fill.Qty : size + fill.Qty;
                value = value + fill.Realised + (fill.Side == Side.Buy ? money : -money);
            }
            all.Add(new(after.Market, size, new(Math.Abs(value.Value)), realised, new(changes.Sum(static c => c.Fees.Value)), changes[0].Reason));
        }
        return all;
    }
}
