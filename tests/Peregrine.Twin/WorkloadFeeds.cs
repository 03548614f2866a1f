using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>Sources of assets' prices, by asset; 0 where somebody sets it by hand.</summary>
    private readonly Dictionary<int, (int Sources, long Price)> _assetFeeds = [];

    /// <summary>All sources of the market say it now, or somebody sets it by hand.</summary>
    private void SayPrice(MarketPlan m, long price)
    {
        if (m.Sources == 0) Send(new SetPrices { Market = (ushort)m.Id, Index = new(Math.Max(1, price)), Mark = new(m.Mark), State = PriceState.Fresh });
        else Sample(m.Id, 0, m.Sources, _ => new PriceSample { Price = price, TimeNs = _now });
    }

    private void ListSources(MarketPlan m)
    {
        int imr = (int)(R / m.Terms.LeverageMax), sources = m.Sources > 0 ? m.Sources : _feed.Pick(1, 3, 3, 5, 9);
        var rules = new SetPriceRules
        {
            Market = (ushort)m.Id,
            ImpactNotional = new(_feed.Pick(0, m.QtyTypical * m.Base * m.Tv / 10, m.QtyTypical * m.Base * m.Tv)),
            MaxAgeNs = _feed.Pick(2, 5, 60) * Second,
            MinRestNs = _feed.Pick(0, Second / 10, Second),
            MaxConfPpb = 5_000_000,
            MaxDevPpb = _feed.Pick(15_000_000, 50_000_000),
            JumpPpb = _feed.Pick(50_000_000, 150_000_000, 500_000_000),
            MarkBandPpb = _feed.Pick(imr, imr / 2),
            FundingCapPpb = _feed.Pick(imr / 4, imr / 4, imr / 40, 0),
            FundingCap8Ppb = _feed.Pick(40_000_000, 20_000_000),
            InterestPpb = _feed.Pick(100_000, -20_000_000, 20_000_000),
            InterestBandPpb = _feed.Pick(0, 500_000),
        };
        // A crowd is there for funding: every hour is to have one.
        if (_crowd > 0) (rules.ImpactNotional, rules.MinRestNs, rules.FundingCapPpb) = (new(m.Base * m.Tv), 0, imr / 4);
        SendRules(rules, sources);
        m.Sources = sources;
    }

    private void ListAssetSources(long price)
    {
        int sources = _feed.Pick(1, 3);
        SendRules(new SetPriceRules { Asset = (ushort)_assets, MaxAgeNs = 5 * Second, MaxConfPpb = 5_000_000, MaxDevPpb = 30_000_000, JumpPpb = 100_000_000 }, sources);
        _assetFeeds[_assets] = (sources, price);
        Sample(0, _assets, sources, _ => new PriceSample { Price = price, TimeNs = _now });
    }

    private void SendRules(SetPriceRules rules, int sources)
    {
        rules.MinSources = (byte)(sources == 1 ? 1 : _feed.Pick(3, 3, sources));
        List<Command> group = [Command.Of(rules)];
        for (int id = 1; id <= sources; id++)
        {
            ushort upstream = (ushort)(sources >= 5 && id <= 3 && _feed.Chance(300) ? 7 : 0);
            group.Add(Command.Of(new SetSource { Source = (ushort)(id * 2), Weight = _feed.Chance(700) ? 10 : _feed.Of(8, 15), Upstream = upstream }));
        }
        Emit(CollectionsMarshal.AsSpan(group));
    }

    private void Sample(int market, int asset, int sources, Func<int, PriceSample> of)
    {
        List<Command> group = [];
        for (int from = 1; from <= sources; from += PriceSamples.Count)
        {
            var part = new SubmitSamples { Market = (ushort)market, Asset = (ushort)asset };
            for (int id = from; id <= Math.Min(sources, from + PriceSamples.Count - 1); id++) part.Samples[part.Count++] = of(id) with { Source = id * 2 };
            group.Add(Command.Of(part));
        }
        Emit(CollectionsMarshal.AsSpan(group));
    }

    /// <summary>Mostly the truth, soon after the last; at times one lies, is late, unsure or away, or all of them step.</summary>
    private void FeedSources()
    {
        if (_assetFeeds.Count > 0 && _feed.Chance(150))
        {
            FeedAsset();
            return;
        }
        MarketPlan m = _markets[_feed.Of(0, _markets.Count - 1)];
        switch (_crowd > 0 ? _feed.Pick(1, 39, 39, 39, 39, 39, 39) : _feed.Of(0, 39))
        {
            case 0: Replace(m); return;
            case 1: ToTheHour(m); return;
            case 2: Stall(); return;
            case 3: Send(new SetPrices { Market = (ushort)m.Id, Index = new(m.Mark), Mark = new(m.Mark), State = PriceState.Fresh }); return;
            case 4: Step(m); return;
            case 5: Restart(); return;
            case 6: Gather(m); return;
            case 7: Climb(m); return;
        }
        if (m.Sources == 0) return;
        m.Mark = Math.Clamp(m.Mark + _feed.Of(-m.Spread * Sub / 4, m.Spread * Sub / 4), m.Base * Sub / 10 + 1, m.Base * Sub * 50);
        _now += _feed.Pick(0, 0, Second / 2, Second);
        int odd = _feed.Chance(250) ? _feed.Of(1, m.Sources) : 0, how = _feed.Of(0, 5);
        Sample(m.Id, 0, m.Sources, id => id == odd ? Odd(m.Mark, how) : new PriceSample { Price = m.Mark + _feed.Of(-500L, 500), TimeNs = _now - _feed.Pick(0, 0, Second), ConfidencePpb = _feed.Of(0, 4_000_000) });
    }

    private PriceSample Odd(long price, int how) => how switch
    {
        0 => new PriceSample { Price = 0, TimeNs = _now },
        1 => new PriceSample { Price = price * 3, TimeNs = _now },
        2 => new PriceSample { Price = price, TimeNs = _now - Minute },
        3 => new PriceSample { Price = price, TimeNs = _now, ConfidencePpb = 6_000_000 },
        4 => new PriceSample { Price = -price, TimeNs = _now + Hour },
        _ => new PriceSample { Price = price + price / 40, TimeNs = _now },
    };

    private void FeedAsset()
    {
        (int asset, (int sources, long price)) = _assetFeeds.ElementAt(_feed.Of(0, _assetFeeds.Count - 1));
        long now = Math.Clamp(price + price / 1000 * _feed.Pick(-1L, 0, 1, 5, -8, 300), 1_000, 5_000_000_000);
        _assetFeeds[asset] = (sources, now);
        Sample(0, asset, sources, _ => new PriceSample { Price = now, TimeNs = _now, ConfidencePpb = _feed.Chance(100) ? 6_000_000 : 0 });
    }

    /// <summary>A step that holds, told again and again until it is the index.</summary>
    private void Step(MarketPlan m)
    {
        if (m.Sources == 0) return;
        m.Mark = Math.Clamp(m.Mark * _feed.Pick(50L, 80, 110, 130, 300) / 100, m.Base * Sub / 10 + 1, m.Base * Sub * 50);
        int times = _feed.Of(1, 6);
        for (int i = 0; i < times; i++)
        {
            Sample(m.Id, 0, m.Sources, _ => new PriceSample { Price = m.Mark + _feed.Of(-m.Mark / 100, m.Mark / 100), TimeNs = _now });
            _now += _feed.Pick(Second / 2, Second, 2 * Second, 4 * Second);
        }
    }

    private void Stall()
    {
        _now += _feed.Pick(3, 6, 16, 121) * Second;
        Send(default(Tick));
    }

    /// <summary>The last seconds of an hour with samples, so that funding is fixed when it ends; at times nobody says anything for a while.</summary>
    private void ToTheHour(MarketPlan m)
    {
        _now = Math.Max(_now, (Floor(_now, Hour) + 1) * Hour - 4 * Second);
        for (int i = 0; i < 6; i++)
        {
            foreach (MarketPlan each in _markets.Where(x => x.Sources > 0 && (x == m || _feed.Chance(800)))) SayPrice(each, each.Mark);
            _now += Second;
        }
        if (_feed.Chance(200)) _now += _feed.Pick(7, 100, 310, 2000) * Second;
    }

    private void Restart()
    {
        _now += _feed.Pick(0, Second, Minute);
        Send(default(Resumed));
        if (_feed.Chance(300)) return;
        Send(default(VenueReady));
        foreach (MarketPlan each in _markets) SayPrice(each, each.Mark);
    }

    /// <summary>Orders gather around a price for a while, and trade at one price when that ends.</summary>
    private void Gather(MarketPlan m)
    {
        if (_feed.Chance(500)) Send(new CallAuction { Market = (ushort)m.Id, Reason = 3, DurationNs = _feed.Pick(1, 5, 30, 0) * Second });
        else Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Auction });
        int orders = _feed.Of(2, 14);
        for (int i = 0; i < orders; i++) SendGathering(m);
        if (_feed.Chance(800)) SayPrice(m, m.Mark);
        _now += _feed.Pick(0, 2, 8, 31) * Second;
        if (_feed.Chance(300)) SayPrice(m, m.Mark);
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Open });
    }

    private void SendGathering(MarketPlan m)
    {
        Side side = _feed.Pick(Side.Buy, Side.Sell);
        int owner = _feed.Of(1, Math.Max(1, _accounts));
        Placed(owner);
        Send(new PlaceOrder
        {
            Market = (ushort)m.Id,
            Type = OrderType.Limit,
            Side = side,
            Tif = TimeInForce.Gtc,
            Flags = _feed.Pick(default, default, default, OrderFlags.PostOnly, OrderFlags.ReduceOnly),
            Price = new(Math.Max(1, m.Mark / Sub + _feed.Of(-m.Spread, m.Spread))),
            Qty = new(_feed.Of(1L, m.QtyTypical)),
            Display = new(_feed.Chance(150) ? m.QtyTypical / 2 : 0),
        }, owner);
    }

    /// <summary>Down to a halt, and the one way back.</summary>
    private void Climb(MarketPlan m)
    {
        Send(new SetMarketState { Market = (ushort)m.Id, State = _feed.Pick(MarketState.Halted, MarketState.CancelOnly) });
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.CancelOnly });
        _now += _feed.Pick(60, 61, 59) * Second;
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.PostOnly });
        _now += _feed.Pick(30, 30, 29) * Second;
        SayPrice(m, m.Mark);
        Gather(m);
    }

    /// <summary>Another set of sources, for which the market stops for a moment.</summary>
    private void Replace(MarketPlan m)
    {
        if (m.Sources == 0) return;
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.CancelOnly });
        if (_feed.Chance(700)) ListSources(m);
        SayPrice(m, m.Mark);
        Send(new SetMarketState { Market = (ushort)m.Id, State = MarketState.Open });
    }
}
