using System.Text;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>All markets by the dialect's names. Made anew when the venue's terms change; a request reads one state of them.</summary>
internal sealed class FapiSymbols
{
    private static readonly string[] Endings = ["-PERP", "_PERP", "-SWAP"];
    private readonly Dictionary<string, FapiMarket> _bySymbol = new(StringComparer.Ordinal);
    private readonly FapiMarket?[] _byId;

    public FapiSymbols(VenueTerms terms)
    {
        Terms = terms;
        Settle = terms.FindAsset(1)?.Name ?? "USD";
        _byId = new FapiMarket?[terms.Markets.Length + 1];
        foreach (MarketTerms market in terms.Markets)
        {
            var named = new FapiMarket(market, BaseOf(market.Name, Settle), Settle);
            // Two markets of one base: the later one goes by its whole name.
            if (!_bySymbol.TryAdd(named.Symbol, named)) _bySymbol[(named = new FapiMarket(market, Plain(market.Name), Settle)).Symbol] = named;
            _byId[market.Id] = named;
        }
        All = [.. _byId.OfType<FapiMarket>()];
    }

    public VenueTerms Terms { get; }

    /// <summary>The asset in which everything is quoted, margined and settled.</summary>
    public string Settle { get; }

    public FapiMarket[] All { get; }

    public FapiMarket? Find(ReadOnlySpan<byte> symbol)
    {
        Span<char> name = stackalloc char[64];
        return symbol.Length <= name.Length && Encoding.ASCII.GetChars(symbol, name) is var length
            && _bySymbol.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out FapiMarket? market) ? market : null;
    }

    public FapiMarket? FindLower(ReadOnlySpan<byte> symbol)
    {
        foreach (FapiMarket market in All)
        {
            if (symbol.SequenceEqual(market.Lower)) return market;
        }
        return null;
    }

    public FapiMarket? Find(ushort id) => id < _byId.Length ? _byId[id] : null;

    private static string BaseOf(string name, string settle)
    {
        foreach (string ending in Endings.Append("-" + settle).Append("_" + settle))
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal)) return Plain(name[..^ending.Length]);
        }
        return Plain(name);
    }

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
