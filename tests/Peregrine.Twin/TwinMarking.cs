using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>The second ticks of prices: impact prices, averages, premium and mark (domain §7.3, §7.4).</summary>
public sealed partial class TwinEngine
{
    private const int AverageBits = 20;
    private const long SlowMs = 150_000;
    private const long FastMs = 30_000;
    private const long CentreMs = 60_000;
    private const long AssetMs = 3_600_000;
    private const int OrdersWalked = 8192;

    /// <summary>Where quotes can come and go; elsewhere the book says nothing.</summary>
    private static bool HasQuotes(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly or MarketState.PostOnly;

    private static Int128 Smoothed(Int128 average, long value, long elapsedMs, long tauMs)
    {
        long dt = Math.Min(elapsedMs, tauMs);
        return average + (((Int128)value << AverageBits) - average) * dt / (tauMs + dt);
    }

    private static long Whole(Int128 average) => (long)(average >> AverageBits);

    private void TickPrice(TwinFeed feed)
    {
        long second = Floor(_now, Second), elapsed = (second - feed.TickedSecond) * 1000;
        feed.TickedSecond = second;
        bool restated = FindState(feed);
        if (feed.Rules.Market == 0)
        {
            TwinAsset asset = _s.Assets[feed.Rules.Asset - 1];
            if (asset.Prices == PriceState.Fresh) feed.Average = Smoothed(feed.Average, asset.Index, elapsed, AssetMs);
            TellAsset(asset, accepted: false);
            return;
        }
        TwinMarket market = Market(feed.Rules.Market);
        if (market.Funding.IsOn && !HasFunding(market.State)) market.Funding.OffSeconds = (int)Math.Min(market.Funding.OffSeconds + elapsed / 1000, 3600);
        if (market.Prices == PriceState.Fresh)
        {
            MarkInputs sampled = Measure(market, elapsed);
            MakeMark(market, MarkInputs.Ticked | sampled, elapsed);
        }
        Trust(market, accepted: false, moves: restated || market.Prices == PriceState.Fresh);
        if (market.Funding.IsOn) AskForFunding(market);
    }

    /// <summary>What the book says of the index now, and the averages of it.</summary>
    private MarkInputs Measure(TwinMarket market, long elapsed)
    {
        TwinMarks marks = market.Marks;
        bool quoted = HasQuotes(market.State);
        marks.ImpactBid = quoted ? Impact(market, Side.Buy) : 0;
        marks.ImpactAsk = quoted ? Impact(market, Side.Sell) : 0;
        long basis = marks.ImpactBid == 0 || marks.ImpactAsk == 0 ? 0 : Floor((Int128)marks.ImpactBid + marks.ImpactAsk, 2) - market.Index;
        marks.Slow = Smoothed(marks.Slow, basis, elapsed, SlowMs);
        marks.Fast = Smoothed(marks.Fast, basis, elapsed, FastMs);
        long above = marks.ImpactBid == 0 ? 0 : Math.Max(0, marks.ImpactBid - market.Index);
        long below = marks.ImpactAsk == 0 ? 0 : Math.Max(0, market.Index - marks.ImpactAsk);
        marks.Premium = Trunc((Int128)(above - below) * R, market.Index);
        bool counts = market.Funding.IsOn && market.State is MarketState.Open or MarketState.ReduceOnly && (marks.ImpactBid | marks.ImpactAsk) != 0;
        if (!counts) return MarkInputs.None;
        market.Funding.Sum += marks.Premium;
        market.Funding.Samples++;
        return MarkInputs.Sampled;
    }

    /// <summary>The mean price of so much money walked into a side; 0 when there is not enough that has rested.</summary>
    private long Impact(TwinMarket market, Side side)
    {
        Int128 wanted = market.Feed!.Rules.ImpactNotional.Value;
        if (wanted == 0) wanted = Int128.Max(Floor((Int128)500_000_000 * R, market.Tiers[0].ImrPpb), 10_000_000_000);
        Int128 money = 0, lots = 0;
        int looked = 0;
        foreach (IGrouping<long, TwinOrder> level in market.SideOf(side).GroupBy(o => o.Price))
        {
            foreach (TwinOrder o in level)
            {
                if (++looked > OrdersWalked) return 0;
                if (_now - o.Priority < market.Feed.Rules.MinRestNs) break;
                Int128 unit = (Int128)o.Price * market.Tv, rest = wanted - money * market.Tv;
                Int128 all = Int128.Min(o.Visible, (rest + unit - 1) / unit);
                money += all * o.Price;
                lots += all;
                if (money * market.Tv >= wanted) return side == Side.Buy ? Floor(money * Sub, lots) : Ceil(money * Sub, lots);
            }
        }
        return 0;
    }

    /// <summary>The median of three, within a band around the index; where nobody can quote the index with its average distance alone.</summary>
    private void MakeMark(TwinMarket market, MarkInputs inputs, long elapsed = 0)
    {
        TwinMarks marks = market.Marks;
        long index = market.Index, toHour = Ceil(Hour - _now % Hour, 1_000_000);
        long byFunding = index + Trunc((Int128)index * marks.Rate * toHour, (Int128)R * 3_600_000);
        long byBasis = index + Whole(marks.Slow), byBook = 0, mark = byBasis;
        if (HasQuotes(market.State))
        {
            long? book = BookPrice(market);
            if (book is not null) inputs |= MarkInputs.BookPrice;
            byBook = book ?? index + Whole(marks.Fast);
            mark = TwinReading.Median([byFunding, byBasis, byBook]);
        }
        else
        {
            inputs |= MarkInputs.NoBook;
        }
        long band = Floor((Int128)index * market.Feed!.Rules.MarkBandPpb, R);
        mark = Math.Min(Math.Clamp(mark, index - band, index + band), market.Terms.PriceMax.Value * Sub);
        market.Mark = mark;
        if (marks.Centre == 0) marks.Centre = (Int128)mark << AverageBits;
        else if (elapsed > 0) marks.Centre = Smoothed(marks.Centre, mark, elapsed, CentreMs);
        Tell(0, market.Id, new MarkUpdated
        {
            Mark = new(mark),
            Index = new(index),
            FundingPrice = new(byFunding),
            BasisPrice = new(byBasis),
            BookPrice = new(byBook),
            ImpactBid = new(inputs.HasFlag(MarkInputs.Ticked) ? marks.ImpactBid : 0),
            ImpactAsk = new(inputs.HasFlag(MarkInputs.Ticked) ? marks.ImpactAsk : 0),
            PremiumPpb = marks.Premium,
            BuyRange = new(ExecMax(market)),
            SellRange = new(ExecMin(market)),
            Inputs = inputs,
        });
        (market.MarkDirty, market.IndexDirty) = (true, true);
        Look(market);
    }

    private static long? BookPrice(TwinMarket market)
    {
        if (market.Bids.Count == 0 || market.Asks.Count == 0 || market.Last == 0) return null;
        long bid = market.Bids[0].Price, ask = market.Asks[0].Price;
        if ((Int128)(ask - bid) * 100 > (Int128)bid * 5) return null;
        return TwinReading.Median([bid, ask, market.Last]) * Sub;
    }

    /// <summary>An asset's index, average and state are told with each accepted index and whenever one of them is another.</summary>
    private void TellAsset(TwinAsset asset, bool accepted)
    {
        if (asset.Feed!.Average != 0) asset.Average = Whole(asset.Feed.Average);
        if (accepted) _movedAssets.Add(asset.Id);
        if (accepted) _s.LoansAreAsked = true;
        if (!accepted && asset.Told == (asset.Index, asset.Average, asset.Prices)) return;
        asset.Told = (asset.Index, asset.Average, asset.Prices);
        Tell(0, 0, new AssetPriceChanged { Index = new(asset.Index), Average = new(asset.Average), Asset = (ushort)asset.Id, State = asset.Prices });
    }
}
