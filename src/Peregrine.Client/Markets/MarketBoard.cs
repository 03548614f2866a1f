namespace Peregrine.Client.Markets;

/// <summary>The markets of a venue, as they were when they were asked for.</summary>
public sealed class MarketBoard(IReadOnlyList<MarketTerms> all)
{
    private readonly Dictionary<string, MarketTerms> _byName = all.ToDictionary(m => m.Name, StringComparer.Ordinal);

    public IReadOnlyList<MarketTerms> All => all;

    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public MarketTerms this[string name] => _byName.TryGetValue(name, out MarketTerms? market) ? market : throw new KeyNotFoundException($"There is no market {name}.");

    // A venue has tens of markets: looking at each is quicker than making a key of the bytes.
    internal MarketTerms? Find(ReadOnlySpan<byte> utf8)
    {
        foreach (MarketTerms market in all)
        {
            if (utf8.SequenceEqual(market.Utf8)) return market;
        }
        return null;
    }
}
