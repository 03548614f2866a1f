using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Questions;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Lifecycle;
using Peregrine.Engine.Tests.Liquidation;
using Peregrine.Engine.Tests.Prices;
using Peregrine.Engine.Tests.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Questions;

/// <summary>What an account is told of its positions is what then happens to them.</summary>
public sealed class PositionTests
{
    [Theory]
    [InlineData(Side.Buy), InlineData(Side.Sell)]
    public void Closing_at_break_even_leaves_what_was_there_before(Side side)
    {
        LivingVenue venue = new();
        venue.Do(new SetFeeTier { TakerPpb = 450_000 });
        venue.List();
        int maker = venue.NewAccount();
        int taker = venue.NewAccount(10_000);
        venue.Limit(maker, side.Opposite(), 12_345, 600_017);
        venue.Limit(taker, side, 12_345, 600_017);
        PositionFigures figures = venue.Engine.Ask<AskPosition, PositionFigures>(new AskPosition(taker, 1), out _);
        // The grid is coarser than the price: on the tick toward profit nothing is lost, a tick further against it something is.
        int sign = side == Side.Buy ? 1 : -1;
        long tick = sign > 0 ? (figures.BreakEven.Value + 999) / 1000 : figures.BreakEven.Value / 1000;
        Assert.True(After(tick) >= 0, "closing at break-even loses nothing");
        Assert.True(After(tick - sign) < 0, "closing a tick before it does");

        long After(long price)
        {
            Running copy = new(venue.Copy());
            copy.Engine.Apply(Orders.Floor.Order(side, 12_345, price), maker);
            copy.Engine.Apply(Orders.Floor.Order(side.Opposite(), 12_345, price), taker);
            Assert.Equal(0, copy.Engine.State!.Positions[copy.Engine.State.FindPosition(taker, 1)].Size.Value);
            return copy.Engine.State.Accounts[taker].Cash.Value - 10_000 * LivingVenue.Dollar;
        }
    }

    [Fact]
    public void The_next_hour_costs_what_was_foretold()
    {
        SourcedFloor floor = new(impactDollars: 1_000);
        (int maker, int taker) = (floor.NewAccount(), floor.NewAccount());
        // A book above the index all hour long: longs pay.
        floor.Limit(maker, Side.Sell, 100_000, 600_300);
        floor.Limit(taker, Side.Buy, 50_000, 600_300);
        floor.Limit(maker, Side.Buy, 100_000, 600_200);
        floor.TellUntil(floor.NextHour - 60 * SourcedFloor.Second, SourcedFloor.Index);
        long predicted = FundingForecast.RatePpb(floor.Market, floor.NowNs);
        PositionFigures figures = floor.Engine.Ask<AskPosition, PositionFigures>(new AskPosition(taker, 1), out _);
        floor.TellUntil(floor.NextHour, SourcedFloor.Index);
        floor.Tell(SourcedFloor.Index, SourcedFloor.Second);
        floor.Wait(SourcedFloor.Second);
        Position position = floor.State.Positions[floor.State.FindPosition(taker, 1)];
        Assert.Equal(predicted, floor.Market.Funding.RatePpb);
        Assert.True(figures.NextFunding.Value > 0);
        Assert.Equal(figures.NextFunding, position.FundingPaid);
        Assert.Equal(0, floor.Engine.Ask<AskPosition, PositionFigures>(new AskPosition(taker, 1), out _).OwedFunding.Value);
    }

    [Fact]
    public void Places_in_the_queue_are_those_that_a_deleveraging_goes_by()
    {
        int compared = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 800, calm: true)) running.Apply(in command);
            EngineState state = running.Engine.State!;
            LiquidationQuestions queue = new(state);
            for (int account = 1; account <= state.AccountCount; account++)
            {
                AdlPlace place = running.Engine.Ask<AskAdlPlace, AdlPlace>(new AskAdlPlace(account, 1), out _);
                AdlAnswer taken = queue.Deleveraging(account, 1, new(1), default);
                if (taken.Rank == 0) continue;
                compared++;
                Assert.Equal((taken.Rank, taken.ScorePpb), (place.Rank, place.ScorePpb));
                Assert.InRange(place.Percentile, 1, 100);
                if (place.Rank == 1) Assert.Equal(100, place.Percentile);
            }
        }
        Assert.True(compared > 5, $"{compared} compared");
    }

    [Fact]
    public void A_shock_of_one_market_and_of_several_is_what_the_prices_then_do()
    {
        int failing = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 800, calm: true)) running.Apply(in command);
            EngineState state = running.Engine.State!;
            int[] moves = [0, -150_000_000, 90_000_000, 120_000_000];
            StressAnswer[] foretold = [.. Enumerable.Range(1, CrashStream.Accounts).Select(account => running.Engine.Ask<AskStress, StressAnswer>(new AskStress(account, moves), out _))];
            for (int id = 1; id <= state.MarketCount; id++) state.Markets[id].Mark = new(state.Markets[id].Mark.Value + state.Markets[id].Mark.Value * moves[id] / 1_000_000_000);
            RiskBook figures = new(state);
            for (int account = 1; account <= CrashStream.Accounts; account++)
            {
                StressAnswer told = foretold[account - 1];
                RiskFigures now = figures.Cross(account);
                Assert.Equal((now.Equity, now.MaintenanceMargin, now.IsFailing), (told.Equity, told.MaintenanceMargin, told.WouldBeLiquidated));
                foreach (StressedPosition position in told.Positions)
                {
                    int slot = state.FindPosition(account, position.Market);
                    Assert.Equal(state.Markets[position.Market].Unrealised(in state.Positions[slot]), position.Unrealised);
                    Assert.Equal(figures.Of(slot).IsFailing, position.WouldBeLiquidated);
                }
                if (told.WouldBeLiquidated) failing++;
            }
        }
        Assert.True(failing > 0);
    }

    [Fact]
    public void What_could_leave_leaves_and_a_unit_more_does_not()
    {
        LivingVenue venue = new();
        venue.List();
        int maker = venue.NewAccount();
        int taker = venue.NewAccount(10_000);
        venue.Limit(maker, Side.Sell, 10_000, 600_000);
        venue.Limit(taker, Side.Buy, 10_000, 600_000);
        WithdrawableAnswer answer = venue.Engine.Ask<AskWithdrawable, WithdrawableAnswer>(new AskWithdrawable(taker, 1), out _);
        Assert.Equal((10_000 * LivingVenue.Dollar, RejectCode.WithdrawLimit), (answer.Balance, answer.Reason));
        Assert.InRange(answer.Amount, 1, answer.Balance - 1);
        Assert.Equal(answer.Reason, venue.Do(new RequestWithdrawal { Asset = 1, Amount = answer.Amount + 1, Request = new RequestKey(7, 1) }, taker));
        Assert.Equal(RejectCode.None, venue.Do(new RequestWithdrawal { Asset = 1, Amount = answer.Amount, Request = new RequestKey(7, 2) }, taker));
        venue.Price(600_000_000, PriceState.Stale);
        Assert.Equal((0, RejectCode.PriceState), (Ask(venue, taker).Amount, Ask(venue, taker).Reason));
    }

    private static WithdrawableAnswer Ask(LivingVenue venue, int account) =>
        venue.Engine.Ask<AskWithdrawable, WithdrawableAnswer>(new AskWithdrawable(account, 1), out _);
}
