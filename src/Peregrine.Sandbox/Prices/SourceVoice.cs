namespace Peregrine.Sandbox.Prices;

/// <summary>One simulated source of one price: a little off and late as feeds are, now and then silent for a while, unsure, or far out. So the guards of the index are seen at work.</summary>
internal sealed class SourceVoice(SimulatedSource source, Random random)
{
    private const double NoiseShare = 0.00004, OffsetShare = 0.00015;
    private double _offset;
    private int _silentFor;
    private int _outFor;
    private double _outBy;

    /// <summary>What it says now; false when it says nothing.</summary>
    public bool TrySpeak(double price, out SourceQuote quote)
    {
        quote = default;
        Drift();
        if (_silentFor > 0 || random.Next(8) == 0) return false;
        double heard = price * (1 + _offset + NoiseShare * (random.NextDouble() - 0.5) + (_outFor > 0 ? _outBy : 0));
        int confidence = random.Next(300) == 0 ? 8_000_000 : random.Next(20_000, 200_000);
        quote = new SourceQuote(source.Source, Math.Max(1, (long)heard), TimeSpan.FromMilliseconds(random.Next(20, 900)), confidence);
        return true;
    }

    private void Drift()
    {
        _offset = _offset * 0.98 + OffsetShare * 0.2 * (random.NextDouble() - 0.5);
        if (_silentFor > 0) _silentFor--;
        else if (random.Next(1_500) == 0) _silentFor = random.Next(10, 60);
        if (_outFor > 0) _outFor--;
        else if (random.Next(2_500) == 0) (_outFor, _outBy) = (random.Next(1, 5), (random.Next(2) == 0 ? 1 : -1) * (0.04 + 0.08 * random.NextDouble()));
    }
}
