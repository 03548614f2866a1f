using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Prices;

/// <summary>What a step of the index does until it is confirmed, and what liquidations may do meanwhile (domain §7.2, §7.5, §10.8).</summary>
public sealed class StepGuardTests
{
    private const long Second = SourcedFloor.Second;
    private const long Far = SourcedFloor.Index * 106 / 100;

    [Fact]
    public void Three_updates_over_three_seconds_confirm_the_newest()
    {
        SourcedFloor floor = new();
        Assert.Equal(IndexOutcome.Held, Tell(floor, Far, 0));
        Assert.Equal(PriceState.Suspect, floor.Market.PriceState);
        Assert.Equal(IndexOutcome.Held, Tell(floor, Far + 1, Second));
        Assert.Equal(IndexOutcome.Held, Tell(floor, Far + 2, Second));
        Assert.Equal(SourcedFloor.Index, floor.Market.Index.Value);
        Assert.Equal(IndexOutcome.Accepted, Tell(floor, Far + 3, Second));
        Assert.Equal((Far + 3, PriceState.Fresh), (floor.Market.Index.Value, floor.Market.PriceState));
    }

    [Fact]
    public void A_step_that_goes_back_is_forgotten()
    {
        SourcedFloor floor = new();
        Tell(floor, Far, 0);
        Tell(floor, Far, Second);
        Assert.Equal(IndexOutcome.Accepted, Tell(floor, SourcedFloor.Index + 5, Second));
        Assert.False(floor.Market.Feed!.Guard.Holds);
        Assert.Equal(IndexOutcome.Held, Tell(floor, Far, 2 * Second));
        Assert.Equal(PriceState.Suspect, floor.Market.PriceState);
    }

    [Fact]
    public void Updates_that_disagree_wait_ten_seconds_for_the_median_of_the_last_three()
    {
        SourcedFloor floor = new();
        long[] prices = [Far, Far * 110 / 100, Far, Far * 120 / 100];
        for (int i = 0; i < 10; i++) Assert.Equal(IndexOutcome.Held, Tell(floor, prices[i % 4], i == 0 ? 0 : Second));
        Assert.Equal(IndexOutcome.Accepted, Tell(floor, prices[3], Second));
        Assert.Equal(Far * 110 / 100, floor.Market.Index.Value);
    }

    [Fact]
    public void Fewer_than_three_fifths_of_the_sources_confirm_nothing_before_the_ten_seconds()
    {
        SourcedFloor floor = new();
        SetPriceRules rules = SourcedFloor.Rules(1);
        floor.Do(new SetMarketState { Market = 1, State = MarketState.Halted });
        Command[] sources = [.. Enumerable.Range(1, 6).Select(id => Command.Of(new SetSource { Source = (ushort)id, Weight = 1 }))];
        Assert.Equal(RejectCode.None, floor.Send([Command.Of(rules), .. sources]));
        floor.Tell(SourcedFloor.Index);
        floor.Do(new SetMarketState { Market = 1, State = MarketState.Open });
        // Three of six, then the fourth as well.
        for (int i = 0; i < 5; i++) Assert.Equal(IndexOutcome.Held, Tell(floor, Far, i == 0 ? 6 * Second : Second));
        Assert.Equal(0, floor.Market.Feed!.Guard.RunCount);
        for (int i = 0; i < 3; i++) Assert.Equal(IndexOutcome.Held, TellFour(floor));
        Assert.Equal(IndexOutcome.Accepted, TellFour(floor));
    }

    [Fact]
    public void A_first_index_is_taken_as_it_comes_and_after_a_restart_only_where_nobody_trades()
    {
        SourcedFloor floor = new();
        floor.NowNs += 10 * Second;
        floor.Do(new Resumed());
        // Where an operator lets people trade before the first index is there, a step is a step.
        floor.Do(new SetMarketState { Market = 1, State = MarketState.Open });
        Assert.Equal(IndexOutcome.Held, Tell(floor, Far, 0));
        floor.Do(new SetMarketState { Market = 1, State = MarketState.CancelOnly });
        Assert.Equal(IndexOutcome.Accepted, Tell(floor, Far, Second));
        Assert.Equal(IndexOutcome.Held, Tell(floor, Far * 2, Second));
    }

    [Fact]
    public void An_index_above_the_largest_price_is_never_taken_and_halts_the_market()
    {
        SourcedFloor floor = new();
        Assert.Equal(IndexOutcome.AboveMaximum, Tell(floor, floor.Market.Terms.PriceMax.Value * Subticks.PerTick + 1, 0));
        Assert.Equal((SourcedFloor.Index, MarketState.Halted), (floor.Market.Index.Value, floor.Market.State));
        Assert.Equal(StateReasons.BeyondBounds, Assert.Single(floor.Told<MarketStateChanged>()).Reason);
    }

    [Fact]
    public void Liquidations_wait_for_three_updates_and_five_seconds_of_fresh_prices()
    {
        SourcedFloor floor = new();
        Assert.Equal(StepRight.None, Gate(floor));
        floor.Tell(SourcedFloor.Index, 2 * Second);
        floor.Tell(SourcedFloor.Index, 2 * Second);
        Assert.Equal(StepRight.None, Gate(floor));
        floor.Wait(Second);
        Assert.Equal(StepRight.All, Gate(floor));
        floor.Wait(5 * Second);
        Assert.Equal((PriceState.Suspect, StepRight.None), (floor.Market.PriceState, Gate(floor)));
        floor.Tell(SourcedFloor.Index);
        Assert.Equal((PriceState.Fresh, StepRight.None), (floor.Market.PriceState, Gate(floor)));
    }

    [Fact]
    public void While_a_step_waits_they_ask_both_prices()
    {
        SourcedFloor floor = new();
        Tell(floor, Far, 0);
        Assert.Equal((StepRight.Bankrupt, Far), (Gate(floor), PriceGates.Candidate(floor.Market).Value));
        floor.Wait(16 * Second);
        Assert.Equal((PriceState.Stale, StepRight.None), (floor.Market.PriceState, Gate(floor)));
    }

    [Fact]
    public void Prices_set_by_hand_are_as_fresh_as_the_operator_says()
    {
        Venue venue = new();
        venue.ListBtc();
        Assert.Equal(StepRight.All, PriceGates.OfLiquidation(venue.State.Markets[1], venue.State.NowNs));
        venue.Price(500_000_000, PriceState.Suspect);
        Assert.Equal(StepRight.None, PriceGates.OfLiquidation(venue.State.Markets[1], venue.State.NowNs));
        Assert.Equal(Subticks.Zero, PriceGates.Candidate(venue.State.Markets[1]));
    }

    private static StepRight Gate(SourcedFloor floor) => PriceGates.OfLiquidation(floor.Market, floor.NowNs);

    private static IndexOutcome Tell(SourcedFloor floor, long price, long afterNs)
    {
        floor.Tell(price, afterNs);
        return Assert.Single(floor.Told<IndexUpdated>()).Outcome;
    }

    private static IndexOutcome TellFour(SourcedFloor floor)
    {
        floor.NowNs += Second;
        SubmitSamples body = new() { Market = 1, Count = 4 };
        for (int i = 0; i < 4; i++) body.Samples[i] = new PriceSample { Source = i + 1, Price = Far, TimeNs = floor.NowNs };
        floor.Do(body);
        return Assert.Single(floor.Told<IndexUpdated>()).Outcome;
    }
}
