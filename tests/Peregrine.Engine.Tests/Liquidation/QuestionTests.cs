using Peregrine.Core;
using Peregrine.Engine.Questions;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Liquidation;

public sealed class QuestionTests
{
    [Fact]
    public void A_shock_foretells_what_the_price_then_does()
    {
        int told = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 800, calm: true)) running.Apply(in command);
            EngineState state = running.Engine.State!;
            LiquidationQuestions questions = new(state);
            Market market = state.Markets[1];
            ShockAnswer[] foretold = [.. Enumerable.Range(1, CrashStream.Accounts).Select(account => questions.Shock(account, 1, -30_000_000))];
            Subticks before = market.Mark;
            market.Mark = foretold[0].Mark;
            for (int account = 1; account <= CrashStream.Accounts; account++)
            {
                HealthAnswer health = questions.Health(account, 1);
                Assert.Equal((health.Equity, health.MaintenanceMargin), (foretold[account - 1].Equity, foretold[account - 1].MaintenanceMargin));
                if (foretold[account - 1].WouldBeLiquidated) told++;
            }
            market.Mark = before;
        }
        Assert.True(told > 0);
    }

    [Fact]
    public void Ranks_are_places_from_one_and_what_is_taken_adds_up()
    {
        int asked = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 800, calm: true)) running.Apply(in command);
            EngineState state = running.Engine.State!;
            LiquidationQuestions questions = new(state);
            AdlAnswer[] answers = [.. Enumerable.Range(1, state.AccountCount).Where(a => SizeOf(state, a) < 0).Select(a => questions.Deleveraging(a, 1, new(100), default)).Where(a => a.Rank > 0).OrderBy(a => a.Rank)];
            if (answers.Length == 0) continue;
            asked++;
            Assert.Equal(Enumerable.Range(1, answers[0].Of), answers.Select(a => a.Rank));
            Assert.Equal(answers.OrderByDescending(a => a.ScorePpb).Select(a => a.ScorePpb), answers.Select(a => a.ScorePpb));
            Assert.Equal(100, answers.Sum(a => a.Taken.Value));
            // At mark nobody gives up more than the rounding.
            Assert.All(answers, a => Assert.InRange(a.Forgone.Value, -1, 1));
        }
        Assert.True(asked > 0);
    }

    [Fact]
    public void A_flat_account_is_asked_nothing()
    {
        Running running = new();
        foreach (Command command in CrashStream.Of(1, 120)) running.Apply(in command);
        LiquidationQuestions questions = new(running.Engine.State!);
        int vault = CrashStream.Accounts + 1;
        Assert.Equal(default, questions.Prices(vault, 1, 450_000));
        Assert.Equal(default, questions.Deleveraging(vault, 1, new(1), default));
        Assert.Equal(1_000_000, questions.Health(vault, 0).RatioPermille);
    }

    private static long SizeOf(EngineState state, int account) => state.Positions[state.FindPosition(account, 1)].Size.Value;
}
