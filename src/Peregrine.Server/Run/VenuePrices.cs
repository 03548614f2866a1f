using Peregrine.Core;
using Peregrine.Sandbox.Prices;

namespace Peregrine.Server.Run;

/// <summary>What of a venue's prices comes from the sources that a sandbox simulates, and where they stand: simulation goes on from there.</summary>
internal static class VenuePrices
{
    private const long UsdMicros = 1_000_000;
    /// <summary>A market counts ticks in billionths of a dollar, and a subtick is a thousandth of one.</summary>
    private const long SubticksPerTickNano = 1_000_000_000_000;

    /// <summary>Empty for a venue whose prices are set by hand, or come from elsewhere.</summary>
    /// <exception cref="InvalidOperationException">The venue does not tell its state.</exception>
    public static async ValueTask<IReadOnlyList<PricedThing>> Read(IQuestions questions, long minSeq)
    {
        Answer<ToldState> told;
        // The shadow comes behind a start at its own pace.
        do told = await questions.Ask<AskState, ToldState>(new AskState(), minSeq, CancellationToken.None);
        while (told.Code == RejectCode.Lagging);
        if (told.Code != RejectCode.None) throw new InvalidOperationException($"The venue does not tell its prices: {RejectText.Of(told.Code)}.");
        Dictionary<PriceSubject, PricedThing> things = [];
        HashSet<PriceSubject> foreign = [];
        Dictionary<PriceSubject, int> sources = [];
        foreach (ReadOnlyMemory<byte> piece in told.Value.Events) Take(piece.Span, things, sources, foreign);
        return [.. things.Values.Where(t => sources.GetValueOrDefault(t.Subject) == SimulatedSource.All.Count && !foreign.Contains(t.Subject))];
    }

    private static void Take(ReadOnlySpan<byte> piece, Dictionary<PriceSubject, PricedThing> things, Dictionary<PriceSubject, int> sources, HashSet<PriceSubject> foreign)
    {
        EventReader state = new(piece);
        while (state.Next())
        {
            switch (state.Header.Kind)
            {
                case EventKind.StateMarket when Market(state.Header.Market, state.Body<StateMarket>()) is { } market:
                    things[market.Subject] = market;
                    break;
                case EventKind.StateAsset when Asset(state.Body<StateAsset>()) is { } asset:
                    things[asset.Subject] = asset;
                    break;
                case EventKind.StateSource:
                    StateSource source = state.Body<StateSource>();
                    var subject = new PriceSubject(state.Header.Market, source.Asset);
                    sources[subject] = sources.GetValueOrDefault(subject) + 1;
                    if (!SimulatedSource.All.Contains(new(source.Terms.Source, source.Terms.Weight, source.Terms.Upstream))) foreign.Add(subject);
                    break;
                default:
                    break;
            }
        }
    }

    // What never had a price has nothing to go on from, and what has ended needs none.
    private static PricedThing? Market(ushort id, in StateMarket told) => told.Index.Value == 0 || told.State is MarketState.Settling or MarketState.Settled
        ? null
        : new(new(id, 0), UnderlyingOf(told.Terms.Symbol), SubticksPerTickNano / told.Terms.TickE9, told.Index.Value, told.Terms.PriceMax.Value * Subticks.PerTick);

    private static PricedThing? Asset(in StateAsset told) =>
        told.Index.Value == 0 ? null : new(new(0, told.Asset), told.Terms.Symbol.ToString(), UsdMicros, told.Index.Value, long.MaxValue / UsdMicros);

    private static string UnderlyingOf(Symbol symbol) => symbol.ToString().Split('-')[0];
}
