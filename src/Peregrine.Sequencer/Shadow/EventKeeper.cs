using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;

namespace Peregrine.Sequencer.Shadow;

/// <summary>The shadow's hand on the event files: writes out when there is nothing to wait for, and has old ones deleted.</summary>
internal sealed class EventKeeper : IDisposable
{
    private readonly EventRetention _retention;
    private readonly long _everyNs;
    private long _nextNs;
    private long _nextTryNs;
    private string? _trouble;

    public EventKeeper(EventFileSet files, FollowerCursors cursors, EventFileOptions options, TimeSpan every)
    {
        Writer = new EventFileWriter(files, options);
        _retention = new EventRetention(files, cursors, options);
        _everyNs = every.Ticks * 100;
    }

    public EventFileWriter Writer { get; }

    /// <summary>Why events are not written or not deleted; null when all is well.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>True when it did something.</summary>
    public bool WriteOut()
    {
        if (Writer.Failure is not null || !Writer.HasUnwritten) return false;
        Writer.WriteOut();
        return true;
    }

    /// <summary>Tries what the disk refused once more, when it is time.</summary>
    public void TryAgain(long nowNs)
    {
        if (Writer.Failure is null || nowNs < _nextTryNs) return;
        _nextTryNs = nowNs + _everyNs;
        Writer.TryAgain();
    }

    /// <summary>Whether the files take events again and lack some of those up to a command, which have to be told once more.</summary>
    public bool HasMissed(long seq) => Writer.Failure is null && Writer.HasMissed(seq);

    /// <summary>Looks after the files when it is time.</summary>
    public void Tend(long nowNs)
    {
        if (nowNs < _nextNs) return;
        _nextNs = nowNs + _everyNs;
        Round(nowNs);
    }

    /// <summary>A last look: what followers told since the one before is written down.</summary>
    public void Finish(long nowNs) => Round(nowNs);

    private void Round(long nowNs)
    {
        try
        {
            _retention.Tend(nowNs);
            Volatile.Write(ref _trouble, Writer.Failure);
        }
        catch (StorageException e)
        {
            // The next round tries again.
            Volatile.Write(ref _trouble, Writer.Failure ?? e.Message);
        }
    }

    public void Dispose() => Writer.Dispose();
}
