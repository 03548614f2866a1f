using Peregrine.Core;

namespace Peregrine.MarketData.Risk;

/// <summary>An insurance fund and the losses that it could not pay, of one market or of the venue.</summary>
/// <remarks>
/// Exact whenever the engine says what the fund has: at each draw, each gift from outside, and the end of each hour's funding. Between those words the
/// market's share of trading fees flows in unheard, so a fund has at least what stands here.
/// </remarks>
public struct RiskFacts
{
    public Micros Insurance;
    /// <summary>At or below 0.</summary>
    public Micros BadDebt;
    /// <summary>The command in which the engine last said what the fund has.</summary>
    public long ToldSeq;

    internal void Tell(Micros insurance, long seq) => (Insurance, ToldSeq) = (insurance, seq);

    /// <summary>Income repays debts first.</summary>
    internal void Credit(Micros income)
    {
        Micros repaid = Micros.Min(income, -BadDebt);
        BadDebt += repaid;
        Insurance += income - repaid;
    }
}
