namespace Peregrine.MarketData.Markets;

/// <summary>The latest bars of one length, each in the place that its time gives it. Bars without trades are not there.</summary>
/// <remarks>The 24 h window is one of minutes with its sums kept.</remarks>
internal sealed class BarRing(long lengthNs, int capacity)
{
    private readonly Bar[] _bars = new Bar[capacity];

    public long LengthNs => lengthNs;

    public int Capacity => capacity;

    public long NumberOf(long timeNs) => timeNs / lengthNs;

    public ref Bar At(long number) => ref _bars[(int)(number % capacity)];

    public bool Has(long number) => number >= 0 && At(number) is { Count: > 0 } bar && bar.StartNs == number * lengthNs;

    public void Clear() => Array.Clear(_bars);

    public void Clear(long number) => At(number) = new Bar { StartNs = number * lengthNs };
}
