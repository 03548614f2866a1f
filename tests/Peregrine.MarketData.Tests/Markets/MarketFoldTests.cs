using Peregrine.Core;
using Peregrine.MarketData.Markets;
using Xunit;

namespace Peregrine.MarketData.Tests.Markets;

public sealed class MarketFoldTests
{
    [Fact]
    public void Markets_and_assets_are_what_the_engine_says_they_are()
    {
        for (ulong seed = 1; seed <= 16; seed++)
        {
            Venue venue = new();
            AllFolds first = new();
            AllFolds? late = null;
            int next = 0;
            foreach (Command command in Venue.Stream(seed, 2_000))
            {
                ReadOnlySpan<byte> events = venue.Apply(in command);
                first.Apply(events);
                late?.Apply(events);
                if (!Venue.IsWhole(in command) || ++next % 20 != 0) continue;
                State state = State.Of(venue);
                Check(first.Markets.Views, state);
                if (late is null && command.Header.Seq > 700) late = venue.FoldFromHere();
                if (late is not null) Check(late.Markets.Views, state);
            }
        }
    }

    internal static void Check(MarketViews views, State state)
    {
        Assert.Equal(state.Markets.Count, views.Count);
        foreach ((int market, StateMarket told) in state.Markets)
        {
            Assert.True(views.TryRead(market, out MarketFacts facts));
            Assert.Equal((told.State, told.PriceState, told.Index, told.Mark, told.Last), (facts.State, facts.PriceState, facts.Index, facts.Mark, facts.Last));
            Assert.Equal(told.Terms, facts.Terms);
            Assert.Equal((Int128)told.Terms.TickE9 * told.Terms.LotE9, (Int128)facts.TickLotValue * 1_000_000_000_000);
            Assert.Equal(market, views.Find(told.Terms.Symbol));
            MarginTierFacts[] tiers = new MarginTierFacts[8];
            Assert.Equal(state.Tiers.Where(t => t.Market == market).Select(t => new MarginTierFacts(t.Body.Floor, t.Body.ImrPpb, t.Body.MmrPpb)), tiers[..views.ReadTiers(market, tiers)]);
        }
        Assert.Equal(0, views.Find(Symbol.Parse("NOBODY")));
        AssetFacts[] assets = new AssetFacts[16];
        Assert.Equal(state.Assets.Select(a => (a.Asset, a.Terms, a.PriceState, a.Index, a.Average)),
            assets[..views.ReadAssets(assets)].Select(a => ((ushort)a.Asset, a.Terms, a.PriceState, a.Index, a.Average)));
        SetFeeTier[] fees = new SetFeeTier[16];
        Assert.Equal(state.FeeTiers, fees[..views.ReadFeeTiers(fees)]);
    }

    [Fact]
    public void The_tape_holds_the_latest_trades_and_says_when_some_are_gone()
    {
        Venue venue = new();
        MarketFold markets = new();
        List<PublicTrade> trades = [];
        PublicTrade[] room = new PublicTrade[3_000];
        foreach (byte[] events in SteadyTrading.Events(venue, rounds: 2_000))
        {
            long before = trades.Count;
            markets.Apply(events);
            EventReader reader = new(events);
            while (reader.Next())
            {
                if (reader.Header.Kind != EventKind.Trade || reader.Header.Market != 1) continue;
                Trade trade = reader.Body<Trade>();
                trades.Add(new(trades.Count + 1, reader.Header.Seq, trade.TradeIndex, reader.Header.TimeNs, trade.Price, trade.Qty, trade.TakerSide, trade.Reason));
            }
            Assert.Equal(trades.Skip((int)before), room[..markets.Views.ReadTrades(1, before, room)]);
        }
        Assert.True(trades.Count > 1100, $"the stream has {trades.Count} trades");
        Assert.Equal(trades.TakeLast(1024), room[..markets.Views.ReadTrades(1, room)]);
        Assert.Equal(trades.TakeLast(5), room[..markets.Views.ReadTrades(1, room.AsSpan(0, 5))]);
        Assert.Equal(trades.Skip(trades.Count - 1000).Take(7), room[..markets.Views.ReadTrades(1, trades.Count - 1000, room.AsSpan(0, 7))]);
        Assert.Equal(-1, markets.Views.ReadTrades(1, trades.Count - 1025, room));
    }

    [Fact]
    public void A_day_passes_where_nobody_trades()
    {
        Venue venue = new();
        MarketFold markets = new();
        Command last = default;
        foreach (Command command in Venue.Stream(8, 4_000))
        {
            markets.Apply(venue.Apply(in command));
            last = command;
        }
        Assert.True(markets.Views.TryRead(1, out MarketFacts busy));
        Command tick = Command.Of(default(Tick));
        (tick.Header.Seq, tick.Header.TimeNs) = (last.Header.Seq + 1, last.Header.TimeNs + 25 * 60 * RollingWindow.MinuteNs);
        markets.Apply(venue.Apply(in tick));
        Assert.True(markets.Views.TryRead(1, out MarketFacts quiet));
        Assert.True(busy.Day.Count > 0);
        Assert.Equal((0L, busy.Last), (quiet.Day.Count, quiet.Last));
    }
}
