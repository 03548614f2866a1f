using Peregrine.Core;
using Peregrine.MarketData;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway;

/// <summary>Leads the venue's events to the folds, on one thread, in order: first the state as it is, then what follows it.</summary>
internal sealed class EventPump : IDisposable
{
    // Long enough to cost an idle venue next to nothing, short enough that nobody who traded a moment ago waits for it.
    private static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(500), LongPause = TimeSpan.FromMilliseconds(4);
    private const int RoundsUntilLong = 100;
    private readonly IVenue _venue;
    private readonly Fold[] _folds;
    private readonly DepthFold _depth;
    private readonly Action _onNews;
    private readonly Cadence[] _cadences = [new(BookInterval.Ms20, 20), new(BookInterval.Ms100, 100), new(BookInterval.Second, 1000)];
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _near = new(initialState: false);
    private volatile bool _isEnding;
    private int _idle;
    private string? _trouble;

    /// <param name="venue">Whose events.</param>
    /// <param name="folds">Who takes them, in this order.</param>
    /// <param name="depth">The one of them whose slower frames end when the clock says so.</param>
    /// <param name="onNews">Called when the folds know more, and when a frame ended.</param>
    public EventPump(IVenue venue, Fold[] folds, DepthFold depth, Action onNews)
    {
        (_venue, _folds, _depth, _onNews) = (venue, folds, depth, onNews);
        _thread = new Thread(Run) { Name = "gateway folds", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The folds know the venue as it was a moment ago.</summary>
    public bool IsNear => _near.IsSet;

    public string? Trouble => Volatile.Read(ref _trouble);

    public void Dispose()
    {
        _isEnding = true;
        _thread.Join();
        _near.Dispose();
    }

    private void Run()
    {
        try
        {
            IEventReader reader = _venue.Follow(Begin());
            while (!_isEnding)
            {
                Step(reader);
                Cut();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The venue goes on trading; whoever reads its status learns that its face has stopped.
            _near.Reset();
            Volatile.Write(ref _trouble, e.Message);
        }
    }

    private void Step(IEventReader reader)
    {
        ReadOnlySpan<byte> events = reader.Next();
        if (!events.IsEmpty)
        {
            foreach (Fold fold in _folds) fold.Apply(events);
            _onNews();
            _idle = 0;
            return;
        }
        if (reader.IsGone) throw new InvalidOperationException("The events that the gateway needs next are kept nowhere any more: it must be started again.");
        _near.Set();
        Thread.Sleep(++_idle > RoundsUntilLong ? LongPause : Pause);
    }

    private void Cut()
    {
        long now = Environment.TickCount64;
        foreach (Cadence cadence in _cadences)
        {
            if (now < cadence.DueMs) continue;
            cadence.DueMs = now + cadence.EveryMs;
            _depth.Cut(cadence.Interval);
            _onNews();
        }
    }

    // The state is told by the shadow, which may not be there yet.
    private long Begin()
    {
        while (!_isEnding)
        {
            Answer<ToldState> told = _venue.Questions.Ask<AskState, ToldState>(new AskState(), 0, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            if (told.Code == RejectCode.None)
            {
                foreach (ReadOnlyMemory<byte> piece in told.Value.Events)
                {
                    foreach (Fold fold in _folds) fold.Load(piece.Span);
                }
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
