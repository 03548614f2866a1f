using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>While users cannot reach the venue, who has half the margin is left alone: ten seconds in ten minutes.</summary>
public sealed partial class TwinEngine
{
    private const long LockoutMost = 10 * Second;

    private RejectCode Hear(in Tick tick)
    {
        if (LiquidationIsOff || tick.RefusedExits <= 0) return RejectCode.None;
        bool begins = _s.LockoutUntilNs == 0;
        if (begins && _now - _s.LockoutWindowNs >= 10 * Minute) (_s.LockoutWindowNs, _s.LockoutUsedNs) = (_now, 0);
        long from = begins ? _now : _s.LockoutBeganNs, until = Math.Min(_now + Second, from + LockoutMost - _s.LockoutUsedNs);
        if (until <= _now) return RejectCode.None;
        (_s.LockoutBeganNs, _s.LockoutUntilNs) = (from, until);
        if (!begins) return RejectCode.None;
        foreach (TwinMarket market in _s.Markets)
        {
            market.Risk.LockoutIndex = market.Index;
            _movedMarkets.Add(market.Id);
        }
        Tell(0, 0, new LockoutChanged { UntilNs = until, RefusedExits = tick.RefusedExits, Active = 1 });
        return RejectCode.None;
    }

    /// <summary>With its beginning and its end everybody is tested.</summary>
    private void EndLockout()
    {
        if (_s.LockoutUntilNs == 0 || _now < _s.LockoutUntilNs) return;
        _s.LockoutUsedNs += _s.LockoutUntilNs - _s.LockoutBeganNs;
        (_s.LockoutUntilNs, _s.LockoutBeganNs) = (0, 0);
        foreach (TwinMarket market in _s.Markets) _movedMarkets.Add(market.Id);
        Tell(0, 0, default(LockoutChanged));
    }

    /// <summary>Unless the index has moved by more than a hundredth since it began.</summary>
    private bool Spares(TwinPart part, TwinMarket market)
    {
        if (_s.LockoutUntilNs == 0 || 2 * (Int128)EquityOf(part) < MaintenanceOf(part)) return false;
        return (Int128)Abs(market.Index - market.Risk.LockoutIndex) * 100 <= market.Risk.LockoutIndex;
    }
}
