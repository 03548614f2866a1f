using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Picks the price of an uncross from candidates shown from low to high (domain §13.3).</summary>
/// <remarks>Most volume; then the smallest imbalance either way; then the pressure's own side of the tie; then the reference, then the lower price.</remarks>
internal struct UncrossChoice(Subticks reference)
{
    private UncrossPrice _lowest;
    private UncrossPrice _highest;
    private UncrossPrice _closest;
    private bool _allWant;
    private bool _allOffer;

    public void Show(Ticks price, long demand, long supply)
    {
        long volume = Math.Min(demand, supply);
        if (volume == 0) return;
        UncrossPrice candidate = new(price, new(volume), new(demand - supply));
        int better = Compare(in candidate, in _closest);
        if (better < 0) return;
        if (better > 0)
        {
            (_lowest, _highest, _closest) = (candidate, candidate, candidate);
            (_allWant, _allOffer) = (candidate.Imbalance.Value > 0, candidate.Imbalance.Value < 0);
            return;
        }
        _highest = candidate;
        _allWant &= candidate.Imbalance.Value > 0;
        _allOffer &= candidate.Imbalance.Value < 0;
        if (Away(price) < Away(_closest.Price)) _closest = candidate;
    }

    public readonly UncrossPrice Best => _allWant ? _highest : _allOffer ? _lowest : _closest;

    private static int Compare(in UncrossPrice a, in UncrossPrice b) => a.Volume != b.Volume
        ? a.Volume.CompareTo(b.Volume)
        : Math.Abs(b.Imbalance.Value).CompareTo(Math.Abs(a.Imbalance.Value));

    private readonly long Away(Ticks price) => Math.Abs(price.Value * Subticks.PerTick - reference.Value);
}
