using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Xunit;

namespace Peregrine.MarketData.Tests.Accounts;

public sealed class MemoryTests
{
    private sealed class Fed(AccountFold fold, bool asState) : IEventSink
    {
        public void Take(ReadOnlySpan<byte> events)
        {
            if (asState) fold.Load(events);
            else fold.Apply(events);
        }
    }

    [Fact]
    public void An_account_that_does_nothing_takes_a_quarter_of_a_kilobyte()
    {
        const int Accounts = 100_000;
        AccountFold fold = new();
        EventWriter state = new(new Fed(fold, asState: true));
        long before = GC.GetAllocatedBytesForCurrentThread();
        state.Begin(7, 1_000);
        state.Add(0, 0, new StateVenue { Seq = 7, TimeNs = 1_000 });
        for (int i = 1; i <= Accounts; i++) state.Add(i, 0, new StateAccount { Cash = new(i), Root = i, Status = AccountStatus.Active });
        state.End();
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Accounts;
        Assert.InRange(each, 1, 256);
        Assert.Equal(0, fold.Views.LogBytes);
        Assert.True(fold.Views.TryRead(Accounts, out AccountFacts facts));
        Assert.Equal((Accounts, 7L), (facts.Cash.Value, facts.LastSeq));
    }

    /// <summary>One account is told without end, the others once: it may not cost them what they were told.</summary>
    [Fact]
    public void A_busy_account_uses_up_its_own_past_and_not_that_of_the_quiet()
    {
        AccountFold fold = new(new AccountLimits(LogBytes: 1 << 20, SequenceBytes: 64 << 10));
        EventWriter writer = new(new Fed(fold, asState: false));
        long seq = 0;
        for (int i = 1; i <= 100; i++) Tell(writer, ++seq, i);
        for (int i = 0; i < 50_000; i++) Tell(writer, ++seq, 1);
        byte[] room = new byte[1 << 20];
        for (int i = 2; i <= 100; i++) Assert.Equal((PrivateOutcome.Messages, (long)i), (fold.Views.ReadPrivate(i, 0, room).Outcome, fold.Views.ReadPrivate(i, 0, room).LastSeq));
        Assert.Equal(PrivateOutcome.Gone, fold.Views.ReadPrivate(1, 0, room).Outcome);
        Assert.Equal(PrivateOutcome.Messages, fold.Views.ReadPrivate(1, seq - 500, room).Outcome);
        // When all of them talk, together they stay within what there is.
        for (int i = 0; i < 50_000; i++) Tell(writer, ++seq, 1 + i % 2_000);
        Assert.InRange(fold.Views.LogBytes, 1 << 19, 1 << 20);
        Assert.Equal(PrivateOutcome.Gone, fold.Views.ReadPrivate(50, 0, room).Outcome);
    }

    [Fact]
    public void A_command_that_tells_an_account_more_than_its_share_is_kept_whole_until_the_memory_is_wanted()
    {
        const int Share = 16 << 10, Messages = 8_000;
        AccountFold fold = new(new AccountLimits(LogBytes: 2 << 20, SequenceBytes: Share));
        EventWriter writer = new(new Fed(fold, asState: false));
        Tell(writer, 1, 1);
        Tell(writer, 2, 1, Messages);
        Tell(writer, 3, 1);
        byte[] room = new byte[1 << 20];
        PrivateRead large = fold.Views.ReadPrivate(1, 1, room);
        Assert.Equal((PrivateOutcome.Messages, 3L), (large.Outcome, large.LastSeq));
        Assert.True(large.Bytes > 16 * Share);
        long seq = 3;
        for (int i = 0; i < 40_000; i++) Tell(writer, ++seq, 2 + i % 1_000);
        for (int i = 0; i < 4_000; i++) Tell(writer, ++seq, 1);
        PrivateRead gone = fold.Views.ReadPrivate(1, 1, room);
        Assert.Equal(PrivateOutcome.Gone, gone.Outcome);
        Assert.InRange(fold.Views.ReadPrivate(1, gone.LastSeq, room).Bytes, Share / 2, Share);
    }

    private static void Tell(EventWriter writer, long seq, int account, int messages = 1)
    {
        writer.Begin(seq, seq);
        for (int i = 0; i < messages; i++) writer.Add(account, 0, new AccountStatusChanged { Status = AccountStatus.Active });
        writer.Add(account, 0, default(CommandDone));
        writer.End();
    }
}
