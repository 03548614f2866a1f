using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Risk;

/// <summary>Something of a liquidation that everybody may see. Nobody is named.</summary>
/// <param name="Number">Counts them in the market since the fold began, from 1.</param>
/// <param name="Seq">The command that made it.</param>
/// <param name="Index">Its place among that command's events.</param>
/// <param name="TimeNs">That command's time.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Side">Of the closing: a long that fails is sold. 0 where only money moved.</param>
/// <param name="Qty">Lots.</param>
/// <param name="Price">In subticks: a close at mark may lie between ticks.</param>
/// <param name="Amount">What changed hands, or what was paid or booked.</param>
public readonly record struct PublicRisk(long Number, long Seq, int Index, long TimeNs, RiskKind Kind, Side Side, Lots Qty, Subticks Price, Micros Amount) : IDated;
