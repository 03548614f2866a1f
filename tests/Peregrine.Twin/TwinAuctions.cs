using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>An order that asks makers for better prices before it meets the book.</summary>
public sealed class TwinAuction
{
    /// <summary>The number of the command that opened it; of a part of a liquidation, the id of its order.</summary>
    public long Id;
    /// <summary>Whose liquidation asks; null for a user's order.</summary>
    public TwinPart? Part;
    public long Order;
    public long EndsAtNs;
    /// <summary>Orders that rest nowhere, in the order in which they came.</summary>
    public List<long> Quotes = [];

    public TwinAuction Copy()
    {
        var copy = (TwinAuction)MemberwiseClone();
        copy.Quotes = [.. Quotes];
        return copy;
    }
}

/// <summary>Auctions of single orders (domain §12): sealed quotes, and book and quotes as one pool at the end.</summary>
public sealed partial class TwinEngine
{
    private const int AuctionsMost = 256;
    private const int QuotesMost = 4096;
    private const long BanAfterDrop = 60 * Second;
    private const long ForcedAuctionLasts = Second / 10;

    /// <summary>Who reserves margin without resting: orders in auctions and quotes.</summary>
    private static bool IsSealed(TwinOrder o) => o.Place is Place.Auction or Place.Quote;

    /// <summary>All that reserves margin on a side of the market: what rests and what is sealed.</summary>
    private IEnumerable<TwinOrder> Reserving(TwinMarket market, Side side) =>
        market.SideOf(side).Concat(_s.Orders.Values.Where(o => o.Market == market.Id && o.Side == side && IsSealed(o)));

    private bool AsksMakers(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        if (o.Tif == TimeInForce.Fok || o.PostOnly || !o.Flags.HasFlag(OrderFlags.Auction) || !market.AuctionsOn || market.State != MarketState.Open || market.Prices != PriceState.Fresh) return false;
        long best = BestOpposite(market, o.Side);
        bool trades = best != 0 && o.Crosses(best);
        return trades && o.Rest * o.Price * market.Tv >= market.AuctionNotionalMin && _s.Auctions.Count < AuctionsMost;
    }

    private void OpenAuction(TwinOrder o, TwinPart? part = null)
    {
        TwinMarket market = Market(o.Market);
        long touch = TouchOf(o);
        TellAccepted(o, OrderState.PendingAuction);
        if (o.Type == OrderType.Market) o.Price = touch;
        o.Place = Place.Auction;
        _s.Orders[o.Id] = o;
        var auction = new TwinAuction { Id = part is null ? _seq : o.Id, Part = part, Order = o.Id, EndsAtNs = _now + (part is null ? market.AuctionDurationNs : ForcedAuctionLasts) };
        _s.Auctions[auction.Id] = auction;
        long bucket = 1;
        while (bucket < o.Rest) bucket *= 2;
        Tell(0, o.Market, new AuctionOpened { Auction = auction.Id, EndsAtNs = auction.EndsAtNs, Limit = new(o.Price), Touch = new(touch), SizeBucket = new(bucket), Side = o.Side });
    }

    /// <summary>Where the book alone fills the last lot now; where it does not reach, the limit.</summary>
    private long TouchOf(TwinOrder o) => BookAlone(o) is var (filled, _, last) && filled == o.Rest ? last : o.Price;

    /// <summary>What rests up to the order's limit, hidden lots too. Whose it is and who could carry a fill is not asked.</summary>
    private (long Filled, long Notional, long Last) BookAlone(TwinOrder o)
    {
        TwinMarket market = Market(o.Market);
        (long filled, long notional, long last) = (0, 0, 0);
        foreach (TwinOrder maker in market.SideOf(o.Side.Opposite()).Where(m => o.Crosses(m.Price)))
        {
            long q = Math.Min(maker.Rest, o.Rest - filled);
            if (q == 0) break;
            (filled, notional, last) = (filled + q, notional + q * maker.Price * market.Tv, maker.Price);
        }
        return (filled, notional, last);
    }

    private RejectCode Quote(CommandHeader header, QuoteAuction body)
    {
        TwinAuction? auction = _s.Auctions.GetValueOrDefault(body.Auction);
        TwinOrder? asked = auction is null ? null : _s.Orders[auction.Order];
        if (!MayPlace(header, false, asked?.Market ?? 0)) return RejectCode.NotPermitted;
        if (asked is null) return RejectCode.UnknownAuction;
        if (GroupOf(header.Account) == GroupOf(asked.Account) || _now < Account(header.Account).NoQuotesUntilNs) return RejectCode.AuctionQuotes;
        RejectCode code = Permit(header, false, asked.Market);
        if (code != RejectCode.None) return code;
        return Try(() => Quote(header, body, _s.Auctions[body.Auction]));
    }

    /// <summary>A limit order of the other side that rests nowhere; the account's quote before it is as if it had never been.</summary>
    private RejectCode Quote(in CommandHeader header, in QuoteAuction body, TwinAuction auction)
    {
        TwinOrder asked = _s.Orders[auction.Order];
        int account = header.Account;
        TwinOrder? former = auction.Quotes.Select(q => _s.Orders[q]).FirstOrDefault(q => q.Account == account);
        var quote = new TwinOrder
        {
            Account = account,
            Key = header.Key,
            Market = asked.Market,
            Type = OrderType.Limit,
            Side = asked.Side.Opposite(),
            Tif = TimeInForce.Gtc,
            Stp = StpMode.CancelOldest,
            Price = body.Price.Value,
            Qty = body.Qty.Value,
            Rest = body.Qty.Value,
            Visible = body.Qty.Value,
        };
        if (former is not null) Forget(former);
        RejectCode code = First(
            () => StatesCheck(quote),
            () => Grid(quote),
            () => IsBetter(quote, asked, former) ? RejectCode.None : RejectCode.QuoteNotBetter,
            () => MoneyLimits(quote),
            () => Band(quote),
            () => AccountCheck(quote, mmp: true),
            () => _s.Orders.Values.Count(o => o.Place == Place.Quote) >= QuotesMost ? RejectCode.CapacityFull : RejectCode.None,
            () => Margin(quote),
            () => GroupInterest(quote));
        if (code != RejectCode.None) return code;
        quote.Id = NewId();
        quote.Place = Place.Quote;
        _s.Orders[quote.Id] = quote;
        auction.Quotes.Add(quote.Id);
        MarkUsed(account, asked.Market);
        Tell(account, asked.Market, new AuctionQuoted { Auction = auction.Id, Quote = new(quote.Id), Price = new(quote.Price), Qty = new(quote.Qty) });
        _answer.Detail1 = quote.Id;
        return RejectCode.None;
    }

    private bool IsBetter(TwinOrder quote, TwinOrder asked, TwinOrder? former)
    {
        bool better(long than) => asked.IsBuy ? quote.Price < than : quote.Price > than;
        // Where the book does not reach, the limit itself is an improvement.
        bool reaches = BookAlone(asked).Filled == asked.Rest;
        return (reaches ? better(TouchOf(asked)) : asked.Crosses(quote.Price)) && (former is null || (better(former.Price) && quote.Qty >= former.Qty));
    }

    /// <summary>It reserves nothing any more.</summary>
    private void Forget(TwinOrder quote)
    {
        foreach (TwinAuction auction in _s.Auctions.Values) auction.Quotes.Remove(quote.Id);
        _s.Orders.Remove(quote.Id);
    }

    private void DropQuote(TwinOrder quote, CancelReason reason)
    {
        Forget(quote);
        Tell(quote.Account, quote.Market, new OrderCancelled { Order = new(quote.Id), Rest = new(quote.Rest), Reason = reason, State = OrderState.Cancelled });
        // One that its owner cannot carry was not firm: he is not heard for a while.
        if (reason == CancelReason.AuctionMargin) Account(quote.Account).NoQuotesUntilNs = _now + BanAfterDrop;
    }

    private void EndAuction(TwinAuction auction)
    {
        TwinOrder o = _s.Orders[auction.Order];
        if (Market(o.Market).Prices == PriceState.Dead)
        {
            StopAuction(auction, CancelReason.AuctionHalt);
            return;
        }
        if (auction.Part is not null) EndForcedAuction(auction);
        else FinishAuction(auction, FillReason.Jit);
    }

    /// <summary>Book and quotes as one pool, and what is left of the order goes where it belongs.</summary>
    private RunEnd FinishAuction(TwinAuction auction, FillReason reason)
    {
        TwinOrder o = _s.Orders[auction.Order];
        o.Place = Place.Nowhere;
        (long bookFilled, long bookNotional, _) = BookAlone(o);
        List<TwinOrder> pool = [.. auction.Quotes.Select(q => _s.Orders[q])];
        _running = o.Id;
        RunEnd end = RunTaker(o, reason, pool);
        CloseAuction(auction, new AuctionEnded
        {
            FromQuotes = new(pool.Sum(q => q.Filled)),
            Filled = new(end.Filled),
            BookFilled = new(bookFilled),
            BookNotional = new(bookNotional),
            Quotes = pool.Count,
            Reason = end.Stopped ?? 0,
        });
        SettleRest(o, end);
        return end;
    }

    /// <summary>The best price of the book and of sealed quotes; at one price the book, then who came first.</summary>
    private TwinOrder? BestOf(List<TwinOrder> book, IReadOnlyList<TwinOrder>? quotes)
    {
        IEnumerable<TwinOrder> pool = book.Concat(quotes?.Where(q => _s.Orders.ContainsKey(q.Id)) ?? []);
        return pool.OrderBy(o => o.IsBuy ? -o.Price : o.Price).FirstOrDefault();
    }

    private void CloseAuction(TwinAuction auction, AuctionEnded told)
    {
        TwinOrder o = _s.Orders[auction.Order];
        _s.Auctions.Remove(auction.Id);
        foreach (long quote in auction.Quotes) _s.Orders.Remove(quote);
        (told.Auction, told.Order) = (auction.Id, new(o.Id));
        Tell(0, o.Market, told);
    }

    /// <summary>It ends with nothing traded, and its order with it.</summary>
    private void StopAuction(TwinAuction auction, CancelReason reason)
    {
        TwinOrder o = _s.Orders[auction.Order];
        CloseAuction(auction, new AuctionEnded { Quotes = auction.Quotes.Count, Reason = reason });
        Cancel(o, reason);
    }

    /// <summary>By their orders' ids, whatever they are called.</summary>
    private List<TwinAuction> AuctionsByAge() => [.. _s.Auctions.Values.OrderBy(a => a.Order)];

    private void StopAuctions(TwinMarket market)
    {
        foreach (TwinAuction auction in AuctionsByAge().Where(a => _s.Orders[a.Order].Market == market.Id)) StopAuction(auction, CancelReason.AuctionHalt);
    }

    /// <summary>Whoever is being liquidated asks for no risk and offers none.</summary>
    private void LeaveAuctions(int account, int onlyMarket)
    {
        foreach (TwinAuction auction in AuctionsByAge())
        {
            TwinOrder asked = _s.Orders[auction.Order];
            if (onlyMarket != 0 && asked.Market != onlyMarket) continue;
            if (asked.Account == account && !asked.ReduceOnly) StopAuction(auction, CancelReason.Liquidation);
            else if (auction.Quotes.Select(q => _s.Orders[q]).FirstOrDefault(q => q.Account == account) is { } own) DropQuote(own, CancelReason.Liquidation);
        }
    }
}
