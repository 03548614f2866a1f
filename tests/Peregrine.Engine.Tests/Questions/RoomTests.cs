using Peregrine.Core;
using Peregrine.Engine.Tests.Accounts;
using Peregrine.Engine.Tests.Lifecycle;
using Peregrine.Engine.Tests.Snapshots;
using Peregrine.Twin;
using Xunit;

namespace Peregrine.Engine.Tests.Questions;

/// <summary>The largest order each side can place: exactly that size is taken, and one lot more is refused for the reason that was told.</summary>
public sealed class RoomTests
{
    [Theory]
    [InlineData(1, 1_665), InlineData(10, 16_592), InlineData(50, 81_499), InlineData(100, 122_249)]
    public void V33_what_a_thousand_dollars_can_buy(int leverage, long lots)
    {
        LivingVenue venue = new();
        venue.Do(new SetFeeTier { TakerPpb = 450_000 });
        venue.Group(Venue.ListingOf(Venue.Btc, (0, 10_000_000, 5_000_000), (50_000, 20_000_000, 10_000_000), (500_000, 50_000_000, 25_000_000)));
        venue.Price(600_000_000);
        venue.Move(MarketState.PreOpen);
        venue.Move(MarketState.Open);
        int account = venue.NewAccount(1_000);
        venue.Do(new SetLeverage { Market = 1, Leverage = (ushort)leverage }, account);
        RoomAnswer room = venue.Engine.Ask<AskRoom, RoomAnswer>(new AskRoom(account, 0, 1, new(600_000), 0, false), out RejectCode code);
        Assert.Equal(RejectCode.None, code);
        Assert.Equal(new SideRoom(new(lots), new(600_000), RejectCode.InsufficientMargin), room.Buy);
        Assert.Equal(new SideRoom(new(lots), new(600_000), RejectCode.InsufficientMargin), room.Sell);
    }

    [Fact]
    public void What_only_reduces_has_the_position_and_no_more()
    {
        LivingVenue venue = new();
        venue.List();
        int maker = venue.NewAccount();
        int taker = venue.NewAccount();
        venue.Limit(maker, Side.Sell, 5_000, 600_000);
        venue.Limit(taker, Side.Buy, 5_000, 600_000);
        RoomAnswer room = venue.Engine.Ask<AskRoom, RoomAnswer>(new AskRoom(taker, 0, 1, new(600_000), 0, true), out _);
        Assert.Equal((5_000, RejectCode.ReduceOnlyNoPosition), (room.Sell.Most.Value, room.Sell.Limit));
        Assert.Equal((0, RejectCode.ReduceOnlyNoPosition), (room.Buy.Most.Value, room.Buy.Limit));
    }

    [Theory]
    [InlineData(1), InlineData(4), InlineData(7), InlineData(10_001), InlineData(10_005)]
    public void The_most_is_taken_and_one_lot_more_is_refused(int seed)
    {
        Running running = new();
        Rng rng = new((ulong)seed);
        HashSet<RejectCode> reasons = [];
        int asked = 0;
        foreach (Command command in Workload.Stream((ulong)seed, 6_000))
        {
            running.Apply(in command);
            if (!Running.EndsGroup(in command) || running.Engine.State is not { MarketCount: > 0 } state || !rng.Chance(20)) continue;
            int account = 1 + (int)rng.Below(Math.Max(1, state.AccountCount));
            State.Market market = state.Markets[1 + (int)rng.Below(state.MarketCount)];
            Ticks price = new(Math.Max(1, market.Mark.Value / 1000 + rng.Between(-3, 3)));
            RoomAnswer room = running.Engine.Ask<AskRoom, RoomAnswer>(new AskRoom(account, 0, (ushort)market.Id, price, 0, false), out RejectCode code);
            if (code != RejectCode.None) continue;
            asked++;
            reasons.Add(room.Buy.Limit);
            if (room.Buy.Most.Value > 0) Assert.Equal(RejectCode.None, CodeOf(running, account, market, price, room.Buy.Most.Value));
            if (room.Buy.Most.Value > 0) Assert.Equal(room.Buy.Limit, CodeOf(running, account, market, price, room.Buy.Most.Value + 1));
            if (room.Sell.Most.Value > 0) Assert.NotEqual(RejectCode.None, room.Sell.Limit);
        }
        Assert.True(asked > 20 && reasons.Count > 1, $"{asked} asked, {string.Join(' ', reasons)}");
    }

    private static RejectCode CodeOf(Running running, int account, State.Market market, Ticks price, long lots)
    {
        Command command = Command.Of(Orders.Floor.Order(Side.Buy, lots, price.Value, OrderFlags.None, market.Id), account);
        return running.Engine.Ask<AskPreview, PreviewAnswer>(new AskPreview(new[] { command }), out _).Code;
    }
}
