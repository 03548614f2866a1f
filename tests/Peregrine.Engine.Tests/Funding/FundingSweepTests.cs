using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Accounts;
using Peregrine.Engine.Tests.Prices;
using Peregrine.Engine.Tests.Snapshots;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Funding;

/// <summary>An hour's funding from its rate to the last position (domain §8.2 to §8.5), through the engine.</summary>
[Collection(Alone.Name)]
public sealed class FundingSweepTests
{
    private const long Second = SourcedFloor.Second;

    [Fact]
    public void V32_the_funding_of_a_long_and_a_short()
    {
        SourcedFloor floor = new();
        (int a, int b) = (floor.NewAccount(), floor.NewAccount());
        Trade(floor, a, b, 100_000);
        Fix(floor, 600_123_000, 12_500);
        Finish(floor);
        Assert.Equal(750_154, PositionOf(floor, a).FundingPaid.Value);
        Assert.Equal(-750_153, PositionOf(floor, b).FundingPaid.Value);
        Assert.Equal(1, floor.Market.Risk.Insurance.Money.Value);
        FundingEnded ended = Assert.Single(floor.Told<FundingEnded>());
        Assert.Equal((750_154, 750_153, 1, 2), (ended.Paid.Value, ended.Received.Value, ended.Residue.Value, ended.Positions));
    }

    [Fact]
    public void The_order_in_which_positions_come_changes_no_amount()
    {
        var rng = new Rng(3);
        SortedDictionary<int, long>? first = null;
        for (int round = 0; round < 12; round++)
        {
            SourcedFloor floor = Crowd(20, 99, out int[] accounts);
            Fix(floor, 600_123_457, -123_457);
            // Some come by themselves, in any order, before the sweep reaches them.
            for (int i = 0; i < round; i++)
            {
                int account = accounts[rng.Next() % (ulong)accounts.Length];
                ref Position position = ref floor.State.Positions[floor.State.FindPosition(account, 1)];
                new FundingSettlement(floor.State).Settle(ref position, floor.Market);
            }
            Finish(floor);
            SortedDictionary<int, long> paid = [];
            foreach (int account in accounts) paid[account] = PositionOf(floor, account).FundingPaid.Value;
            first ??= paid;
            Assert.Equal(first, paid);
            Assert.InRange(floor.Market.Risk.Insurance.Money.Value, 0, accounts.Length - 1);
            Assert.Equal(paid.Values.Sum(), floor.Market.Risk.Insurance.Money.Value);
        }
    }

    [Fact]
    public void Whoever_trades_first_settles_at_his_old_size()
    {
        SourcedFloor floor = new();
        (int a, int b, int c) = (floor.NewAccount(), floor.NewAccount(), floor.NewAccount());
        Trade(floor, a, b, 1_000);
        floor.Limit(c, Side.Buy, 5_000, 600_000);
        Fix(floor, SourcedFloor.Index, 1_000_000);
        floor.Limit(a, Side.Sell, 3_000, 600_000, tif: TimeInForce.Ioc);
        FundingPaid paid = Assert.Single(floor.Told<FundingPaid>());
        Assert.Equal((1_000, 600_000), (paid.Size.Value, paid.Amount.Value));
        // He turned: what he paid for the long that ended is no part of the short. The maker entered later and owes nothing.
        Assert.Equal((-2_000, 0), (PositionOf(floor, a).Size.Value, PositionOf(floor, a).FundingPaid.Value));
        Assert.Equal((floor.Market.FundingEpoch, 0), (PositionOf(floor, c).FundingEpoch, PositionOf(floor, c).FundingPaid.Value));
        Finish(floor);
        Assert.Equal(-600_000, PositionOf(floor, b).FundingPaid.Value);
        Assert.Equal(0, PositionOf(floor, c).FundingPaid.Value);
    }

    [Fact]
    public void Money_that_leaves_and_margin_that_moves_settle_first()
    {
        SourcedFloor floor = new();
        (int a, int b) = (floor.NewAccount(), floor.NewAccount());
        floor.Do(new SetMarginMode { Market = 1, Mode = MarginMode.Isolated }, b);
        Trade(floor, a, b, 1_000);
        Fix(floor, SourcedFloor.Index, 1_000_000);
        floor.Do(new RequestWithdrawal { Amount = 1, Asset = 1, Request = new RequestKey(5, 5) }, a);
        Assert.Equal(600_000, Assert.Single(floor.Told<FundingPaid>()).Amount.Value);
        Micros pot = PositionOf(floor, b).IsolatedMargin;
        floor.Do(new MoveMargin { Market = 1, Amount = new(7) }, b);
        FundingPaid paid = Assert.Single(floor.Told<FundingPaid>());
        Assert.Equal((-600_000, MarginMode.Isolated), (paid.Amount.Value, paid.Mode));
        Assert.Equal(pot.Value + 600_000 + 7, PositionOf(floor, b).IsolatedMargin.Value);
        Finish(floor);
    }

    [Fact]
    public void A_fill_or_kill_order_is_planned_with_the_funding_that_its_fills_will_settle()
    {
        // The maker's free money is just enough for the fill without what he owes, and not with it.
        foreach (long rate in new long[] { 1, 2_400_000 })
        {
            SourcedFloor floor = new();
            (int maker, int other, int taker) = (floor.NewAccount(1_210_000_000), floor.NewAccount(), floor.NewAccount());
            floor.Do(new SetLeverage { Market = 1, Leverage = 100 }, maker);
            Trade(floor, maker, other, 100_000);
            floor.Limit(maker, Side.Buy, 100_000, 600_000);
            Fix(floor, SourcedFloor.Index, rate);
            RejectCode code = floor.Limit(taker, Side.Sell, 100_000, 600_000, tif: TimeInForce.Fok);
            Assert.Equal(rate == 1 ? RejectCode.None : RejectCode.FokNotFillable, code);
            Finish(floor);
        }
    }

    [Fact]
    public void A_sweep_goes_on_a_thousand_positions_at_a_time_and_through_a_restore()
    {
        SourcedFloor floor = Thousands(2_600);
        Fix(floor, 600_123_000, 12_500);
        floor.Restore();
        List<int> pieces = [];
        while (floor.Market.Funding.IsSweeping)
        {
            Assert.Equal(0, floor.Engine.NextDueNs);
            if (pieces.Count == 1) floor.Restore();
            floor.Wait(0);
            pieces.Add(floor.Told<FundingPaid>().Count);
            floor.Engine.CheckInvariants();
        }
        Assert.Equal([1000, 1000, 600], pieces);
        Assert.InRange(floor.Market.Risk.Insurance.Money.Value, 0, 2_599);
        Assert.NotEqual(0, floor.Engine.NextDueNs);
    }

    [Fact]
    public void A_restored_sweep_tells_what_the_original_tells()
    {
        SourcedFloor floor = Thousands(1_700);
        Fix(floor, 600_123_000, 12_500);
        Finish(floor);
        Running restored = new(floor.Snapshot());
        ulong hash = floor.Engine.StateHash();
        Assert.Equal(hash, restored.Engine.StateHash());
        for (int i = 0; i < 3; i++)
        {
            Command command = Command.Of(new Tick());
            (command.Header.Seq, command.Header.TimeNs) = (restored.Engine.Seq + 1, floor.NowNs);
            floor.Wait(0);
            restored.Apply(in command);
            Assert.Equal(floor.Bytes.ToArray(), restored.Told.ToArray());
        }
        Assert.Equal(floor.Engine.StateHash(), restored.Engine.StateHash());
    }

    [Fact]
    public void Neither_a_tick_with_samples_nor_a_sweep_allocates()
    {
        SourcedFloor floor = Thousands(1_500);
        byte[] snapshot = floor.Snapshot();
        // What the runtime makes once for code that it meets, it makes in the first rounds, however late it compiles; what the code makes, it makes in each.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => AllocatedByAnHour(snapshot, floor.NowNs)));
    }

    private static long AllocatedByAnHour(byte[] snapshot, long now)
    {
        Engine engine = Engine.Restore(new SnapshotBytes(snapshot), new EventWriter());
        SubmitSamples body = new() { Market = 1, Count = 3 };
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 4_000; i++)
        {
            now += Second;
            for (int s = 0; s < 3; s++) body.Samples[s] = new PriceSample { Source = s + 1, Price = SourcedFloor.Index + i * 100, TimeNs = now };
            Command command = Command.Of(in body);
            (command.Header.Seq, command.Header.TimeNs) = (engine.Seq + 1, now);
            engine.Apply(in command);
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1, engine.State!.Markets[1].FundingEpoch);
        return allocated;
    }

    [Fact]
    public void The_forecast_is_the_rate_when_the_hour_goes_on_as_it_went()
    {
        SourcedFloor floor = new();
        int maker = floor.NewAccount(100_000_000 * Venue.Dollar);
        floor.TellUntil(floor.NextHour, SourcedFloor.Index);
        floor.Limit(maker, Side.Buy, 1_000_000, 600_900);
        floor.TellUntil(floor.NowNs + 1200 * Second, SourcedFloor.Index);
        long forecast = FundingForecast.RatePpb(floor.Market, floor.NowNs);
        Assert.True(forecast > 12_500);
        Assert.Equal(FundingMath.Payment(new(77), floor.Market.Index, forecast, floor.Market), FundingForecast.Cost(new Position { Size = new(77) }, floor.Market, floor.NowNs));
        floor.TellUntil(floor.NextHour - 1, SourcedFloor.Index);
        floor.Tell(SourcedFloor.Index, 1);
        Assert.Equal(forecast, Assert.Single(floor.Told<FundingStarted>()).RatePpb);
    }

    private static Position PositionOf(SourcedFloor floor, int account) => floor.State.Positions[floor.State.FindPosition(account, 1)];

    private static void Trade(SourcedFloor floor, int buyer, int seller, long qty)
    {
        floor.Limit(seller, Side.Sell, qty, 600_000);
        floor.Limit(buyer, Side.Buy, qty, 600_000, tif: TimeInForce.Ioc);
        Assert.NotEmpty(floor.Told<Trade>());
    }

    // An epoch as the hour would have fixed it. Its sweep begins with the next restore, so that a test may come before it.
    private static void Fix(SourcedFloor floor, long index, long rate)
    {
        FundingState funding = floor.Market.Funding;
        (funding.EpochIndex, funding.EpochRatePpb, funding.Cursor) = (new(index), rate, 1);
        floor.Market.FundingEpoch++;
    }

    private static void Finish(SourcedFloor floor)
    {
        floor.Restore();
        while (floor.Market.Funding.IsSweeping) floor.Wait(0);
        floor.Engine.CheckInvariants();
    }

    // Everybody trades with everybody, some in isolated pots.
    private static SourcedFloor Crowd(int count, ulong seed, out int[] accounts)
    {
        var rng = new Rng(seed);
        SourcedFloor floor = new();
        accounts = new int[count];
        for (int i = 0; i < count; i++) accounts[i] = floor.NewAccount();
        for (int i = 0; i < count; i += 3) floor.Do(new SetMarginMode { Market = 1, Mode = MarginMode.Isolated }, accounts[i]);
        for (int i = 0; i < 3 * count; i++)
        {
            int at = (int)(rng.Next() % (ulong)count);
            Trade(floor, accounts[at], accounts[(at + 1 + (int)(rng.Next() % (ulong)(count - 1))) % count], 1 + (long)(rng.Next() % 5_000));
        }
        return floor;
    }

    // One maker against all the others.
    private static SourcedFloor Thousands(int count)
    {
        SourcedFloor floor = new(accounts: count + 8, positions: count + 8) { Checks = false };
        int maker = floor.NewAccount();
        floor.Limit(maker, Side.Sell, 1_000_000, 600_000);
        for (int i = 1; i < count; i++) floor.Limit(floor.NewAccount(100 * Venue.Dollar), Side.Buy, 1 + i % 50, 600_000, tif: TimeInForce.Ioc);
        return floor;
    }
}
