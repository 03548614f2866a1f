using Peregrine.Client.Accounts;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Quotes both sides of every market around its index: moves what stands wrong and leaves the rest, keeps away when prices run, leans against what he holds.</summary>
internal sealed class Maker(string name, long dollars, Func<MarketTerms, LadderTerms> style) : Agent(name, dollars)
{
    /// <summary>How much of a new move counts for his nerves.</summary>
    private const double Attention = 0.3;
    private const int MostNerves = 12;
    /// <summary>A move from one look to the next that sends him away, and for how many.</summary>
    private const double Shock = 0.0035;
    private const int ShockedLooks = 4;
    // Auctions are heard of on the stream's thread.
    private readonly Lock _thinking = new();
    private readonly Dictionary<MarketTerms, Quoted> _quoted = [];

    public override TimeSpan Pace => TimeSpan.FromSeconds(1);

    public override bool IsPunctual => true;

    public override bool Quotes => true;

    /// <summary>The middle between what the book would do and the index, for twice of what stands in his first quote: better for whoever asks, and still worth his while.</summary>
    public override void Quote(Desk desk, MarketTerms market, AuctionNews auction)
    {
        double index = desk.Tape.Index(market);
        using Lock.Scope thinking = _thinking.EnterScope();
        if (!auction.IsOpening || index < 1 || !_quoted.TryGetValue(market, out Quoted? quoted) || quoted.IsShocked) return;
        double middle = (auction.Touch.Value + index) / 2;
        // A buyer is asked of, so the price is rounded up; nothing below the index is sold, nothing above it bought.
        bool buys = auction.Side == Side.Buy;
        long price = (long)(buys ? Math.Ceiling(middle) : Math.Floor(middle));
        if (buys ? price <= index || price >= auction.Touch.Value : price >= index || price <= auction.Touch.Value) return;
        Lots most = quoted.Ladder.Quotes(index, desk.Exposure(market), quoted.Nerves).Where(q => q.Side != auction.Side).Select(static q => q.Qty).FirstOrDefault();
        desk.Quote(market, auction.Auction, new Ticks(price), new Lots(Math.Min(auction.SizeBucket.Value, most.Value * 2)));
    }

    public override ValueTask Act(Desk desk, CancellationToken stop)
    {
        List<BatchItem> cancels = [], places = [];
        lock (_thinking)
        {
            foreach (MarketTerms market in desk.Markets) Requote(desk, market, cancels, places);
        }
        // What stands wrong goes before anything new comes: nobody takes from a quote that is known to be old.
        return desk.Send([.. cancels, .. places], stop);
    }

    private void Requote(Desk desk, MarketTerms market, List<BatchItem> cancels, List<BatchItem> places)
    {
        double index = desk.Tape.Index(market);
        List<OrderInfo> standing = desk.Orders(market);
        if (index < 1)
        {
            cancels.AddRange(standing.Select(static o => BatchItem.Cancel(o.Order)));
            return;
        }
        if (!_quoted.TryGetValue(market, out Quoted? quoted)) _quoted.Add(market, quoted = new Quoted(new QuoteLadder(style(market), market), index));
        quoted.Watch(index);
        Dictionary<(Side, Ticks), Lots> wanted = [];
        if (!quoted.IsShocked)
        {
            foreach (QuoteLadder.Quote quote in quoted.Ladder.Quotes(index, desk.Exposure(market), quoted.Nerves)) wanted[(quote.Side, quote.Price)] = quote.Qty;
        }
        foreach (OrderInfo order in standing)
        {
            bool stays = wanted.Remove((order.Side, order.Price), out Lots qty) && order.Rest.Value * 2 >= qty.Value;
            if (stays) continue;
            cancels.Add(BatchItem.Cancel(order.Order));
            if (qty.Value != 0) wanted[(order.Side, order.Price)] = qty;
        }
        foreach (((Side side, Ticks price), Lots qty) in wanted)
        {
            OrderTicket ticket = OrderTicket.Limit(market, side, qty, price);
            (ticket.PostOnly, ticket.CancelOnDisconnect) = (true, true);
            places.Add(BatchItem.Place(ticket));
        }
    }

    private sealed class Quoted(QuoteLadder ladder, double index)
    {
        private double _last = index;
        private double _pace;
        private int _shockedFor;

        public QuoteLadder Ladder => ladder;

        /// <summary>After a sudden move he stays away for some looks: that is when books are empty.</summary>
        public bool IsShocked => _shockedFor > 0;

        /// <summary>Grow with the steps that the index went lately from one look to the next; below two nobody is nervous.</summary>
        public int Nerves { get; private set; }

        public void Watch(double now)
        {
            double steps = Math.Abs(now - _last) / ladder.Step(now);
            if (_shockedFor > 0) _shockedFor--;
            if (Math.Abs(now / _last - 1) > Shock) _shockedFor = ShockedLooks;
            _last = now;
            _pace += Attention * (steps - _pace);
            Nerves = Math.Min(MostNerves, (int)(Math.Max(_pace, steps * 0.5) / 2));
        }
    }
}
