namespace Peregrine.Sequencer.Writer;

/// <summary>How far the live engine has come and what it has told up to there: set by the writer after each group, compared by the shadow.</summary>
internal sealed class LiveMark
{
    // Odd while the rest is being changed.
    private long _version;
    private long _seq;
    private long _timeNs;
    private ulong _hash;

    public void Set(long seq, long timeNs, ulong hash)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.WriteBarrier();
        Volatile.Write(ref _seq, seq);
        Volatile.Write(ref _timeNs, timeNs);
        Volatile.Write(ref _hash, hash);
        Volatile.Write(ref _version, _version + 1);
    }

    public LivePoint Read()
    {
        while (true)
        {
            long version = Volatile.Read(ref _version);
            LivePoint point = new(Volatile.Read(ref _seq), Volatile.Read(ref _timeNs), Volatile.Read(ref _hash));
            Volatile.ReadBarrier();
            if (version % 2 == 0 && Volatile.Read(ref _version) == version) return point;
            Thread.SpinWait(1);
        }
    }
}
