using Peregrine.History.Sqlite;

namespace Peregrine.History;

/// <summary>History beside a running venue: one thread follows the events into a file, others read it.</summary>
public sealed class RunningHistory : IHistory, IDisposable
{
    private const int ReadersMax = 4;
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan StoredWithin = TimeSpan.FromSeconds(2);
    // On a crowded machine it works an eighth of its time, until somebody asks.
    private static readonly TimeSpan WorthAsking = TimeSpan.FromMilliseconds(1), RestMax = TimeSpan.FromSeconds(1);
    private const int RestTimes = 7;

    private readonly IHistorySource _source;
    private readonly HistoryFold _fold;
    private readonly ReaderPool _readers;
    private readonly TimeProvider _time;
    private readonly long _beganAt;
    private readonly long _beganNs;
    // Looks a hundred times a second when nothing happens: spinning before each sleep would be most of its work.
    private readonly ManualResetEventSlim _bell = new(initialState: false, spinCount: 0);
    private readonly Thread _thread;
    private volatile bool _isEnding;
    private long _wanted;

    /// <param name="path">The file; made when it is not there.</param>
    /// <param name="source">Where the events come from.</param>
    /// <param name="options">Batches and retention.</param>
    /// <param name="time">Measures batches, and by its date what is old.</param>
    public RunningHistory(string path, IHistorySource source, HistoryOptions options, TimeProvider time)
    {
        (_source, _time) = (source, time);
        (_beganAt, _beganNs) = (time.GetTimestamp(), (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
        _readers = new ReaderPool(path, ReadersMax);
        _fold = new HistoryFold(() => Open(path), source.Follow, options) { Stored = source.Stored };
        _thread = new Thread(Run) { Name = "history", IsBackground = true };
        _thread.Start();
    }

    public long Cursor => _fold.Cursor;

    public string? Trouble => _fold.Trouble;

    private bool IsWanted => Volatile.Read(ref _wanted) > Cursor;

    // Ours, and not the wall's, because that may run backwards.
    private long NowNs => _beganNs + _time.GetElapsedTime(_beganAt).Ticks * 100;

    public async ValueTask<bool> HasStored(long seq)
    {
        if (Cursor >= seq) return true;
        Want(seq);
        long until = _time.GetTimestamp() + (long)(StoredWithin.TotalSeconds * _time.TimestampFrequency);
        while (Cursor < seq)
        {
            if (_time.GetTimestamp() > until || Trouble is not null) return false;
            await Task.Delay(1).ConfigureAwait(false);
        }
        return true;
    }

    public Task<T> Ask<T>(Func<IHistoryReader, T> question, CancellationToken stop) => _readers.Ask(question, stop);

    /// <summary>Stores what there is and ends.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _bell.Set();
        _thread.Join();
        _fold.Dispose();
        _readers.Dispose();
        _bell.Dispose();
    }

    private SqliteHistory Open(string path)
    {
        _readers.Renew();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return SqliteHistory.Open(path);
    }

    private void Want(long seq)
    {
        long known;
        while ((known = Volatile.Read(ref _wanted)) < seq && Interlocked.CompareExchange(ref _wanted, seq, known) != known)
        {
        }
        _bell.Set();
    }

    private void Run()
    {
        using var crowding = new Crowding();
        while (!_isEnding)
        {
            if (_source.IsToRebuild && _fold.Forget(NowNs)) _source.BeginAnew();
            long began = _time.GetTimestamp();
            bool more = _fold.Step(NowNs);
            TimeSpan rest = RestAfter(_time.GetElapsedTime(began), more, crowding);
            if (more && rest == TimeSpan.Zero) continue;
            if (!more && Trouble is null && IsWanted) _fold.Flush(NowNs);
            _bell.Wait(rest);
            _bell.Reset();
        }
        _fold.Flush(NowNs);
    }

    // While the machine has not enough for all, whoever waits for an order goes first: what was told is stored a little later, unless somebody waits for that.
    private TimeSpan RestAfter(TimeSpan worked, bool more, Crowding crowding)
    {
        TimeSpan usual = more ? TimeSpan.Zero : LooksEvery;
        if (worked < WorthAsking || !crowding.IsThere(worked) || IsWanted) return usual;
        TimeSpan rest = worked * RestTimes;
        return rest > RestMax ? RestMax : rest < usual ? usual : rest;
    }
}
