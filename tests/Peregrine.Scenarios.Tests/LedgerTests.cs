using Peregrine.Core;
using Peregrine.Scenarios.Events;
using Peregrine.Scenarios.Facts;
using Xunit;

namespace Peregrine.Scenarios.Tests;

public sealed class LedgerTests
{
    private readonly Ledger _ledger = new();

    public LedgerTests()
    {
        _ledger.Apply([Event(0, new MarketListed { TickLotValue = 1 })]);
        foreach (int account in new[] { 1, 2 })
        {
            _ledger.Apply([Event(account, new BalanceChanged { Asset = 1, Balance = 10_000_000_000, Reason = BalanceReason.Deposit })]);
        }
    }

    private static RecordedEvent Event<T>(int account, T body) where T : unmanaged, IEventBody =>
        new(new EventHeader { Kind = T.Kind, Account = account, Market = 1 }, body);

    /// <summary>Account 1 buys one bitcoin at 60000 from account 2, which is charged <paramref name="makerCash"/> wrongly or not.</summary>
    private RecordedEvent[] OneTrade(long makerCash) =>
    [
        Event(1, new Trade { Price = new Ticks(600_000), Qty = new Lots(100_000), MakerAccount = 2, TakerSide = Side.Buy }),
        Event(1, new PositionChanged { Size = new Lots(100_000), Cost = new Micros(60_000_000_000), Cash = new Micros(9_973_000_000), Fees = new Micros(27_000_000) }),
        Event(2, new PositionChanged { Size = new Lots(-100_000), Cost = new Micros(-60_000_000_000), Cash = new Micros(makerCash), Fees = new Micros(-1_200_000) }),
    ];

    [Fact]
    public void A_fill_that_conserves_money_is_folded()
    {
        _ledger.Apply(OneTrade(10_001_200_000));
        Assert.Empty(_ledger.TakeProblems());
        Assert.Equal(100_000, _ledger.OpenInterest(1));
        Assert.Equal(10_001_200_000, _ledger.Balance(2, 1).Balance);
    }

    [Fact]
    public void A_micro_dollar_from_nowhere_is_noticed()
    {
        _ledger.Apply(OneTrade(10_001_200_001));
        Assert.Contains("of account 2", Assert.Single(_ledger.TakeProblems()), StringComparison.Ordinal);
    }

    [Fact]
    public void One_sided_positions_are_noticed()
    {
        _ledger.Apply(OneTrade(10_001_200_000)[..2]);
        Assert.Contains("sum to 100000", Assert.Single(_ledger.TakeProblems()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 3, 1, 0)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(2, 4, 1, 1)]
    [InlineData(2, 3, 2, 1)]
    public void A_level_is_the_sum_of_its_orders(long mdSeq, long total, int count, int problems)
    {
        _ledger.Apply([Event(0, Change(1, 5, 5, 1, BookChange.Added)), Event(0, Change(mdSeq, 3, total, count, BookChange.Executed))]);
        Assert.Equal(problems, _ledger.TakeProblems().Count);
    }

    [Fact]
    public void A_book_is_told_of_orders_that_are_in_it()
    {
        _ledger.Apply([Event(0, Change(1, 0, 0, 0, BookChange.Deleted))]);
        Assert.Contains("not in it", Assert.Single(_ledger.TakeProblems()), StringComparison.Ordinal);
    }

    private static BookChanged Change(long mdSeq, long visible, long total, int count, BookChange change) => new()
    {
        MdSeq = mdSeq,
        Priority = 10,
        Price = new Ticks(7),
        OrderVisible = new Lots(visible),
        LevelTotal = new Lots(total),
        LevelCount = count,
        Side = Side.Buy,
        Change = change,
    };
}
