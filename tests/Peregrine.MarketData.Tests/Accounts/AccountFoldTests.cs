using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Xunit;

namespace Peregrine.MarketData.Tests.Accounts;

public sealed class AccountFoldTests
{
    private const int Seeds = 24;
    private const int Commands = 2_500;

    [Fact]
    public void Accounts_are_what_the_engine_says_they_are()
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            Venue venue = new();
            AllFolds folds = new();
            int next = 0;
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                folds.Apply(venue.Apply(in command));
                // In the small worlds each command shows something else; every seventh keeps the test short and meets all places in turn.
                if (!Venue.IsWhole(in command) || ++next % 7 != 0) continue;
                try
                {
                    AccountAgreement.Check(folds.Accounts.Views, venue, State.Of(venue));
                }
                catch (Exception e) when (e is Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"SEED={seed} after command {command.Header.Seq} ({command.Header.Kind}): {e.Message}");
                }
            }
            Assert.Equal(venue.Engine.Seq, folds.Cursor);
            Assert.Equal(0, folds.Accounts.UnknownCount);
            Assert.Equal(0, folds.Accounts.StrayCount);
        }
    }

    [Fact]
    public void A_fill_costs_what_the_change_of_its_position_says_also_where_a_liquidation_costs_more()
    {
        int dearer = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            Venue venue = new();
            AllFolds folds = new();
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                Command liquidating = command.Header.Kind == CommandKind.Genesis ? Liquidating(in command) : command;
                ReadOnlySpan<byte> events = venue.Apply(in liquidating);
                folds.Apply(events);
                Dictionary<int, List<long>> paid = PaidIn(events, ref dearer);
                foreach ((int account, List<long> fees) in paid) Assert.Equal(fees, Latest(folds.Accounts.Views, account, fees.Count));
            }
        }
        Assert.NotEqual(0, dearer);
    }

    // What each side of a trade paid, in the order of the trades.
    private static Dictionary<int, List<long>> PaidIn(ReadOnlySpan<byte> events, ref int dearer)
    {
        Dictionary<int, List<long>> paid = [];
        (int taker, int maker, Trade trade) = (0, 0, default);
        EventReader reader = new(events);
        while (reader.Next())
        {
            if (reader.Header.Kind == EventKind.Trade)
            {
                trade = reader.Body<Trade>();
                (taker, maker) = (reader.Header.Account, trade.MakerAccount);
            }
            if (reader.Header.Kind != EventKind.PositionChanged) continue;
            int account = reader.Header.Account;
            if (account != taker && account != maker) continue;
            long fees = reader.Body<PositionChanged>().Fees.Value;
            if (account == taker && fees > (trade.TakerFee + trade.TakerBuilderFee).Value) dearer++;
            if (account == taker) taker = 0;
            else maker = 0;
            if (!paid.TryGetValue(account, out List<long>? told)) paid[account] = told = [];
            told.Add(fees);
        }
        return paid;
    }

    private static IEnumerable<long> Latest(AccountViews views, int account, int count)
    {
        FillFacts[] fills = new FillFacts[count];
        return fills[..views.ReadFills(account, fills)].Select(static f => (f.Fee + f.BuilderFee).Value);
    }

    private static Command Liquidating(in Command genesis)
    {
        Genesis body = Command.Body<Genesis>(in genesis) with { LiquidationOff = 0 };
        return Command.Of(in body) with { Header = genesis.Header };
    }
}
