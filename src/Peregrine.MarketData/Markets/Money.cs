using Peregrine.Core;

namespace Peregrine.MarketData.Markets;

/// <summary>Sums of money that were kept wider than they are told.</summary>
internal static class Money
{
    /// <summary>The sum, or the largest that can be told.</summary>
    public static Micros Of(Int128 notional) => new((long)Int128.Min(notional, long.MaxValue));
}
