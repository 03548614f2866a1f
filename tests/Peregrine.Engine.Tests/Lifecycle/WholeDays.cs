using Peregrine.Core;
using Peregrine.Engine.Tests.Prices;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

/// <summary>Days of a venue in which everything happens: sourced prices that wander and jump, hourly funding, loans, liquidations, halts, restarts, auctions, new margins, and in the end a settlement.</summary>
internal sealed class WholeDays
{
    private const long Percent = Ppb.One / 100;
    private readonly int[] _accounts;
    private Rng _rng;
    private long _price;
    private long _ether;

    /// <param name="seed">The whole way back to the stream.</param>
    /// <param name="listener">Hears every event.</param>
    public WholeDays(int seed, IEventSink? listener = null)
    {
        _rng = new Rng((ulong)seed);
        Venue = Founded(listener, out _accounts);
    }

    public LivingVenue Venue { get; }

    /// <summary>Something happens.</summary>
    public void Step()
    {
        if (_rng.Below(3) == 0) Tell(Venue, ref _rng);
        else if (_rng.Below(12) == 0) Operate(Venue, ref _rng);
        else Use(Venue, ref _rng, _accounts[_rng.Below(_accounts.Length)]);
    }

    /// <summary>The market halts, and a day later everything is settled.</summary>
    public void Halt() => Venue.Move(MarketState.Halted);

    public void Settle()
    {
        Venue.Wait(LivingVenue.Day);
        Venue.Move(MarketState.Settling);
        while (Venue.Engine.NextDueNs == 0) Venue.Wait(0);
    }

    private LivingVenue Founded(IEventSink? listener, out int[] accounts)
    {
        (_price, _ether) = (600_000_000, 3000);
        LivingVenue venue = new(listener: listener);
        venue.List(MarketState.PreOpen);
        venue.Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 850_000_000, MaintWeightPpb = 900_000_000, AccountCap = 1_000_000_000, PlatformCap = 1_000_000_000 });
        venue.Do(new SetAssetPrice { Asset = 2, Index = new(_ether * LivingVenue.Dollar), Average = new(_ether * LivingVenue.Dollar), State = PriceState.Fresh });
        Assert.Equal(RejectCode.None, venue.Group(
            Command.Of(SourcedFloor.Rules(1) with { ImpactNotional = new(100 * LivingVenue.Dollar) }), Command.Of(new SetSource { Source = 1, Weight = 1 }), Command.Of(new SetSource { Source = 2, Weight = 1 }),
            Command.Of(new SetSource { Source = 3, Weight = 1 })));
        Sample(venue);
        venue.Move(MarketState.Open);
        accounts = [.. Enumerable.Range(0, 10).Select(i => venue.NewAccount(i % 2 == 0 ? 2_000 : 20_000))];
        int house = venue.NewAccount(5_000_000);
        foreach (int account in accounts)
        {
            venue.Do(new Deposit { Source = new RequestKey(3, (ulong)account), Amount = 2_000_000, Asset = 2 }, account);
            venue.Do(new SetBorrowing { Switch = BorrowSwitch.On }, account);
            venue.Do(new SetLeverage { Market = 1, Leverage = 50 }, account);
        }
        venue.Do(new SetCollateralBuyer { Asset = 2, Target = house });
        venue.Do(new SetBackstop { Market = 1, Target = venue.NewAccount(500_000), Cap = new(200_000 * LivingVenue.Dollar), Allotment = new(500_000 * LivingVenue.Dollar) });
        venue.Change(AdminParameter.BorrowSlope, 100 * Percent);
        venue.Change(AdminParameter.BorrowReserve, 10 * Percent);
        venue.Change(AdminParameter.BorrowKink, 80 * Percent);
        return venue;
    }

    private void Sample(LivingVenue venue)
    {
        SubmitSamples body = new() { Market = 1, Count = 3 };
        for (int i = 0; i < 3; i++) body.Samples[i] = new PriceSample { Source = i + 1, Price = _price, TimeNs = venue.NowNs };
        venue.Do(body);
    }

    private void Tell(LivingVenue venue, ref Rng rng)
    {
        // Mostly seconds, now and then minutes in which nobody hears anything.
        venue.Wait(rng.Below(8) == 0 ? rng.Between(0, 240 * LivingVenue.Second) : rng.Between(0, 3 * LivingVenue.Second));
        _price = Math.Clamp(_price + rng.Between(-8_000_000, 8_000_000), 400_000_000, 800_000_000);
        Sample(venue);
        if (rng.Below(6) != 0) return;
        _ether = Math.Clamp(_ether + rng.Between(-300, 300), 900, 4000);
        venue.Do(new SetAssetPrice { Asset = 2, Index = new(_ether * LivingVenue.Dollar), Average = new(_ether * LivingVenue.Dollar), State = PriceState.Fresh });
    }

    private static void Operate(LivingVenue venue, ref Rng rng)
    {
        switch (rng.Below(6))
        {
            case 0:
                venue.Do(default(Resumed));
                venue.Do(default(VenueReady));
                break;
            case 1:
                venue.Do(new CallAuction { Market = 1, DurationNs = LivingVenue.Second });
                break;
            case 2:
                int mmr = (int)rng.Between(2_500_000, 9_000_000);
                venue.Group(Command.Of(new ProposeTiers { Market = 1, Admin = 1, EffectiveAtNs = venue.NowNs }), Command.Of(new SetTier { ImrPpb = 10_000_000, MmrPpb = mmr }));
                venue.Do(new ApproveChange { Proposal = venue.Done.Detail1, Admin = 2 });
                break;
            case 3:
                venue.Move(rng.Below(2) == 0 ? MarketState.ReduceOnly : MarketState.CancelOnly);
                break;
            default:
                venue.Move(MarketState.Open);
                break;
        }
    }

    private void Use(LivingVenue venue, ref Rng rng, int account)
    {
        RequestKey key = new(5, (ulong)venue.Engine.Seq + 1);
        switch (rng.Below(12))
        {
            case 0:
                venue.Do(new Lend { Amount = new(rng.Between(1, 3_000 * LivingVenue.Dollar)), Request = key }, account);
                break;
            case 1:
                venue.Do(new Unlend { Shares = Math.Max(1, rng.Between(0, venue.State.Accounts[account].LendShares)), Request = key }, account);
                break;
            case 2:
                venue.Do(new RequestWithdrawal { Amount = rng.Between(1, 4_000 * LivingVenue.Dollar), Asset = 1, Request = key }, account);
                break;
            case 3:
                venue.Do(new SetMarginMode { Market = 1, Mode = rng.Below(2) == 0 ? MarginMode.Isolated : MarginMode.Cross }, account);
                break;
            default:
                Side side = rng.Below(2) == 0 ? Side.Buy : Side.Sell;
                venue.Limit(account, side, rng.Between(1_000, 60_000), _price / 1000 + rng.Between(-2_000, 2_000));
                break;
        }
    }
}
