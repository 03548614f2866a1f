namespace Peregrine.Sandbox.Prices;

/// <summary>Something that sources tell a price of, and where it stands now.</summary>
/// <param name="Subject">The market or asset.</param>
/// <param name="Underlying">What it is the price of, such as BTC: who shares it shares a walk.</param>
/// <param name="UnitsPerDollar">Steps of the price in a dollar.</param>
/// <param name="Price">In those steps; simulation goes on from here.</param>
/// <param name="PriceMax">The largest that it may become, in those steps.</param>
public sealed record PricedThing(PriceSubject Subject, string Underlying, long UnitsPerDollar, long Price, long PriceMax);
