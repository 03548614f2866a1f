using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>The market of every venue here: five margin tiers, and bounds so wide that nothing but books, margin and triggers decides.</summary>
internal static class Listing
{
    public static void Into(Venue venue, string symbol)
    {
        SetTier[] tiers = WideMarket.Tiers;
        int members = tiers.Length + 2;
        venue.Begin<ListMarket>() = WideMarket.Terms with { Symbol = Symbol.Parse(symbol), PriceMax = new(Venue.PriceMax), TriggerOrdersMax = ushort.MaxValue };
        venue.Apply(0, members);
        for (int i = 0; i < tiers.Length; i++)
        {
            venue.Begin<SetTier>() = tiers[i];
            venue.Apply(i + 1, members);
        }
        venue.Begin<OpenMarket>();
        venue.Apply(members - 1, members);
    }
}
