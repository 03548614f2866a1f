using Peregrine.Core;
using Peregrine.Engine.Tests.Lifecycle;
using Peregrine.Engine.Tests.Prices;
using Xunit;

namespace Peregrine.Engine.Tests.Questions;

/// <summary>What everybody may ask of the venue.</summary>
public sealed class VenueQuestionTests
{
    private const long Percent = 10_000_000;

    [Fact]
    public void Sources_say_why_they_count_or_do_not()
    {
        SourcedFloor floor = new();
        floor.NowNs += SourcedFloor.Second;
        SubmitSamples body = floor.Samples(SourcedFloor.Index);
        body.Samples[2] = body.Samples[2] with { Price = SourcedFloor.Index * 2 };
        floor.Do(body);
        IndexFigures told = floor.Engine.Ask<AskIndex, IndexFigures>(new AskIndex(1), out _);
        // Two are left, and three are asked for: nobody makes an index.
        Assert.Equal([SampleHealth.Idle, SampleHealth.Idle, SampleHealth.Outlier], told.Sources.Select(source => source.Health));
        Assert.Equal(SourcedFloor.Index, told.Index.Value);
        floor.Tell(SourcedFloor.Index, SourcedFloor.Second);
        Assert.All(floor.Engine.Ask<AskIndex, IndexFigures>(new AskIndex(1), out _).Sources, source => Assert.Equal(SampleHealth.Used, source.Health));
        floor.Wait(20 * SourcedFloor.Second);
        told = floor.Engine.Ask<AskIndex, IndexFigures>(new AskIndex(1), out _);
        Assert.Equal(PriceState.Stale, told.State);
        Assert.All(told.Sources, source => Assert.Equal(SampleHealth.Old, source.Health));
    }

    [Fact]
    public void Prices_by_hand_have_no_sources()
    {
        LivingVenue venue = new();
        venue.List();
        Assert.Empty(venue.Engine.Ask<AskIndex, IndexFigures>(new AskIndex(1), out _).Sources);
        venue.Engine.Ask<AskIndex, IndexFigures>(new AskIndex(9), out RejectCode code);
        Assert.Equal(RejectCode.UnknownMarket, code);
    }

    [Fact]
    public void The_vault_and_what_one_has_in_it_are_told()
    {
        LivingVenue venue = new();
        venue.Change(AdminParameter.BorrowBase, 2 * Percent);
        venue.Change(AdminParameter.BorrowSlope, 8 * Percent);
        venue.Change(AdminParameter.BorrowReserve, 10 * Percent);
        venue.Change(AdminParameter.BorrowKink, 80 * Percent);
        int lender = venue.NewAccount(1_000);
        Assert.Equal(RejectCode.None, venue.Do(new Lend { Amount = new(400 * LivingVenue.Dollar), Request = new RequestKey(9, 1) }, lender));
        LendingFigures told = venue.Engine.Ask<AskLending, LendingFigures>(new AskLending(lender), out _);
        Assert.True(told.IsOn);
        Assert.Equal((400 * LivingVenue.Dollar, 400 * LivingVenue.Dollar, 0), (told.Supplied.Value, told.Worth.Value, told.Borrowed.Value));
        Assert.Equal(told.TotalShares, told.Shares);
        Assert.Equal(0, venue.Engine.Ask<AskLending, LendingFigures>(new AskLending(0), out _).Shares);
        Assert.Equal(RejectCode.None, venue.Do(new Unlend { Shares = told.Shares, Request = new RequestKey(9, 2) }, lender));
        Assert.Equal(0, venue.Engine.Ask<AskLending, LendingFigures>(new AskLending(lender), out _).Worth.Value);
    }

    [Fact]
    public void Limits_are_told_with_what_waits_and_what_is_measured()
    {
        LivingVenue venue = new();
        int account = venue.NewAccount(1_000);
        LimitFigures free = venue.Engine.Ask<AskLimits, LimitFigures>(new AskLimits(account, 0), out _);
        Assert.Equal((AllowedActions.All, 0), (free.InForce.Actions, free.PendingFromNs));
        Limits tight = new() { DayLossMax = new(100 * LivingVenue.Dollar), LeverageMax = 5, Actions = AllowedActions.All, OnBreach = BreachAction.Reject };
        Assert.Equal(RejectCode.None, venue.Do(new SetLimits { Limits = tight }, account));
        Assert.Equal(RejectCode.None, venue.Do(new SetLimits { Limits = tight with { LeverageMax = 10 } }, account));
        LimitFigures told = venue.Engine.Ask<AskLimits, LimitFigures>(new AskLimits(account, 0), out _);
        Assert.Equal((5, 10, venue.NowNs + LivingVenue.Day), (told.InForce.LeverageMax, told.Pending.LeverageMax, told.PendingFromNs));
        Assert.False(told.IsBreached);
        venue.Engine.Ask<AskLimits, LimitFigures>(new AskLimits(account, 5), out RejectCode code);
        Assert.Equal(RejectCode.UnknownKey, code);
    }

    [Fact]
    public void Insurance_is_told_pot_by_pot()
    {
        LivingVenue venue = new();
        venue.List();
        Assert.Equal(RejectCode.None, venue.Do(new FundInsurance { Market = 1, Amount = new(700 * LivingVenue.Dollar), Source = new RequestKey(8, 1) }));
        InsuranceFigures told = venue.Engine.Ask<AskInsurance, InsuranceFigures>(default, out _);
        Assert.Equal([(0, 0), (1, 700 * LivingVenue.Dollar)], told.Pots.Select(pot => ((int)pot.Market, pot.Money.Value)));
        Assert.Equal(70 * LivingVenue.Dollar, told.Pots[1].Allowance.Value);
    }
}
