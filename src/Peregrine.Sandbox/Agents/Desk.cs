using Peregrine.Client;
using Peregrine.Client.Accounts;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Where an agent works: what he sees, what he has, and his orders over one stream.</summary>
internal sealed class Desk(VenueClient client, VenueStream stream, AccountFeed account, MarketBoard markets, Tape tape, Random dice)
{
    public const long Usd = 1_000_000;
    private const int BatchMax = 50;
    private static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(1);
    private long _lastSeq;

    public IReadOnlyList<MarketTerms> Markets => markets.All;

    public Tape Tape => tape;

    public Random Dice => dice;

    /// <summary>How long the venue wants to be left alone: it was busy, limited him, or takes no orders now.</summary>
    public TimeSpan Rest { get; private set; }

    /// <summary>What the account feed shows has all that was answered so far.</summary>
    public bool IsCurrent
    {
        get
        {
            lock (account.Gate) return account.Seq >= Math.Max(_lastSeq, 0);
        }
    }

    public void Rested() => Rest = TimeSpan.Zero;

    /// <summary>Lots held, negative when short.</summary>
    public Lots Position(MarketTerms market)
    {
        lock (account.Gate) return account.Positions.TryGetValue(market.Name, out PositionInfo held) ? held.Size : default;
    }

    /// <summary>Its worth in dollars at a price, negative when short.</summary>
    public double Exposure(MarketTerms market)
    {
        Lots size = Position(market);
        double index = tape.Index(market);
        return size.Value == 0 || index < 1 ? 0 : Math.Sign(size.Value) * (double)market.Notional(new Ticks((long)index), new Lots(Math.Abs(size.Value))).Value / Usd;
    }

    public List<OrderInfo> Orders(MarketTerms market)
    {
        lock (account.Gate) return [.. account.Orders.Values.Where(o => o.Market == market)];
    }

    /// <summary>Lots worth so many dollars, within what the market takes.</summary>
    public Lots LotsFor(MarketTerms market, double dollars)
    {
        long index = (long)tape.Index(market);
        if (index < 1) return default;
        Lots lots = market.LotsFor(new Micros((long)(dollars * Usd)), new Ticks(index));
        return new Lots(Math.Clamp(lots.Value, market.MinQty.Value, market.MaxQty.Value));
    }

    /// <summary>Takes from the book, no farther than so much from mark.</summary>
    public async ValueTask<bool> Hit(MarketTerms market, Side side, double dollars, double slippage, CancellationToken stop, bool reduces = false, bool asksMakers = false)
    {
        Lots qty = reduces ? new Lots(Math.Min(Math.Abs(Position(market).Value), LotsFor(market, dollars).Value)) : LotsFor(market, dollars);
        if (qty.Value == 0) return false;
        OrderTicket ticket = OrderTicket.AtMarket(market, side, qty);
        (ticket.MaxSlippagePpb, ticket.ReduceOnly, ticket.AsksMakers) = ((long)(slippage * 1e9), reduces, asksMakers);
        return Heard(await stream.Orders.Place(ticket, stop).ConfigureAwait(false));
    }

    /// <summary>Takes what is offered up to a price, and leaves nothing behind.</summary>
    public async ValueTask<bool> Take(MarketTerms market, Side side, double dollars, Ticks limit, CancellationToken stop)
    {
        OrderTicket ticket = OrderTicket.Limit(market, side, LotsFor(market, dollars), limit);
        ticket.Tif = TimeInForce.Ioc;
        return ticket.Qty.Value != 0 && Heard(await stream.Orders.Place(ticket, stop).ConfigureAwait(false));
    }

    /// <summary>Answers an auction; what comes of it the account's feed tells.</summary>
    public void Quote(MarketTerms market, long auction, Ticks price, Lots qty)
    {
        if (qty.Value > 0) _ = stream.Orders.Quote(market, auction, price, qty).AsTask();
    }

    public async ValueTask Close(MarketTerms market, CancellationToken stop) => Heard(await stream.Orders.Place(OrderTicket.Close(market), stop).ConfigureAwait(false));

    public async ValueTask<bool> Leverage(MarketTerms market, int leverage, CancellationToken stop)
    {
        Reply<Done> reply = await client.Orders.Leverage(market, leverage, stop).ConfigureAwait(false);
        Listen(reply.Refusal);
        return reply.IsOk;
    }

    /// <summary>Equity in dollars; 0 when the venue does not say.</summary>
    public async ValueTask<double> Equity(CancellationToken stop)
    {
        Reply<AccountStanding> standing = await client.Account.Standing(0, stop).ConfigureAwait(false);
        Listen(standing.Refusal);
        return standing.IsOk && standing.Value.Status == AccountStatus.Active ? (double)standing.Value.Equity.Value / Usd : 0;
    }

    /// <summary>Any number of things, in messages of fifty.</summary>
    public async ValueTask Send(List<BatchItem> items, CancellationToken stop)
    {
        for (int from = 0; from < items.Count && Rest == TimeSpan.Zero; from += BatchMax)
        {
            List<BatchItem> batch = items.GetRange(from, Math.Min(BatchMax, items.Count - from));
            Reply<Reply<OrderReceipt>[]> replies = await stream.Orders.Batch(batch, stop).ConfigureAwait(false);
            Listen(replies.Refusal);
            if (!replies.IsOk) return;
            for (int i = 0; i < batch.Count; i++)
            {
                // A cancel that found nothing tells the account nothing.
                if (batch[i].IsPlace) Heard(replies.Value[i]);
                else Listen(replies.Value[i].Refusal);
            }
        }
    }

    private bool Heard(Reply<OrderReceipt> reply)
    {
        Listen(reply.Refusal);
        if (reply.IsOk) _lastSeq = Math.Max(_lastSeq, reply.Value.Seq);
        return reply.IsOk;
    }

    private void Listen(Refusal? refusal)
    {
        if (refusal is not { Standing: Standing.NotNow }) return;
        TimeSpan wait = TimeSpan.FromMilliseconds(refusal.RetryAfterMs);
        Rest = wait > UsualRest ? wait : UsualRest;
    }
}
