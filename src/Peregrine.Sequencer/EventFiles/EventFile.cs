namespace Peregrine.Sequencer.EventFiles;

/// <summary>A file as readers may use it: only what was written whole is within its end.</summary>
internal sealed class EventFile(long number, long firstSeq)
{
    private long _lastSeq;
    private long _timeNs;
    private long _end;
    private bool _isRemoved;
    private bool _isSealed;

    public long Number => number;

    public string Name { get; } = EventFileLayout.NameOf(number);

    public long FirstSeq => firstSeq;

    /// <summary>The last command whose events are in it.</summary>
    public long LastSeq => Volatile.Read(ref _lastSeq);

    /// <summary>Time of that command.</summary>
    public long TimeNs => Volatile.Read(ref _timeNs);

    /// <summary>Behind the last whole block.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Whole, closed, and on stable storage.</summary>
    public bool IsSealed
    {
        get => Volatile.Read(ref _isSealed);
        set => Volatile.Write(ref _isSealed, value);
    }

    /// <summary>Given up by retention: who has it open may finish it.</summary>
    public bool IsRemoved
    {
        get => Volatile.Read(ref _isRemoved);
        set => Volatile.Write(ref _isRemoved, value);
    }

    /// <summary>A block is there. The end comes last: who sees it sees everything before it.</summary>
    public void Advance(long lastSeq, long timeNs, long end)
    {
        Volatile.Write(ref _lastSeq, lastSeq);
        Volatile.Write(ref _timeNs, timeNs);
        Volatile.Write(ref _end, end);
    }
}
