using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Markets;

/// <summary>A trade as everybody sees it. Its id is (<see cref="Seq"/>, <see cref="TradeIndex"/>).</summary>
/// <param name="Number">Counts the market's trades since the fold began, from 1: the chain of the stream.</param>
/// <param name="Seq">The command that made it.</param>
/// <param name="TradeIndex">Its place among that command's trades.</param>
/// <param name="TimeNs">That command's time.</param>
/// <param name="Price">The resting order's price.</param>
/// <param name="Qty">Lots.</param>
/// <param name="TakerSide">Who crossed.</param>
/// <param name="Reason">Why the taker traded.</param>
public readonly record struct PublicTrade(long Number, long Seq, int TradeIndex, long TimeNs, Ticks Price, Lots Qty, Side TakerSide, FillReason Reason) : IDated;
