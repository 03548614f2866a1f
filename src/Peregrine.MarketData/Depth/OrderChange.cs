using Peregrine.Core;

namespace Peregrine.MarketData.Depth;

/// <summary>One change of one order of a book (L3), numbered by the market without holes.</summary>
public readonly record struct OrderChange(long MdSeq, long Seq, long TimeNs, long Priority, Ticks Price, Lots Visible, Side Side, BookChange Change);
