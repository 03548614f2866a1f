using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>One pair of an uncross as it was planned, who pays its fees from an isolated pot included.</summary>
internal struct UncrossFill
{
    public int Buy;
    public int Sell;
    public Lots Qty;
    public bool BuyerPot;
    public bool SellerPot;
}
