using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Orders;

/// <summary>One leg of a pair order.</summary>
/// <remarks><paramref name="Unit"/>: How much of it is in one unit of the pair.</remarks>
public sealed record OrderLeg(MarketTerms Market, Side Side, Lots Unit, long MaxSlippagePpb = 0);
