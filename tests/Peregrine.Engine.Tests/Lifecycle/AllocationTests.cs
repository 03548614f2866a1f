using Peregrine.Core;
using Peregrine.Engine.Tests.Accounts;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Lifecycle;

[Collection(Alone.Name)]
public sealed class AllocationTests
{
    private const long Second = 1_000_000_000;
    private const long Hour = 3600 * Second;
    private readonly Engine _engine = new(new EventWriter());
    private long _nowNs = 20_000L * 24 * Hour;
    private int _refused;

    // The first rounds are the runtime's: what it makes once for code that it meets.
    [Fact]
    public void Gatherings_auctions_of_orders_and_hours_of_loans_allocate_nothing()
    {
        Found();
        for (int round = 0; round < 4; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Gather(round);
            Quote();
            _nowNs += Hour;
            Do(default(Tick));
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(round < 2 || allocated == 0, $"{allocated} bytes in round {round}");
        }
        _engine.CheckInvariants();
        Assert.Equal(0, _refused);
        Assert.NotEqual(0, _engine.State!.System.Insurance.Money.Value);
        Assert.NotEqual(0, _engine.State.Markets[1].OpenInterest.Value);
    }

    private void Gather(int round)
    {
        Do(new CallAuction { Market = 1, DurationNs = Second });
        for (int i = 0; i < 20; i++) Limit(1 + i % 2, (i + round) % 2 == 0 ? Side.Buy : Side.Sell, 1 + i, 600_000 + (i % 2 == 0 ? 5 : -5));
        _nowNs += Second;
        Do(default(Tick));
    }

    private void Quote()
    {
        Limit(1, Side.Sell, 1000, 600_050);
        Limit(2, Side.Buy, 1000, 600_050, OrderFlags.Auction);
        Do(new QuoteAuction { Auction = _engine.Seq, Price = new(600_010), Qty = new(500) }, 3);
        _nowNs += Second;
        Do(default(Tick));
    }

    private void Found()
    {
        Do(Genesis.Default with { AccountsMax = 64, PositionsMax = 64, OrdersMax = 1024, LadderTicks = 256 });
        Command[] group = Venue.ListingOf(Venue.Btc, (0, 10_000_000, 5_000_000));
        for (int i = 0; i < group.Length; i++)
        {
            (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)group.Length);
            Apply(group[i]);
        }
        Do(new SetPrices { Market = 1, Index = new(600_000_000), Mark = new(600_000_000), State = PriceState.Fresh });
        Do(new SetMarketState { Market = 1, State = MarketState.PreOpen });
        Do(new SetMarketState { Market = 1, State = MarketState.Open });
        Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 800_000_000, MaintWeightPpb = 900_000_000, AccountCap = 1_000_000_000, PlatformCap = 1_000_000_000 });
        Do(new SetAssetPrice { Asset = 2, Index = new(3_000_000_000), Average = new(3_000_000_000), State = PriceState.Fresh });
        for (ushort account = 1; account <= 4; account++)
        {
            Do(new CreateAccount { Request = new RequestKey(1, account) });
            Do(new Deposit { Source = new RequestKey(2, account), Amount = 1_000_000_000_000, Asset = 1 }, account);
            Do(new Deposit { Source = new RequestKey(3, account), Amount = 100_000_000, Asset = 2 }, account);
        }
        foreach ((AdminParameter parameter, ushort subject, long value) in new (AdminParameter, ushort, long)[]
        {
            (AdminParameter.AuctionOn, 1, 1), (AdminParameter.AuctionNotionalMin, 1, 1), (AdminParameter.BorrowBase, 0, 900_000_000), (AdminParameter.BorrowKink, 0, 500_000_000), (AdminParameter.BorrowReserve, 0, 500_000_000),
        })
        {
            Do(new ProposeChange { Parameter = parameter, Subject = subject, Value = value, Admin = 1, EffectiveAtNs = _nowNs });
            Assert.Equal(RejectCode.None, Do(new ApproveChange { Proposal = _engine.Seq, Admin = 2 }));
        }
        Do(new Lend { Request = new RequestKey(4, 1), Amount = new(100_000_000_000) }, 1);
        Do(new SetBorrowing { Switch = BorrowSwitch.On }, 4);
        Assert.Equal(RejectCode.None, Do(new RequestWithdrawal { Request = new RequestKey(4, 2), Amount = 1_050_000_000_000, Asset = 1 }, 4));
    }

    // Asked afterwards: an assertion that compares allocates itself.
    private void Limit(int account, Side side, long qty, long price, OrderFlags flags = OrderFlags.None)
    {
        if (Do(Orders.Floor.Order(side, qty, price, flags), account) != RejectCode.None) _refused++;
    }

    private RejectCode Do<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Apply(Command.Of(in body, account));

    private RejectCode Apply(Command command)
    {
        (command.Header.Seq, command.Header.TimeNs) = (_engine.Seq + 1, _nowNs);
        return _engine.Apply(in command);
    }
}
