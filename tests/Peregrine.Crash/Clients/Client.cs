using System.Collections.Concurrent;
using Peregrine.Core;
using Peregrine.Crash.Venues;

namespace Peregrine.Crash.Clients;

/// <summary>Sends what he wants as long as somebody is there, in bursts; what he does not know the outcome of he sends again when the venue is back.</summary>
internal sealed class Client(Wishes wishes, ClientFile file)
{
    private const int Unanswered = 48, Burst = 12;
    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<long, Intent> _open = new();
    private readonly ConcurrentQueue<long> _refusedAt = [];
    private long _doubts;
    private long _acks;
    private long _acksAfterDoubt;

    public long Acks => Interlocked.Read(ref _acks);

    /// <summary>Intents of which the venue said that it does not know itself.</summary>
    public long Doubts => Interlocked.Read(ref _doubts);

    /// <summary>Answers with a place in the sequence that came behind such a word.</summary>
    public long AcksAfterDoubt => Interlocked.Read(ref _acksAfterDoubt);

    /// <summary>Intents that were refused because the venue only reads.</summary>
    public int ReadOnlyRefusals => _refusedAt.Count;

    public void Found(VenueLine line)
    {
        foreach (Intent intent in wishes.Founding())
        {
            Send(line, intent);
            AwaitAnswers();
        }
    }

    /// <summary>Until <paramref name="stop"/> says so, or nobody is there any more.</summary>
    public void Trade(VenueLine line, Func<bool> stop)
    {
        foreach (Intent intent in _open.Values.OrderBy(static intent => intent.Number).ToArray()) Repeat(line, intent);
        while (!stop())
        {
            for (int i = 0; i < Burst && _open.Count < Unanswered; i++)
            {
                if (!Send(line, wishes.Next())) return;
            }
            Thread.Sleep(BetweenBursts);
        }
    }

    public void AwaitAnswers()
    {
        if (!SpinWait.SpinUntil(() => _open.IsEmpty, AnswerLimit)) throw new TimeoutException($"{_open.Count} commands are not answered");
    }

    public void Hear(long number, CommandReceipt receipt)
    {
        // Written down before it is forgotten: who closes the file has heard all.
        file.Hears(number, receipt);
        if (receipt.Seq > 0)
        {
            Interlocked.Increment(ref _acks);
            if (Doubts > 0) Interlocked.Increment(ref _acksAfterDoubt);
        }
        else if (receipt.Code == RejectCode.InDoubt)
        {
            // What nobody knows stays open, to be sent again.
            Interlocked.Increment(ref _doubts);
            return;
        }
        else if (receipt.Code == RejectCode.ReadOnly)
        {
            _refusedAt.Enqueue(number);
        }
        _open.TryRemove(number, out _);
    }

    private bool Send(VenueLine line, Intent intent)
    {
        _open[intent.Number] = intent;
        file.Wants(intent);
        return line.TrySend(intent.Number, intent.Commands);
    }

    private void Repeat(VenueLine line, Intent intent)
    {
        if (intent.IsOnce)
        {
            file.Repeats(intent);
            line.TrySend(intent.Number, intent.Commands);
        }
        else
        {
            _open.TryRemove(intent.Number, out _);
        }
    }
}
