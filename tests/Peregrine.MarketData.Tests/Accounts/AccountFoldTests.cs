using Peregrine.Core;
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
}
