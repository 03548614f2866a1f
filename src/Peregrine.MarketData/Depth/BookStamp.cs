namespace Peregrine.MarketData.Depth;

/// <summary>Which state of a book a copy shows.</summary>
/// <param name="MdSeq">The last change of the market in it; frames are chained by it.</param>
/// <param name="Seq">The command that made that change.</param>
/// <param name="TimeNs">That command's time.</param>
/// <param name="Bids">Levels copied.</param>
/// <param name="Asks">Levels copied.</param>
/// <param name="Checksum">Over the best 25 levels of each side, however many were asked for.</param>
public readonly record struct BookStamp(long MdSeq, long Seq, long TimeNs, int Bids, int Asks, ulong Checksum);
