namespace Peregrine.MarketData.Depth;

/// <summary>The latest frames of one stream of one market, for everybody who reads it.</summary>
/// <remarks>
/// Each level in a frame has what it held at the frame's end, so frames that follow each other may be told as one: the newest word on each level.
/// That is what a slow reader gets, in place of a queue; who is further back than the ring gets a snapshot.
/// </remarks>
internal sealed class FrameRing
{
    private const int FramesMax = 256;
    private const int ChangesMax = 4096;
    private const int ChecksumEvery = 100;

    private struct Frame
    {
        public long PrevMdSeq;
        public long MdSeq;
        public long Seq;
        public long TimeNs;
        /// <summary>Place of its first change, counted since the ring began.</summary>
        public long First;
        public ulong Checksum;
    }

    private readonly Frame[] _frames = new Frame[FramesMax];
    private readonly LevelChange[] _changes = new LevelChange[ChangesMax];
    private long _frameCount;
    private long _changeCount;
    /// <summary>Frames that can still be told; younger than the ring is long when large frames came.</summary>
    private long _oldest;

    /// <summary>True when the frame that is being made carries a checksum.</summary>
    public bool WantsChecksum => _frameCount % ChecksumEvery == ChecksumEvery - 1;

    public void Add(in LevelChange change)
    {
        _changes[(int)(_changeCount % ChangesMax)] = change;
        _changeCount++;
    }

    /// <summary>Ends a frame of the changes added since the last one.</summary>
    public void End(long prevMdSeq, long mdSeq, long seq, long timeNs, long first, ulong checksum)
    {
        _frames[(int)(_frameCount % FramesMax)] = new Frame { PrevMdSeq = prevMdSeq, MdSeq = mdSeq, Seq = seq, TimeNs = timeNs, First = first, Checksum = checksum };
        _frameCount++;
        _oldest = Math.Max(_oldest, _frameCount - FramesMax);
        while (_oldest < _frameCount && _frames[(int)(_oldest % FramesMax)].First < _changeCount - ChangesMax) _oldest++;
    }

    /// <summary>Place of the next change.</summary>
    public long Next => _changeCount;

    /// <summary>Copies what was told behind a state. For readers; the levels of several frames may repeat, the later the truer.</summary>
    public BookFrame Copy(long afterMdSeq, Span<LevelChange> into)
    {
        long end = _frameCount;
        if (end == 0) return default;
        ref Frame newest = ref _frames[(int)((end - 1) % FramesMax)];
        if (newest.MdSeq <= afterMdSeq) return default;
        long at = FirstBehind(afterMdSeq, end);
        BookFrame told = new(FrameOutcome.Snapshot, afterMdSeq, newest.MdSeq, newest.Seq, newest.TimeNs, 0, IsShared: false, newest.Checksum);
        if (at < 0) return told;
        ref Frame oldest = ref _frames[(int)(at % FramesMax)];
        long count = _changeCount - oldest.First;
        if (oldest.PrevMdSeq > afterMdSeq || count < 0 || count > Math.Min(into.Length, ChangesMax)) return told;
        for (int i = 0; i < (int)count; i++) into[i] = _changes[(int)((oldest.First + i) % ChangesMax)];
        return told with { Outcome = FrameOutcome.Changes, Count = (int)count, IsShared = at == end - 1 && oldest.PrevMdSeq == afterMdSeq };
    }

    // The oldest frame that ends behind a state, or −1 when it may be gone.
    private long FirstBehind(long mdSeq, long end)
    {
        long low = Math.Max(_oldest, end - FramesMax);
        long high = end - 1;
        if (low > high) return -1;
        while (low < high)
        {
            long middle = low + (high - low) / 2;
            if (_frames[(int)(middle % FramesMax)].MdSeq > mdSeq) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
