using System.Runtime.CompilerServices;
using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

public sealed class ProposedCommandTests
{
    [Fact]
    public void A_command_is_done_when_another_approves_it_and_only_then()
    {
        LivingVenue venue = new();
        venue.List();
        long change = Ask(venue, new SetMarketState { Market = 1, State = MarketState.PostOnly, Reason = 3 });
        Assert.Equal(MarketState.Open, venue.State.Markets[1].State);
        Assert.Equal(RejectCode.SameAdmin, venue.Do(new ApproveChange { Proposal = change, Admin = 1 }));
        Assert.Equal(MarketState.Open, venue.State.Markets[1].State);
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal(MarketState.PostOnly, venue.State.Markets[1].State);
        Assert.Equal(2, Assert.Single(venue.Told<ChangeScheduled>()).Admin);
        Assert.Equal(change, Assert.Single(venue.Told<ChangeApplied>()).Proposal);
        Assert.Equal(RejectCode.UnknownChange, venue.Do(new ApproveChange { Proposal = change, Admin = 3 }));
    }

    [Fact]
    public void Nobody_approves_after_an_hour()
    {
        LivingVenue venue = new();
        venue.List();
        long change = Ask(venue, new SetMarketState { Market = 1, State = MarketState.PostOnly });
        venue.Wait(LivingVenue.Hour);
        Assert.Equal(RejectCode.ExpiredRequest, Assert.Single(venue.Told<ChangeDropped>()).Code);
        Assert.Equal(RejectCode.UnknownChange, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal(MarketState.Open, venue.State.Markets[1].State);
    }

    [Fact]
    public void What_waits_for_a_second_person_lives_on_in_a_snapshot()
    {
        LivingVenue venue = new();
        venue.List();
        long change = Ask(venue, new FundInsurance { Source = new RequestKey(9, 9), Amount = new(5 * LivingVenue.Dollar), Market = 1 });
        venue.Fork();
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal(5 * LivingVenue.Dollar, Assert.Single(venue.Told<InsuranceFunded>()).Amount.Value);
    }

    [Fact]
    public void What_the_command_refuses_stands_until_it_can_be_done()
    {
        LivingVenue venue = new();
        venue.List();
        long change = Ask(venue, new SetMarketState { Market = 1, State = MarketState.PreOpen });
        Assert.Equal(RejectCode.BadTransition, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal(change, Assert.Single(venue.Described<StateProposal>()).Proposal);
        Assert.Equal(RejectCode.None, venue.Do(new DropChange { Proposal = change, Admin = 1 }));
        Assert.Empty(venue.Described<StateProposal>());
    }

    [Fact]
    public void A_halt_is_done_at_once_and_told_with_who_asked()
    {
        LivingVenue venue = new();
        venue.List();
        Command halt = Command.Of(new SetMarketState { Market = 1, State = MarketState.Halted });
        Assert.Equal(RejectCode.None, venue.Apply(ProposeCommand.For(in halt, 4)));
        Assert.Equal(MarketState.Halted, venue.State.Markets[1].State);
        Assert.Equal(4, Assert.Single(venue.Told<ChangeProposed>()).Admin);
        Assert.Empty(venue.Described<StateProposal>());
    }

    [Fact]
    public void Neither_users_money_nor_a_proposal_of_a_proposal_can_be_asked_for()
    {
        LivingVenue venue = new();
        venue.List();
        venue.NewAccount();
        Assert.Equal(RejectCode.NotPermitted, Refused(venue, new Deposit { Source = new RequestKey(1, 1), Amount = 1, Asset = 1 }));
        Assert.Equal(RejectCode.NotPermitted, Refused(venue, new RequestWithdrawal { Asset = 1, Amount = 1 }));
        Assert.Equal(RejectCode.NotPermitted, Refused(venue, new ApproveChange { Proposal = 1, Admin = 2 }));
        Assert.Equal(RejectCode.NotPermitted, Refused(venue, new SetPrices { Market = 1 }));
        Assert.Equal(RejectCode.BadValue, Refused(venue, new SetMarketState { Market = 1 }));
        Assert.Equal(RejectCode.BadValue, venue.Do(new ProposeCommand { Admin = 1, What = (ushort)CommandKind.SetMarketState, Length = ProposeCommand.BytesMax + 1 }));
        Assert.Equal(RejectCode.BadValue, venue.Do(new ProposeCommand { Admin = 1, What = 300, Length = 8 }));
    }

    [Fact]
    public void A_role_is_told_when_two_have_given_it()
    {
        LivingVenue venue = new();
        long change = Ask(venue, new GrantRole { Person = 7, Role = 3 });
        Assert.Empty(venue.Told<RoleGranted>());
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        RoleGranted told = Assert.Single(venue.Told<RoleGranted>());
        Assert.Equal((7, 3), (told.Person, told.Role));
        Assert.Equal(RejectCode.BadValue, venue.Do(new GrantRole { Role = 3 }));
    }

    [Fact]
    public void A_lost_second_factor_is_told_when_two_have_allowed_it()
    {
        LivingVenue venue = new();
        long change = Ask(venue, new AllowFactorReset { Person = 7 });
        Assert.Empty(venue.Told<FactorResetAllowed>());
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal(7, Assert.Single(venue.Told<FactorResetAllowed>()).Person);
        Assert.Equal(RejectCode.BadValue, venue.Do(default(AllowFactorReset)));
    }

    [Fact]
    public void Sources_are_changed_by_two_while_nobody_trades_and_the_old_ones_say_nothing_any_more()
    {
        LivingVenue venue = new();
        venue.List();
        long change = Ask(venue, Feed(4, 5, 6));
        Assert.Equal(RejectCode.MarketState, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        venue.Move(MarketState.Halted);
        venue.Fork();
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal([4, 5, 6], venue.Told<SourceSet>().Select(static s => (int)s.Terms.Source));
        Assert.Equal(RejectCode.PricedBySources, venue.Price(600_000_000));
        long again = Ask(venue, Feed(1, 2, 3));
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = again, Admin = 2 }));
        Assert.Equal([1, 2, 3], venue.State.Markets[1].Feed!.Sources.ToArray().Select(static s => (int)s.Terms.Source));
    }

    [Fact]
    public void Sources_that_cannot_be_are_refused_and_stand_until_they_can()
    {
        LivingVenue venue = new();
        venue.List(MarketState.PreOpen);
        Assert.Equal(RejectCode.BadParameter, venue.Do(Feed(2, 1, 3)));
        SetFeed gap = Feed(1, 2, 3);
        gap.Sources[4] = new SetSource { Source = 9, Weight = 1 };
        Assert.Equal(RejectCode.BadParameter, venue.Do(gap));
        Assert.Equal(RejectCode.BadParameter, venue.Do(Feed()));
        SetFeed both = Feed(1, 2, 3);
        both.Rules.Asset = 1;
        Assert.Equal(RejectCode.BadParameter, venue.Do(both));
        Assert.Equal(RejectCode.None, venue.Do(Feed(1, 2, 3)));
    }

    [Fact]
    public void The_price_of_an_asset_is_set_by_two()
    {
        LivingVenue venue = new();
        venue.Do(new ListAsset { Symbol = Symbol.Parse("SOL"), Decimals = 9, PlatformCap = 1_000_000_000 });
        long change = Ask(venue, new SetAssetPrice { Asset = 2, Index = new(150_000_000), Average = new(149_000_000), State = PriceState.Fresh });
        Assert.Equal(0, venue.State.Assets[2].Index.Value);
        Assert.Equal(RejectCode.None, venue.Do(new ApproveChange { Proposal = change, Admin = 2 }));
        Assert.Equal((150_000_000, 149_000_000), (venue.State.Assets[2].Index.Value, venue.State.Assets[2].Average.Value));
    }

    [Fact]
    public void Every_command_that_may_be_asked_for_has_room_in_a_proposal()
    {
        int[] sizes =
        [
            Unsafe.SizeOf<ListAsset>(), Unsafe.SizeOf<SetMarketState>(), Unsafe.SizeOf<SetFeeTier>(), Unsafe.SizeOf<SetAccountStatus>(), Unsafe.SizeOf<SetLiquidation>(),
            Unsafe.SizeOf<SetBackstop>(), Unsafe.SizeOf<SetCollateralBuyer>(), Unsafe.SizeOf<FundInsurance>(), Unsafe.SizeOf<CallAuction>(), Unsafe.SizeOf<DelistMarket>(),
            Unsafe.SizeOf<EndFounding>(), Unsafe.SizeOf<ResolveWithdrawal>(), Unsafe.SizeOf<GrantRole>(), Unsafe.SizeOf<SetFeed>(), Unsafe.SizeOf<SetAssetPrice>(), Unsafe.SizeOf<AllowFactorReset>(),
        ];
        Assert.All(sizes, static size => Assert.InRange(size, 1, ProposeCommand.BytesMax));
        Assert.Equal(ProposeCommand.BytesMax, Unsafe.SizeOf<ProposedTiers>());
    }

    private static SetFeed Feed(params int[] sources)
    {
        SetFeed feed = new()
        {
            Rules = new SetPriceRules
            {
                Market = 1,
                MinSources = 3,
                MaxAgeNs = 10 * LivingVenue.Second,
                MaxConfPpb = 5_000_000,
                MaxDevPpb = 50_000_000,
                JumpPpb = 50_000_000,
                MarkBandPpb = 5_000_000,
            },
        };
        for (int i = 0; i < sources.Length; i++) feed.Sources[i] = new SetSource { Source = (ushort)sources[i], Weight = 1 };
        return feed;
    }

    private static long Ask<T>(LivingVenue venue, T body) where T : unmanaged, ICommandBody
    {
        Command wanted = Command.Of(in body);
        Assert.Equal(RejectCode.None, venue.Apply(ProposeCommand.For(in wanted, 1)));
        return venue.Done.Detail1;
    }

    private static RejectCode Refused<T>(LivingVenue venue, T body) where T : unmanaged, ICommandBody
    {
        Command wanted = Command.Of(in body);
        return venue.Apply(ProposeCommand.For(in wanted, 1));
    }
}
