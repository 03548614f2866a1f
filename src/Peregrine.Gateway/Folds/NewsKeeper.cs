using Peregrine.Core;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Folds;

/// <summary>Carries what accounts were told over a restart, so that who comes back goes on where he was.</summary>
/// <remarks>
/// It is written down when the gateway ends and every ten minutes. A fold begins with the state of a later command, which says nothing of what was told: so
/// the events between are looked through for whom they may have told something, and everybody else has his past back. After a stop that was asked for these
/// are nearly all; after a crash those who did nothing since the last ten minutes' mark. The others take their state anew.
/// </remarks>
internal sealed class NewsKeeper : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10), Patience = TimeSpan.FromSeconds(5), Moment = TimeSpan.FromMilliseconds(1), Slice = TimeSpan.FromMilliseconds(2);
    // A tenth of a second's reading; whoever traded meanwhile is not put off longer than that.
    private const long ScanBytesMax = 64 << 20;

    private readonly NewsPlace _place;
    private readonly IVenue _venue;
    private readonly Func<(AccountFold Fold, bool IsWell)> _accounts;
    private readonly Action<string> _tell;
    private readonly ManualResetEventSlim _ending = new(initialState: false);
    private Thread? _thread;
    private long _written = -1;
    private bool _hasRecalled;

    /// <param name="place">Where.</param>
    /// <param name="venue">Whose events tell what happened since.</param>
    /// <param name="accounts">The fold that is served, and whether it follows.</param>
    /// <param name="tell">Told of what cannot be read or written.</param>
    public NewsKeeper(NewsPlace place, IVenue venue, Func<(AccountFold Fold, bool IsWell)> accounts, Action<string> tell) =>
        (_place, _venue, _accounts, _tell) = (place, venue, accounts, tell);

    /// <summary>From now on, writes from time to time.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { Name = "gateway news", IsBackground = true };
        _thread.Start();
    }

    /// <summary>A fold took the state of a command, and nobody sees it yet. Only the first is given a past: later ones begin in a venue that runs.</summary>
    public void Recall(AccountFold fold, long seq, CancellationToken stop)
    {
        if (_hasRecalled) return;
        _hasRecalled = true;
        if (!File.Exists(_place.Path)) return;
        try
        {
            using var file = new FileStream(_place.Path, FileMode.Open, FileAccess.Read, FileShare.Read);
            NewsHeader header = NewsFile.Check(file, _place.VenueId, seq);
            NewsFile.Recall(file, in header, ToldSince(header.Cursor, seq, stop), fold);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _tell($"what accounts were told before the start is not known, and clients take their state anew: {_place.Path} is not used, because {e.Message}");
        }
    }

    /// <summary>The last writing. Folds stand still by now.</summary>
    public void Dispose()
    {
        _ending.Set();
        _thread?.Join();
        if (_thread is not null) Write(static () => { });
        _ending.Dispose();
    }

    private ToldAccounts ToldSince(long cursor, long seq, CancellationToken stop)
    {
        var told = new ToldAccounts();
        IEventReader reader = _venue.Follow(cursor);
        try
        {
            long bytes = 0;
            long until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            while (reader.Cursor < seq)
            {
                ReadOnlySpan<byte> events = reader.Next();
                bytes += events.Length;
                if (reader.IsGone || bytes > ScanBytesMax) throw new InvalidDataException($"too much happened since command {cursor}");
                if (stop.IsCancellationRequested || (events.IsEmpty && Environment.TickCount64 > until)) throw new InvalidDataException("the events since cannot be read");
                if (events.IsEmpty) Thread.Sleep(Moment);
                told.Add(events);
            }
        }
        finally
        {
            (reader as IDisposable)?.Dispose();
        }
        return told;
    }

    private void Run()
    {
        while (!_ending.Wait(Every)) Write(() => Thread.Sleep(Slice));
    }

    private void Write(Action pause)
    {
        (AccountFold fold, bool isWell) = _accounts();
        long cursor = fold.Cursor;
        if (!isWell || cursor == 0 || cursor == _written) return;
        try
        {
            NewsFile.Write(_place.Path, _place.VenueId, cursor, fold.Views, pause);
            _written = cursor;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _tell($"what accounts were told cannot be written down for the next start: {e.Message}");
        }
    }
}
