using System.Collections.Concurrent;
using System.Diagnostics;
using Peregrine.Core;
using Peregrine.Sequencer.Events;

namespace Peregrine.Bench.Sequencer;

/// <summary>Producers on threads of their own, and one more that follows the events and hands answers back, as gateways will.</summary>
/// <remarks>A command carries the time at which it was handed over, or should have been when the pace is fixed, and its answer brings it back.</remarks>
internal sealed class Load
{
    private const int FirstOrigin = 100;
    private readonly Peregrine.Sequencer.Sequencer _venue;
    private readonly Producer[] _producers;
    private readonly Percentiles _latency = new(8_000_000);
    private volatile bool _ending;
    private long _answered;

    public Load(Peregrine.Sequencer.Sequencer venue, int producers, int window, int liveTarget, double perSecond)
    {
        _venue = venue;
        _producers = [.. Enumerable.Range(0, producers).Select(p => new Producer(new Flow(p, producers, liveTarget / producers), window, FirstOrigin + p, perSecond / producers))];
    }

    public Percentiles Latency => _latency;

    public long Refused => _producers.Sum(static p => p.Refused);

    /// <summary>Answers per second over the run, the first part of which is not counted.</summary>
    public double Run(TimeSpan warmUp, TimeSpan measured)
    {
        long from = _venue.Engine.Seq;
        var follow = new Thread(() => Follow(from));
        Thread[] threads = [.. _producers.Select(p => new Thread(() => p.Send(_venue, () => _ending)))];
        follow.Start();
        foreach (Thread thread in threads) thread.Start();
        Thread.Sleep(warmUp);
        long before = Volatile.Read(ref _answered);
        _counting = true;
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(measured);
        _counting = false;
        double rate = (Volatile.Read(ref _answered) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        _ending = true;
        foreach (Thread thread in threads) thread.Join();
        follow.Join();
        return rate;
    }

    private volatile bool _counting;

    private void Follow(long from)
    {
        var follower = new RingFollower(_venue.Events, from);
        while (!_ending)
        {
            ReadOnlySpan<byte> events = follower.Next();
            if (events.IsEmpty)
            {
                Invariant.That(!follower.IsBehind, "the follower of the bench was overtaken: the ring is too small for this machine");
                Nap.Shortly();
                continue;
            }
            long now = Stopwatch.GetTimestamp();
            EventReader reader = new(events);
            while (reader.Next())
            {
                if (reader.Header.Kind == EventKind.CommandDone) Answer(in reader.Header, reader.Body<CommandDone>(), now);
            }
        }
    }

    private void Answer(in EventHeader header, CommandDone done, long now)
    {
        if (done.Origin < FirstOrigin) return;
        if (_counting) _latency.Add(now - done.Correlation);
        Volatile.Write(ref _answered, _answered + 1);
        _producers[done.Origin - FirstOrigin].Answered(in done, header.Account);
    }

    private sealed class Producer(Flow flow, int window, int origin, double perSecond)
    {
        private readonly ConcurrentQueue<(OrderId, int)> _resting = new();
        private long _sent;
        private long _answered;

        public long Refused { get; private set; }

        public void Answered(in CommandDone done, int account)
        {
            if (done.Command == CommandKind.PlaceOrder && done.State is OrderState.Live or OrderState.PartiallyFilled) _resting.Enqueue((new(done.Detail1), account));
            Volatile.Write(ref _answered, _answered + 1);
        }

        public void Send(Peregrine.Sequencer.Sequencer venue, Func<bool> ended)
        {
            long start = Stopwatch.GetTimestamp();
            while (!ended())
            {
                long due = perSecond > 0 ? start + (long)(_sent / perSecond * Stopwatch.Frequency) : 0;
                if (_sent - Volatile.Read(ref _answered) >= window || Stopwatch.GetTimestamp() < due)
                {
                    Nap.Shortly();
                    continue;
                }
                while (_resting.TryDequeue(out (OrderId Id, int Account) order)) flow.Rests(order.Id, order.Account);
                Hand(venue, flow.Next(), perSecond > 0 ? due : Stopwatch.GetTimestamp());
            }
        }

        private void Hand(Peregrine.Sequencer.Sequencer venue, Command command, long at)
        {
            (command.Header.Origin, command.Header.Correlation) = (origin, at);
            while (venue.TrySubmit(new ReadOnlySpan<Command>(in command)).Code == RejectCode.Busy)
            {
                Refused++;
                Nap.Shortly();
            }
            _sent++;
        }
    }
}
