namespace Peregrine.MarketData.Depth;

public enum FrameOutcome : byte
{
    /// <summary>Nothing was told since.</summary>
    None = 0,
    /// <summary>The changes were copied.</summary>
    Changes = 1,
    /// <summary>Too much happened since, or too long ago: only a snapshot helps.</summary>
    Snapshot = 2,
}

/// <summary>What lies between two states of a book. It applies to a copy at <see cref="PrevMdSeq"/> and makes it one at <see cref="MdSeq"/>.</summary>
/// <param name="Outcome">Whether there is anything.</param>
/// <param name="PrevMdSeq">The state that the changes belong on.</param>
/// <param name="MdSeq">The state that they make.</param>
/// <param name="Seq">The last command in it.</param>
/// <param name="TimeNs">That command's time.</param>
/// <param name="Count">Changed levels.</param>
/// <param name="IsShared">It is one frame, the same for everybody who was not behind: its encoded bytes may be shared.</param>
/// <param name="Checksum">In every hundredth frame, of the best 25 levels of each side afterwards; else 0.</param>
public readonly record struct BookFrame(FrameOutcome Outcome, long PrevMdSeq, long MdSeq, long Seq, long TimeNs, int Count, bool IsShared, ulong Checksum);
