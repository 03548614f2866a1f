using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client;

internal static class TestMarkets
{
    public static readonly MarketTerms Btc = Make("BTC-PERP", 1, "0.1", "0.00001");
    public static readonly MarketTerms Sol = Make("SOL-PERP", 3, "0.01", "0.01");
    public static readonly MarketBoard Board = new([Btc, Sol]);

    private static MarketTerms Make(string name, int id, string tick, string lot)
    {
        Grid.TryOf(System.Text.Encoding.ASCII.GetBytes(tick), out Grid ticks);
        Grid.TryOf(System.Text.Encoding.ASCII.GetBytes(lot), out Grid lots);
        return new MarketTerms(name, id, ticks, lots);
    }
}
