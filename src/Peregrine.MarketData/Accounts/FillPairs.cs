using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>Makes a fill for each side of a trade out of the trade and the two position changes that follow it, the taker's first.</summary>
internal sealed class FillPairs(OrderKeeper orders, AccountLog log)
{
    private FillFacts _taker;
    private FillFacts _maker;
    private int _takerAccount;
    private int _makerAccount;

    public void Begin(in EventHeader header, in Trade trade)
    {
        _takerAccount = header.Account;
        _makerAccount = trade.MakerAccount;
        _taker = Side(in header, in trade, trade.TakerOrder, orders.Fill(trade.TakerOrder, trade.Qty, trade.TakerRest));
        (_taker.Side, _taker.BuilderFee) = (trade.TakerSide, trade.TakerBuilderFee);
        _maker = Side(in header, in trade, trade.MakerOrder, orders.Fill(trade.MakerOrder, trade.Qty, trade.MakerRest));
        (_maker.Side, _maker.BuilderFee, _maker.IsMaker) = (trade.TakerSide.Opposite(), trade.MakerBuilderFee, 1);
    }

    /// <summary>A position changed: the side of a trade that waits for it is told.</summary>
    /// <returns>False when no trade made the change: a backstop, a deleveraging or a settlement did.</returns>
    public bool Complete(int account, in PositionChanged changed)
    {
        if (account == _takerAccount) Tell(ref _takerAccount, ref _taker, in changed);
        else if (account == _makerAccount) Tell(ref _makerAccount, ref _maker, in changed);
        else return false;
        return true;
    }

    private void Tell(ref int account, ref FillFacts fill, in PositionChanged changed)
    {
        // The trade does not tell what a liquidation costs on top.
        (fill.Fee, fill.Realised, fill.Reason) = (changed.Fees - fill.BuilderFee, changed.Realised, changed.Reason);
        log.Tell(account, fill.Market, PrivateChannel.Fills, EventKind.Trade, in fill);
        log.Keep(account, in fill);
        account = 0;
    }

    private FillFacts Side(in EventHeader header, in Trade trade, OrderId order, int slot)
    {
        FillFacts fill = new()
        {
            Seq = header.Seq,
            TimeNs = header.TimeNs,
            Order = order,
            Price = trade.Price,
            Qty = trade.Qty,
            TradeIndex = trade.TradeIndex,
            Market = header.Market,
        };
        if (slot == 0) return fill;
        ref OrderFacts facts = ref orders[slot];
        (fill.OrderFilled, fill.OrderRest, fill.Label, fill.ClientId) = (facts.Filled, facts.Rest, facts.Label, facts.ClientId);
        return fill;
    }
}
