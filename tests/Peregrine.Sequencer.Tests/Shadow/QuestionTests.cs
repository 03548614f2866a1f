using Peregrine.Core;
using Peregrine.Sequencer.Tests.Writer;
using Peregrine.Simulation.World;
using Peregrine.Testing;

namespace Peregrine.Sequencer.Tests.Shadow;

[Collection(Alone.Name)]
public class QuestionTests
{
    [Fact]
    public void An_account_is_told_its_figures_as_of_the_command_it_names()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Rest();
        Answer<AccountFigures> before = Ask(venue, 0);
        Assert.Equal((1_000_000_000_000, 0), (before.Value.EquityInit.Value, before.Value.InitialMargin.Value));
        Assert.Equal(before.Value.EquityWithdraw, before.Value.Withdrawable);
        long seq = venue.Do(Command.Of(Stepped.Order(1), account: 1)).Seq;
        Answer<AccountFigures> after = Ask(venue, seq);
        Assert.True(after.AsOfSeq >= seq);
        Assert.True(after.Value.InitialMargin > Micros.Zero);
        Assert.Equal(after.Value.EquityInit - after.Value.InitialMargin, after.Value.Available);
        Assert.Equal(RejectCode.UnknownAccount, Ask(venue, 0, account: 99).Code);
    }

    [Fact]
    public void A_position_is_told_where_it_would_be_liquidated()
    {
        using Stepped venue = Stepped.WithVenue();
        // A pot of its own: the rest of the account would stand behind it at any price.
        Assert.Equal(RejectCode.None, venue.Do(Command.Of(new SetMarginMode { Market = SmallVenue.Market, Mode = MarginMode.Isolated }, account: 2)).Code);
        venue.Do(Command.Of(Stepped.Order(4, Side.Sell) with { Qty = new(50) }, account: 2));
        venue.Do(Command.Of(Stepped.Order(5) with { Qty = new(50) }, account: 1));
        venue.Rest();
        LiquidationPoint isShort = Where(venue, 2).Value, isLong = Where(venue, 1).Value;
        Assert.Equal(10_000_000, isLong.Mark.Value);
        Assert.True(!isLong.Exists || isLong.Price < isLong.Mark);
        Assert.True(isShort.Exists && isShort.Price > isShort.Mark);
        Assert.Equal(RejectCode.NoPosition, Where(venue, 3).Code);
        Assert.Equal(RejectCode.UnknownMarket, Where(venue, 1, market: 9).Code);
    }

    [Fact]
    public void The_whole_state_is_told_as_the_engine_tells_it()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Trade(1, 60);
        ValueTask<Answer<ToldState>> asked = venue.Open.Asking.Ask<AskState, ToldState>(default, venue.Open.Engine.Seq, default);
        venue.Open.Shadow.Step();
        Answer<ToldState> answer = asked.GetAwaiter().GetResult();
        var own = new Bytes();
        venue.Open.Engine.Describe(new EventWriter(own));
        Assert.True(own.All.Count > 1000);
        Assert.Equal(own.All, answer.Value.Events.SelectMany(static piece => piece.ToArray()));
        Assert.Equal(venue.Open.Engine.Seq, answer.AsOfSeq);
    }

    [Fact]
    public void Who_asks_for_what_is_not_there_waits_a_quarter_of_a_second_and_is_told()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Rest();
        long next = venue.Open.Engine.Seq + 1;
        ValueTask<Answer<AccountFigures>> late = Start(venue, next), tooLate = Start(venue, next + 1000);
        venue.Open.Shadow.Step();
        Assert.False(late.IsCompleted);
        venue.Do(Command.Of(Stepped.Order(1), account: 1));
        venue.Open.Shadow.Step();
        Assert.Equal(next, late.GetAwaiter().GetResult().AsOfSeq);
        venue.Patience.NowNs += 249_000_000;
        venue.Open.Shadow.Step();
        Assert.False(tooLate.IsCompleted);
        venue.Patience.NowNs += 1_000_000;
        venue.Open.Shadow.Step();
        Answer<AccountFigures> answer = tooLate.GetAwaiter().GetResult();
        Assert.Equal((RejectCode.Lagging, next), (answer.Code, answer.AsOfSeq));
    }

    [Fact]
    public void Who_no_longer_wants_to_know_is_let_go()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Rest();
        using var stop = new CancellationTokenSource();
        ValueTask<Answer<AccountFigures>> asked = venue.Open.Asking.Ask<AskAccount, AccountFigures>(new(1), long.MaxValue, stop.Token);
        venue.Open.Shadow.Step();
        Assert.False(asked.IsCompleted);
        stop.Cancel();
        venue.Open.Shadow.Step();
        Assert.Throws<OperationCanceledException>(() => asked.GetAwaiter().GetResult());
    }

    [Fact]
    public void Only_so_many_may_wait_and_nobody_once_it_is_closed()
    {
        using Stepped venue = Stepped.WithVenue(options: Stepped.Small with { Shadow = new() { QuestionsMax = 2 } });
        venue.Rest();
        ValueTask<Answer<AccountFigures>> first = Start(venue, 0), second = Start(venue, long.MaxValue);
        Assert.Equal(RejectCode.Busy, Start(venue, 0).GetAwaiter().GetResult().Code);
        venue.Rest();
        Assert.Equal(RejectCode.None, first.GetAwaiter().GetResult().Code);
        venue.Open.Questions.Close();
        Assert.Equal(RejectCode.ReadOnly, second.GetAwaiter().GetResult().Code);
        Assert.Equal(RejectCode.ReadOnly, Start(venue, 0).GetAwaiter().GetResult().Code);
    }

    [Fact]
    public void A_question_that_nobody_answers_is_our_bug_and_says_so()
    {
        using Stepped venue = Stepped.WithVenue();
        ValueTask<Answer<long>> asked = venue.Open.Asking.Ask<int, long>(1, 0, default);
        venue.Rest();
        Assert.Throws<InvariantException>(() => asked.GetAwaiter().GetResult());
    }

    [Fact]
    public void Asking_again_and_again_allocates_nothing()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Rest();
        for (int i = 0; i < 100; i++) Ask(venue, 0, account: 99);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Ask(venue, 0, account: 99);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ValueTask<Answer<AccountFigures>> Start(Stepped venue, long minSeq) => venue.Open.Asking.Ask<AskAccount, AccountFigures>(new(1), minSeq, default);

    private static Answer<AccountFigures> Ask(Stepped venue, long minSeq, int account = 1)
    {
        ValueTask<Answer<AccountFigures>> asked = venue.Open.Asking.Ask<AskAccount, AccountFigures>(new(account), minSeq, default);
        for (int i = 0; i < 10 && !asked.IsCompleted; i++) venue.Open.Shadow.Step();
        return asked.GetAwaiter().GetResult();
    }

    private static Answer<LiquidationPoint> Where(Stepped venue, int account, ushort market = SmallVenue.Market)
    {
        ValueTask<Answer<LiquidationPoint>> asked = venue.Open.Asking.Ask<AskLiquidationPrice, LiquidationPoint>(new(account, market), 0, default);
        venue.Open.Shadow.Step();
        return asked.GetAwaiter().GetResult();
    }

    private sealed class Bytes : IEventSink
    {
        public List<byte> All { get; } = [];

        public void Take(ReadOnlySpan<byte> events) => All.AddRange(events);
    }
}
