using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Candles;

/// <summary>All candles of one market.</summary>
internal sealed class CandleRecord
{
    private const int Sources = (int)CandleSource.Index, Intervals = (int)CandleInterval.Month;

    public WriteMark Mark;
    /// <summary>Micro-dollars per tick per lot.</summary>
    public long TickLotValue;

    private readonly CandleRing[] _rings = Rings();

    public CandleRing this[CandleSource source, CandleInterval interval] => _rings[((int)source - 1) * Intervals + (int)interval - 1];

    public void Add(CandleSource source, long timeNs, Subticks price, in Traded traded)
    {
        int first = ((int)source - 1) * Intervals;
        for (int i = 0; i < Intervals; i++) _rings[first + i].Add(timeNs, price, in traded);
    }

    private static CandleRing[] Rings()
    {
        var rings = new CandleRing[Sources * Intervals];
        for (int i = 0; i < rings.Length; i++) rings[i] = new CandleRing((CandleInterval)(i % Intervals + 1));
        return rings;
    }
}
