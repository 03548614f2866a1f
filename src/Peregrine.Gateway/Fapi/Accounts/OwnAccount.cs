using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Accounts;

/// <summary>An account with its positions: facts from the folds, figures from the engine's own formulas.</summary>
internal sealed record OwnAccount(AccountFacts Facts, AccountFigures Figures, IReadOnlyList<OwnPosition> Positions)
{
    private const int PositionsMax = 256;

    public Micros CrossUnrealised => new(Positions.Where(static p => !p.IsIsolated).Sum(static p => p.Unrealised.Value));

    public Micros Unrealised => new(Positions.Sum(static p => p.Unrealised.Value));

    public Micros Pots => new(Positions.Sum(static p => p.Pot.Value));

    /// <summary>Everything but paper profit, pots and all.</summary>
    public Micros Wallet => Facts.Cash + Pots;

    public Micros PositionMargin => new(Positions.Sum(static p => p.Margin.PositionMargin.Value));

    public Micros OrderMargin => new(Positions.Sum(static p => p.Margin.OrderMargin.Value));

    public Micros Maintenance => new(Positions.Sum(static p => p.Margin.Maintenance.Value));

    public Micros Available => Micros.Max(Micros.Zero, Figures.Available);

    /// <summary>None, and refused, when the engine does not answer.</summary>
    public static async ValueTask<OwnAccount?> Read(FapiCall call)
    {
        call.Gateway.Accounts.Views.TryRead(call.Who.Account, out AccountFacts facts);
        Answer<AccountFigures> asked = await call.Gateway.Venue.Questions.Ask<AskAccount, AccountFigures>(new AskAccount(call.Who.Account), Math.Max(facts.LastSeq, call.Dialect.ReachedBy(call.Who.Account)), CancellationToken.None);
        if (asked.Code == RejectCode.None) return new OwnAccount(facts, asked.Value, await ReadPositions(call, null));
        call.Refuse(FapiRejects.Of(asked.Code));
        return null;
    }

    /// <summary>The positions and settings of a market or of all, also where the account never did anything.</summary>
    public static async ValueTask<IReadOnlyList<OwnPosition>> ReadPositions(FapiCall call, FapiMarket? only)
    {
        AccountViews views = call.Gateway.Accounts.Views;
        Dictionary<ushort, PositionFacts> known = Known(views, call.Who.Account);
        FapiMarket[] markets = only is null ? call.Symbols.All : [only];
        // Asked all at once: the shadow answers them in one turn.
        Dictionary<ushort, Task<(MarginShare, PositionFigures, AdlPlace)>> figures = markets.Where(m => known.ContainsKey(m.Id)).ToDictionary(static m => m.Id, m => Ask(call, m));
        var all = new OwnPosition[markets.Length];
        for (int i = 0; i < markets.Length; i++)
        {
            call.Gateway.Trading.Views.TryRead(markets[i].Id, out MarketFacts prices);
            PositionFacts facts = known.TryGetValue(markets[i].Id, out PositionFacts told) ? told : views.DefaultPosition(markets[i].Id);
            (MarginShare share, PositionFigures own, AdlPlace place) = figures.TryGetValue(markets[i].Id, out Task<(MarginShare, PositionFigures, AdlPlace)>? asked) ? await asked : default;
            all[i] = new OwnPosition(markets[i], facts, prices, share, own, place);
        }
        return all;
    }

    private static async Task<(MarginShare, PositionFigures, AdlPlace)> Ask(FapiCall call, FapiMarket market)
    {
        IQuestions questions = call.Gateway.Venue.Questions;
        long reached = call.Dialect.ReachedBy(call.Who.Account);
        ValueTask<Answer<MarginShare>> share = questions.Ask<AskMargins, MarginShare>(new AskMargins(call.Who.Account, market.Id), reached, CancellationToken.None);
        ValueTask<Answer<PositionFigures>> figures = questions.Ask<AskPosition, PositionFigures>(new AskPosition(call.Who.Account, market.Id), reached, CancellationToken.None);
        ValueTask<Answer<AdlPlace>> place = questions.Ask<AskAdlPlace, AdlPlace>(new AskAdlPlace(call.Who.Account, market.Id), reached, CancellationToken.None);
        return ((await share).Value, (await figures).Value, (await place).Value);
    }

    private static Dictionary<ushort, PositionFacts> Known(AccountViews views, int account)
    {
        PositionFacts[] room = ArrayPool<PositionFacts>.Shared.Rent(PositionsMax);
        Dictionary<ushort, PositionFacts> known = [];
        foreach (PositionFacts position in room.AsSpan(0, views.ReadPositions(account, room.AsSpan(0, PositionsMax)))) known[position.Market] = position;
        ArrayPool<PositionFacts>.Shared.Return(room);
        return known;
    }
}
