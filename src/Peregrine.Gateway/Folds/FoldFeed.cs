using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.MarketData;

namespace Peregrine.Gateway.Folds;

/// <summary>One fold, kept apart from the others: when it throws, they go on, and it is made anew from a state of the venue until it has caught up with them.</summary>
/// <remarks>All but <see cref="Trouble"/> and the fold itself is the feeding thread's.</remarks>
internal abstract class FoldFeed(string name, TimeProvider time)
{
    private const int PiecesMax = 64;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    private FoldTrouble? _trouble;
    private Fold? _next;
    private Task<Answer<ToldState>>? _asking;
    private IEventReader? _own;
    private EventPlace _reached;
    private long _retryAt;
    private TimeSpan _pause = FirstPause;

    public string Name => name;

    /// <summary>Why nobody is served by it; none while all is well.</summary>
    public FoldTrouble? Trouble => Volatile.Read(ref _trouble);

    /// <summary>How often it broke in a row.</summary>
    public int Tries { get; private set; }

    public abstract Fold Any { get; }

    protected abstract Fold Make();

    /// <summary>The fold took a state, and follows from there. Nobody sees it yet.</summary>
    protected virtual void OnBegun(Fold fold, long seq, CancellationToken stop)
    {
    }

    protected abstract void Install(Fold fold);

    /// <summary>Something that the fold needs is given to it between two commands.</summary>
    public virtual void Tend()
    {
    }

    /// <summary>Takes the state with which all begin.</summary>
    public void Begin(in ToldState state, long seq, CancellationToken stop)
    {
        Fold fold = Make();
        try
        {
            Load(fold, in state);
            OnBegun(fold, seq, stop);
            Install(fold);
            Volatile.Write(ref _trouble, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Install(fold);
            Break(fold, e);
        }
    }

    /// <summary>Takes what everybody gets; one that is broken takes nothing, and one that was ahead of the others takes what is new to it.</summary>
    public void Take(ReadOnlySpan<byte> events)
    {
        if (_trouble is not null) return;
        try
        {
            if (_reached.Seq != 0) events = Behind(events);
            Any.Apply(events);
            if (Any.IsBetweenCommands) Tend();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Break(Any, e);
        }
    }

    /// <summary>Does something with the fold that may fail as its events may.</summary>
    public void Try(Action act)
    {
        if (_trouble is not null) return;
        try
        {
            act();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Break(Any, e);
        }
    }

    /// <summary>A broken one's next step back.</summary>
    /// <param name="venue">Which is asked for its state, and whose events are followed.</param>
    /// <param name="others">How far the others are.</param>
    /// <param name="stop">Ends what is under way.</param>
    public void Mend(IVenue venue, in EventPlace others, CancellationToken stop)
    {
        if (_trouble is null || (_asking is null && _own is null && time.GetTimestamp() < _retryAt)) return;
        try
        {
            if (_own is not null) CatchUp(_own, in others);
            else if (_asking is null) _asking = venue.Questions.Ask<AskState, ToldState>(new AskState(), 0, stop).AsTask();
            else if (_asking.IsCompleted) Restart(venue, _asking.GetAwaiter().GetResult(), stop);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Break(_next, e);
        }
    }

    private static void Load(Fold fold, in ToldState state)
    {
        foreach (ReadOnlyMemory<byte> piece in state.Events) fold.Load(piece.Span);
    }

    private void Restart(IVenue venue, Answer<ToldState> told, CancellationToken stop)
    {
        _asking = null;
        if (told.Code != RejectCode.None)
        {
            Wait();
            return;
        }
        _next = Make();
        ToldState state = told.Value;
        Load(_next, in state);
        OnBegun(_next, told.AsOfSeq, stop);
        _own = venue.Follow(told.AsOfSeq);
        _reached = new EventPlace(told.AsOfSeq, int.MaxValue);
    }

    private void CatchUp(IEventReader own, in EventPlace others)
    {
        for (int i = 0; i < PiecesMax && _reached.IsBefore(in others); i++)
        {
            ReadOnlySpan<byte> events = own.Next();
            if (own.IsGone) throw new InvalidOperationException("what it needs next is kept nowhere any more");
            if (events.IsEmpty) return;
            _next!.Apply(events);
            _reached = EventPlace.LastOf(events);
        }
        if (_reached.IsBefore(in others)) return;
        Install(_next!);
        (own as IDisposable)?.Dispose();
        (_next, _own, _pause, Tries) = (null, null, FirstPause, 0);
        Volatile.Write(ref _trouble, null);
    }

    // What the fold had before it joined the others.
    private ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> events)
    {
        int at = 0;
        while (at < events.Length)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(events[at..]);
            if (_reached.IsBefore(new EventPlace(header.Seq, header.Index)))
            {
                _reached = default;
                break;
            }
            at += header.Length;
        }
        return events[at..];
    }

    private void Break(Fold? fold, Exception e)
    {
        EventPlace at = fold is null ? default : new EventPlace(fold.At.Seq, fold.At.Index);
        var trouble = new FoldTrouble(name, at.Seq, at.Index, time.GetUtcNow().ToUnixTimeMilliseconds(), e.Message);
        // Set before anybody hears of the break: the pause counts from the break, not from when this thread gets to it.
        Wait();
        Tries++;
        // The first word stays: since when nobody is served is what counts.
        Volatile.Write(ref _trouble, _trouble is { } first ? first with { Why = e.Message } : trouble);
        // Whoever copies from it at this moment would wait for the end of its command for ever.
        fold?.Abandon();
        (_own as IDisposable)?.Dispose();
        (_next, _own, _asking, _reached) = (null, null, null, default);
    }

    private void Wait()
    {
        _retryAt = time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}

/// <summary>The feed of a fold of one type.</summary>
internal sealed class FoldFeed<T>(string name, Func<T> make, TimeProvider time) : FoldFeed(name, time)
    where T : Fold
{
    private T _fold = make();

    /// <summary>The fold that is served, or was when it broke.</summary>
    public T Fold => Volatile.Read(ref _fold);

    public override Fold Any => Fold;

    /// <summary>Told of each fold that took a state.</summary>
    public Action<T, long, CancellationToken>? Begun { get; init; }

    /// <summary>Called between two commands.</summary>
    public Action? Tended { get; init; }

    public override void Tend() => Tended?.Invoke();

    protected override Fold Make() => make();

    protected override void Install(Fold fold) => Volatile.Write(ref _fold, (T)fold);

    protected override void OnBegun(Fold fold, long seq, CancellationToken stop) => Begun?.Invoke((T)fold, seq, stop);
}
