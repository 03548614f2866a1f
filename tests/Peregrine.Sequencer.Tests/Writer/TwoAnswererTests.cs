using Peregrine.Core;

namespace Peregrine.Sequencer.Tests.Writer;

/// <summary>The writer answers few commands himself and leaves many to the dispatcher, so both go through the same events, by turns and at once.</summary>
public sealed class TwoAnswererTests
{
    private const int Commands = 20_000;
    private const int WaitingMax = 100;

    [Fact]
    public void Everybody_is_answered_once_and_in_order_whoever_answers()
    {
        using Stepped venue = Stepped.WithVenue();
        var notes = new Notes();
        using var ending = new CancellationTokenSource();
        var other = new Thread(() =>
        {
            while (!ending.IsCancellationRequested) venue.Open.Dispatcher.Step();
        });
        other.Start();
        for (int sent = 0; sent < Commands; sent++)
        {
            venue.Open.Submit([Command.Of(Stepped.Order(sent), account: 1)], notes, sent);
            if (sent % 7 != 0) continue;
            // No more may wait than there are waiters, however long the other one takes.
            do venue.Step();
            while (sent - notes.Count > WaitingMax);
        }
        venue.Step();
        ending.Cancel();
        other.Join();
        // The other may have been about to look for the last time.
        venue.Open.Dispatcher.Step();
        Assert.Equal(Enumerable.Range(0, Commands), notes.Tickets);
        Assert.True(notes.AreInOrder, "an answer overtook another");
    }

    private sealed class Notes : IReceiptTaker
    {
        private long _seq;
        private int _count;

        public List<int> Tickets { get; } = [];

        public int Count => Volatile.Read(ref _count);

        public bool AreInOrder { get; private set; } = true;

        public void Take(int ticket, in CommandReceipt receipt)
        {
            Tickets.Add(ticket);
            AreInOrder &= receipt.Seq > _seq;
            _seq = receipt.Seq;
            Volatile.Write(ref _count, Tickets.Count);
        }
    }
}
