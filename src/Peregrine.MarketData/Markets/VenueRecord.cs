using Peregrine.Core;
using Peregrine.MarketData.Memory;
using Peregrine.MarketData.Risk;

namespace Peregrine.MarketData.Markets;

/// <summary>What belongs to no market: assets and the fee table.</summary>
internal sealed class VenueRecord
{
    public const int FeeTiersMax = 32;

    private readonly AssetFacts[] _assets = new AssetFacts[ushort.MaxValue + 1];
    private readonly SetFeeTier[] _feeTiers = new SetFeeTier[FeeTiersMax];
    private int _marketsMax;

    public WriteMark Mark;

    /// <summary>The fund behind all markets, and losses of none of them.</summary>
    public RiskFacts Risk;

    public int AssetCount { get; private set; }

    public int FeeTierCount { get; private set; }

    /// <summary>The highest market there is.</summary>
    public int MarketsMax => Volatile.Read(ref _marketsMax);

    public void ReachMarket(int market) => Volatile.Write(ref _marketsMax, Math.Max(_marketsMax, market));

    public void Set(in AssetFacts asset)
    {
        Mark.Begin();
        _assets[asset.Asset] = asset;
        AssetCount = Math.Max(AssetCount, asset.Asset);
        Mark.End();
    }

    public void SetPrice(int asset, Micros index, Micros average, PriceState state)
    {
        Mark.Begin();
        ref AssetFacts facts = ref _assets[asset];
        (facts.Index, facts.Average, facts.PriceState) = (index, average, state);
        Mark.End();
    }

    public void Change(int asset, AdminParameter parameter, long value)
    {
        Mark.Begin();
        _assets[asset].Terms.TryChange(parameter, value);
        Mark.End();
    }

    public void Set(in RiskFacts risk)
    {
        Mark.Begin();
        Risk = risk;
        Mark.End();
    }

    public void Set(in SetFeeTier tier)
    {
        Invariant.That(tier.Tier is >= 0 and < FeeTiersMax, "a fee table has more tiers than any");
        Mark.Begin();
        _feeTiers[tier.Tier] = tier;
        FeeTierCount = Math.Max(FeeTierCount, tier.Tier + 1);
        Mark.End();
    }

    public AssetFacts AssetAt(int asset) => _assets[asset];

    public SetFeeTier FeeTierAt(int tier) => _feeTiers[tier];
}
