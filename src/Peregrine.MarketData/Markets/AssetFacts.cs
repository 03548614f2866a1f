using Peregrine.Core;

namespace Peregrine.MarketData.Markets;

/// <summary>A collateral asset as it stands: its terms and its price.</summary>
public struct AssetFacts
{
    public int Asset;
    public PriceState PriceState;
    public ListAsset Terms;
    public Micros Index;
    public Micros Average;
}
