using Peregrine.Core;

namespace Peregrine.Sequencer.Tests.Writer;

/// <summary>The writer answers few commands himself and leaves many to the dispatcher, so both go through the same events, by turns and at once.</summary>
public sealed class TwoAnswererTests
{
    private const int Commands = 20_000;
    private const int WaitingMax = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(70)]
    public void Everybody_is_answered_once_and_in_order_whoever_answers(int together)
    {
        using Stepped venue = Stepped.WithVenue();
        var notes = new Notes();
        using var ending = new CancellationTokenSource();
        var other = new Thread(() =>
        {
            while (!ending.IsCancellationRequested) venue.Open.Dispatcher.Step();
        });
        other.Start();
        int sent = 0;
        while (sent < Commands)
        {
            if (together == 1) venue.Open.Submit([Command.Of(Stepped.Order(sent), account: 1)], notes, sent++);
            else sent += SubmitEach(venue, notes, sent, Math.Min(together, Commands - sent));
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

    [Fact]
    public void Who_finds_no_room_together_is_let_in_or_refused_by_himself()
    {
        using Stepped venue = Stepped.WithVenue();
        var notes = new Notes();
        var commands = new Command[400];
        // More than there are waiters, and more than there are places: exits have more of those than orders.
        for (int i = 0; i < commands.Length; i++) commands[i] = i % 2 == 0 ? Command.Of(Stepped.Order(i), account: 1) : Command.Of(new CancelOrder { ClientId = ClientOrderId.Parse($"o{i - 1}") }, account: 1);
        venue.Open.SubmitEach(commands, [.. commands.Select((_, i) => new ReceiptAddress(notes, i))]);
        Assert.All(notes.Receipts, r => Assert.Equal(RejectCode.Busy, r.Receipt.Code));
        int refused = notes.Count;
        for (int i = 0; i < 10; i++) venue.Step();
        Assert.Equal(Enumerable.Range(0, commands.Length), notes.Tickets.Order());
        var done = notes.Receipts.Skip(refused).ToList();
        Assert.All(done, r => Assert.Equal(RejectCode.None, r.Receipt.Code));
        // As many as there are places, in the order in which they were given.
        Assert.Equal(Stepped.Small.RingCommands, done.Count);
        Assert.Equal(done.Select(r => r.Ticket).Order(), done.Select(r => r.Ticket));
        Assert.True(done.Count(r => r.Ticket % 2 != 0) > done.Count(r => r.Ticket % 2 == 0));
    }

    [Fact]
    public void A_closed_venue_says_so_to_each()
    {
        using Stepped venue = Stepped.WithVenue();
        venue.Open.Ring.Close();
        var notes = new Notes();
        Assert.Equal(100, SubmitEach(venue, notes, 0, 100));
        Assert.Equal(Enumerable.Repeat(RejectCode.ReadOnly, 100), notes.Receipts.Select(r => r.Receipt.Code));
        Assert.Equal(Enumerable.Range(0, 100), notes.Tickets);
    }

    private static int SubmitEach(Stepped venue, Notes notes, int from, int count)
    {
        int[] tickets = [.. Enumerable.Range(from, count)];
        venue.Open.SubmitEach([.. tickets.Select(t => Command.Of(Stepped.Order(t), account: 1))], [.. tickets.Select(t => new ReceiptAddress(notes, t))]);
        return count;
    }

    private sealed class Notes : IReceiptTaker
    {
        private long _seq;
        private int _count;

        public List<(int Ticket, CommandReceipt Receipt)> Receipts { get; } = [];

        public IEnumerable<int> Tickets => Receipts.Select(static r => r.Ticket);

        public int Count => Volatile.Read(ref _count);

        public bool AreInOrder { get; private set; } = true;

        public void Take(int ticket, in CommandReceipt receipt)
        {
            Receipts.Add((ticket, receipt));
            AreInOrder &= receipt.Seq > _seq;
            _seq = receipt.Seq;
            Volatile.Write(ref _count, Receipts.Count);
        }
    }
}
