using Peregrine.Core;

namespace Peregrine.MarketData.Markets;

/// <summary>A day that moves along in minutes: the minute that runs and the 1,439 before it, so that it is exactly a day when the minute ends.</summary>
/// <remarks>Sums move by what enters and leaves; the extremes are looked for again only when the one that leaves is one of them.</remarks>
internal sealed class RollingWindow
{
    public const long MinuteNs = 60_000_000_000;
    public const int Minutes = 24 * 60;

    private readonly BarRing _bars = new(MinuteNs, Minutes);
    private long _now = -1;
    private long _oldest;
    private Bar _sum;

    /// <summary>The whole window as one bar; no trades in it when its count is 0.</summary>
    public Bar Sum => _sum;

    /// <summary>Time passes: minutes that are a day old leave.</summary>
    public void Advance(long timeNs)
    {
        long minute = _bars.NumberOf(timeNs);
        if (minute == _now) return;
        if (_now < 0 || minute - _now >= Minutes) Restart(minute);
        else while (_now < minute) Step();
    }

    public void Add(long timeNs, Ticks price, Lots qty, Int128 notional, long id)
    {
        Advance(timeNs);
        if (_sum.Count == 0) _oldest = _now;
        ref Bar bar = ref _bars.At(_now);
        bar = bar.With(price, qty, notional, id);
        _sum = _sum.With(price, qty, notional, id);
    }

    /// <summary>Adds what was traded before the fold began, a minute at a time; what is older than a day is passed over.</summary>
    public void Prime(in Bar earlier)
    {
        long minute = _bars.NumberOf(earlier.StartNs);
        Invariant.That(_now >= 0 && minute <= _now && earlier.Count > 0, "a window is primed with minutes that have been");
        if (minute <= _now - Minutes) return;
        if (!_bars.Has(minute)) _bars.Clear(minute);
        _bars.At(minute) = _bars.At(minute).After(in earlier);
        SumUp();
    }

    private void Restart(long minute)
    {
        _bars.Clear();
        _bars.Clear(minute);
        (_now, _oldest, _sum) = (minute, minute, default);
    }

    private void Step()
    {
        _now++;
        long leaving = _now - Minutes;
        Bar gone = _bars.Has(leaving) ? _bars.At(leaving) : default;
        _bars.Clear(_now);
        if (gone.Count == 0) return;
        if (gone.Count == _sum.Count)
        {
            (_oldest, _sum) = (_now, default);
            return;
        }
        _sum = _sum with { Volume = _sum.Volume - gone.Volume, Notional = _sum.Notional - gone.Notional, Count = _sum.Count - gone.Count };
        while (!_bars.Has(_oldest) || _oldest <= leaving) _oldest++;
        _sum = _sum with { Open = _bars.At(_oldest).Open, FirstTrade = _bars.At(_oldest).FirstTrade };
        if (gone.High == _sum.High || gone.Low == _sum.Low) FindExtremes();
    }

    private void FindExtremes()
    {
        Bar oldest = _bars.At(_oldest);
        (long high, long low) = (oldest.High.Value, oldest.Low.Value);
        for (long minute = _oldest + 1; minute <= _now; minute++)
        {
            if (!_bars.Has(minute)) continue;
            high = Math.Max(high, _bars.At(minute).High.Value);
            low = Math.Min(low, _bars.At(minute).Low.Value);
        }
        _sum = _sum with { High = new Ticks(high), Low = new Ticks(low) };
    }

    private void SumUp()
    {
        Bar sum = default;
        for (long minute = _now; minute > _now - Minutes; minute--)
        {
            if (!_bars.Has(minute)) continue;
            _oldest = minute;
            sum = sum.After(in _bars.At(minute));
        }
        _sum = sum;
    }
}
