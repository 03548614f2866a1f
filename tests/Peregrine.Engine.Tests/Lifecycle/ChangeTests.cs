using Peregrine.Core;
using Peregrine.Engine.State;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

public sealed class ChangeTests
{
    [Fact]
    public void Margin_reaches_open_positions_in_24_equal_steps_and_new_orders_at_once()
    {
        LivingVenue venue = new();
        venue.List();
        Market market = venue.State.Markets[1];
        Micros notional = new(100_000 * LivingVenue.Dollar);
        Assert.Equal(RejectCode.None, venue.Group(
            Command.Of(new ProposeTiers { Market = 1, Admin = 1, EffectiveAtNs = venue.NowNs }),
            Command.Of(new SetTier { ImrPpb = 10_000_000, MmrPpb = 6_000_000 }),
            Command.Of(new SetTier { Floor = notional, ImrPpb = 30_000_000, MmrPpb = 9_000_000 })));
        venue.Do(new ApproveChange { Proposal = venue.Engine.Seq, Admin = 2 });
        long old = 500 * LivingVenue.Dollar;
        long wanted = 600 * LivingVenue.Dollar;
        Assert.Equal(old, market.MaintenanceMargin(notional).Value);
        Assert.Equal(2, market.TierCount);
        venue.Fork();
        for (int step = 1; step <= 24; step++)
        {
            venue.Wait(LivingVenue.Hour);
            Assert.Equal(old + (wanted - old) * step / 24, market.MaintenanceMargin(notional).Value);
        }
        Assert.False(market.Ramp.IsOn);
        Assert.Empty(venue.Described<StateProposal>());
    }

    [Fact]
    public void Changes_under_way_live_on_in_a_snapshot()
    {
        LivingVenue venue = new();
        venue.List();
        venue.Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 500_000_000, MaintWeightPpb = 600_000_000, AccountCap = 1000, PlatformCap = 1000 });
        venue.Do(new ProposeChange { Parameter = AdminParameter.MaintWeight, Subject = 2, Value = 500_000_000, Admin = 1, EffectiveAtNs = venue.NowNs + 60 });
        long moving = venue.Engine.Seq;
        venue.Do(new ProposeChange { Parameter = AdminParameter.OiCap, Subject = 1, Value = 5, Admin = 3, EffectiveAtNs = venue.NowNs + LivingVenue.Day });
        venue.Do(new ApproveChange { Proposal = moving, Admin = 2 });
        venue.Fork();
        for (int i = 0; i < 3; i++) venue.Wait(30 * 60 * LivingVenue.Second + 30);
        Assert.Equal(600_000_000 - 100_000_000 / 24, venue.State.Assets[2].Terms.MaintWeightPpb);
        // Nobody approved the other one.
        Assert.Equal(moving, Assert.Single(venue.Described<StateProposal>()).Proposal);
        venue.Fork();
        for (int i = 0; i < 24; i++) venue.Wait(LivingVenue.Hour);
        Assert.Equal(500_000_000, venue.State.Assets[2].Terms.MaintWeightPpb);
    }

    [Theory]
    [InlineData(long.MinValue, RejectCode.NoticeTooShort)]
    [InlineData(long.MaxValue, RejectCode.BadValue)]
    public void A_change_from_the_end_of_time_is_refused(long effectiveAtNs, RejectCode expected)
    {
        LivingVenue venue = new();
        venue.List();
        Assert.Equal(expected, venue.Do(new ProposeChange { Parameter = AdminParameter.OiCap, Subject = 1, Value = 5, Admin = 1, EffectiveAtNs = effectiveAtNs }));
    }

    [Fact]
    public void A_full_table_of_changes_takes_no_more()
    {
        LivingVenue venue = new();
        venue.List();
        for (int i = 1; i <= Proposal.Most; i++) Assert.Equal(RejectCode.None, Propose(venue, i));
        Assert.Equal(RejectCode.CapacityFull, Propose(venue, 99));
        venue.Wait(LivingVenue.Hour);
        Assert.Equal(RejectCode.None, Propose(venue, 99));
    }

    private static RejectCode Propose(LivingVenue venue, long value) =>
        venue.Do(new ProposeChange { Parameter = AdminParameter.OiCap, Subject = 1, Value = value, Admin = 1, EffectiveAtNs = venue.NowNs });
}
