using Peregrine.Core;
using Peregrine.MarketData;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Folds;

/// <summary>Leads the venue's events to the folds, in order: first the state as it is, then what follows it.</summary>
/// <remarks>
/// A fold that throws stops itself and nobody else (<see cref="FoldFeed"/>). Only when the events themselves are gone do all begin anew. One thread feeds.
/// Who was answered before it came round does not wait for it to wake: he feeds what lies there himself, in its place.
/// </remarks>
internal sealed class EventPump : IDisposable
{
    // While there is trade, what comes in a millisecond, .NET's shortest sleep, is taken together and told together; less is none, and only gives the core away.
    // Later, long enough to cost an idle venue next to nothing, short enough that nobody who begins to trade waits for it.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1), LongPause = TimeSpan.FromMilliseconds(4), Again = TimeSpan.FromSeconds(1);
    private const int RoundsUntilLong = 100;
    // A quarter of a megabyte each at most: who helps has a request of his own to answer.
    private const int HelpMax = 4;
    private readonly IVenue _venue;
    private readonly FoldFeed[] _feeds;
    private readonly FoldFeed<DepthFold> _depth;
    private readonly INewsDesk _desk;
    private readonly (FoldTrouble? Trouble, Fold Fold)[] _seen;
    private readonly Cadence[] _cadences = [new(BookInterval.Ms20, 20), new(BookInterval.Ms100, 100), new(BookInterval.Second, 1000)];
    private readonly Thread _thread;
    private readonly CancellationTokenSource _ending = new();
    private readonly ManualResetEventSlim _near = new(initialState: false);
    private readonly FoldWaiters _waiters = new();
    // Who holds it is the feeding thread for as long.
    private readonly Lock _feeding = new();
    // None while nobody may help: before the folds have a state, and after what a helper did has failed.
    private IEventReader? _reader;
    private Exception? _failure;
    private bool _hasNews;
    private EventPlace _place;
    private int _idle;
    private long _cursor;
    private string? _trouble;

    /// <param name="venue">Whose events.</param>
    /// <param name="feeds">Who takes them, in this order.</param>
    /// <param name="depth">The one of them whose slower frames end when the clock says so.</param>
    /// <param name="desk">Told of all of it.</param>
    public EventPump(IVenue venue, FoldFeed[] feeds, FoldFeed<DepthFold> depth, INewsDesk desk)
    {
        (_venue, _feeds, _depth, _desk) = (venue, feeds, depth, desk);
        _seen = new (FoldTrouble?, Fold)[feeds.Length];
        _thread = new Thread(Run) { Name = "gateway folds", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The folds know the venue as it was a moment ago.</summary>
    public bool IsNear => _near.IsSet;

    /// <summary>The last command that every fold has which is not broken.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Those who wait for a command.</summary>
    internal int Waiting => _waiters.Count;

    /// <summary>Why no fold follows; none while they do, each as it can.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Waits until every fold has a command; false when they do not follow, or not in time, or there is no such command.</summary>
    public async ValueTask<bool> HasReached(long seq, TimeSpan most)
    {
        if (Cursor >= seq) return true;
        Help(seq);
        if (Cursor >= seq) return true;
        // Nobody was told of it: to wait for what may never come would only cost room.
        if (seq > _venue.Face.DurableSeq) return false;
        TaskCompletionSource<bool> waiter = _waiters.Add(seq);
        try
        {
            if (Cursor >= seq) return true;
            return Trouble is null && await waiter.Task.WaitAsync(most);
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            if (!waiter.Task.IsCompleted) _waiters.Remove(waiter);
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _thread.Join();
        _waiters.Stop();
        _near.Dispose();
        _ending.Dispose();
    }

    private void Run()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Follow();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The venue goes on trading; whoever reads its status learns that its face has stopped, until it has begun anew.
                _near.Reset();
                Volatile.Write(ref _trouble, e.Message);
                _desk.OnBroken($"all folds begin anew: {e.Message}");
                _waiters.Stop();
                _ending.Token.WaitHandle.WaitOne(Again);
            }
        }
    }

    private void Follow()
    {
        IEventReader reader = _venue.Follow(Begin());
        lock (_feeding) (_reader, _failure) = (reader, null);
        try
        {
            Volatile.Write(ref _trouble, null);
            while (!_ending.IsCancellationRequested)
            {
                bool hasMore;
                lock (_feeding) hasMore = Step(reader);
                if (hasMore) continue;
                _near.Set();
                Thread.Sleep(++_idle > RoundsUntilLong ? LongPause : Pause);
            }
        }
        finally
        {
            lock (_feeding) _reader = null;
            (reader as IDisposable)?.Dispose();
        }
    }

    // One round of the thread; false when nothing had come.
    private bool Step(IEventReader reader)
    {
        if (_failure is { } failure) throw new InvalidOperationException(failure.Message, failure);
        bool hasMore = TryTake(reader);
        if (_hasNews) _desk.OnNews();
        _hasNews = false;
        if (!hasMore && reader.IsGone) throw new InvalidOperationException("The events that the gateway needs next are kept nowhere any more: it begins with the venue's state again.");
        Cut();
        Mend();
        TellUpsets();
        return hasMore;
    }

    private bool TryTake(IEventReader reader)
    {
        ReadOnlySpan<byte> events = reader.Next();
        if (events.IsEmpty) return false;
        foreach (FoldFeed feed in _feeds) feed.Take(events);
        _place = EventPlace.LastOf(events);
        Volatile.Write(ref _cursor, reader.Cursor);
        _waiters.Reached(reader.Cursor);
        _hasNews = true;
        _idle = 0;
        return true;
    }

    // A command is answered when its events lie there, so they mostly are one step away; the thread would sleep on for a millisecond. Sockets are left
    // to the thread: what happens until it wakes is one piece of news to them.
    private void Help(long seq)
    {
        if (_feeding.IsHeldByCurrentThread || !_feeding.TryEnter()) return;
        try
        {
            for (int i = 0; i < HelpMax && _reader is { } reader && Cursor < seq; i++)
            {
                if (!TryTake(reader)) return;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever helped did nothing wrong: the thread fails by it, and begins anew.
            (_reader, _failure) = (null, e);
        }
        finally
        {
            _feeding.Exit();
        }
    }

    // What was taken last may end in the middle of a command, whose rest is taken next: a frame ends behind it.
    private void Cut()
    {
        if (_depth.Trouble is null && !_depth.Fold.IsBetweenCommands) return;
        long now = Environment.TickCount64;
        foreach (Cadence cadence in _cadences)
        {
            if (now < cadence.DueMs) continue;
            cadence.DueMs = now + cadence.EveryMs;
            _depth.Try(() => _depth.Fold.Cut(cadence.Interval));
            _desk.OnNews();
            if (cadence.Interval == BookInterval.Ms20) _desk.OnBeat();
        }
    }

    private void Mend()
    {
        foreach (FoldFeed feed in _feeds) feed.Mend(_venue, in _place, _ending.Token);
    }

    private void TellUpsets()
    {
        bool isUpset = false;
        for (int i = 0; i < _feeds.Length; i++)
        {
            (FoldTrouble?, Fold) now = (_feeds[i].Trouble, _feeds[i].Any);
            isUpset |= now != _seen[i];
            if (now.Item1 is { } trouble && _seen[i].Trouble is null) _desk.OnBroken(trouble.ToString());
            _seen[i] = now;
        }
        if (isUpset) _desk.OnUpset();
    }

    // The state is told by the shadow, which may not be there yet.
    private long Begin()
    {
        while (!_ending.IsCancellationRequested)
        {
            Answer<ToldState> told = _venue.Questions.Ask<AskState, ToldState>(new AskState(), 0, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            if (told.Code == RejectCode.None)
            {
                ToldState state = told.Value;
                foreach (FoldFeed feed in _feeds) feed.Begin(in state, told.AsOfSeq, _ending.Token);
                _place = new EventPlace(told.AsOfSeq, int.MaxValue);
                Volatile.Write(ref _cursor, told.AsOfSeq);
                _waiters.Reached(told.AsOfSeq);
                return told.AsOfSeq;
            }
            Thread.Sleep(10);
        }
        return 0;
    }

    private sealed class Cadence(BookInterval interval, int everyMs)
    {
        public BookInterval Interval => interval;

        public int EveryMs => everyMs;

        public long DueMs { get; set; }
    }
}
