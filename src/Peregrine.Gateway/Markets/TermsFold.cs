using Peregrine.Core;
using Peregrine.MarketData;

namespace Peregrine.Gateway.Markets;

/// <summary>Follows what events say about the terms of markets, assets and fees. One thread takes, any thread reads.</summary>
internal sealed class TermsFold : Fold
{
    private static readonly Symbol Unnamed = Symbol.Parse("UNNAMED");
    private VenueTerms _terms = VenueTerms.Empty;
    private VenueTerms _next = VenueTerms.Empty;

    public VenueTerms Terms => Volatile.Read(ref _terms);

    public override void Abandon()
    {
    }

    protected override void OnState(ref EventReader state)
    {
        _next = With(_next, in state);
        Show();
    }

    protected override void OnEvent(ref EventReader happened) => _next = With(_next, in happened);

    // Not before: a new table of tiers comes row by row, and nobody may see half of it.
    protected override void OnCommandDone(in EventHeader done) => Show();

    private void Show()
    {
        if (!ReferenceEquals(_next, _terms)) Volatile.Write(ref _terms, _next);
    }

    private static VenueTerms With(VenueTerms terms, in EventReader e) => e.Header.Kind switch
    {
        EventKind.VenueCreated => With(terms, Settle(e.Body<VenueCreated>().Capacities.SettleSymbol)),
        EventKind.AssetListed => With(terms, new AssetTerms((ushort)e.Body<AssetListed>().Asset, e.Body<AssetListed>().Terms)),
        EventKind.StateAsset => With(terms, Of(e.Body<StateAsset>())),
        EventKind.AssetPriceChanged => With(terms, e.Body<AssetPriceChanged>()),
        EventKind.MarketListed => With(terms, new MarketTerms(e.Header.Market, e.Body<MarketListed>().Terms)),
        EventKind.StateMarket => With(terms, new MarketTerms(e.Header.Market, e.Body<StateMarket>().Terms) { State = e.Body<StateMarket>().State }),
        EventKind.TierListed => With(terms, e.Header.Market, e.Body<TierListed>().Tier, new MarginTier(e.Body<TierListed>().Floor, e.Body<TierListed>().ImrPpb, e.Body<TierListed>().MmrPpb)),
        EventKind.StateTier => With(terms, e.Header.Market, e.Body<StateTier>().Tier, new MarginTier(e.Body<StateTier>().Floor, e.Body<StateTier>().ImrPpb, e.Body<StateTier>().MmrPpb)),
        EventKind.MarketStateChanged => With(terms, e.Header.Market, e.Body<MarketStateChanged>().State),
        EventKind.ChangeApplied => With(terms, e.Header.Market, e.Body<ChangeApplied>()),
        EventKind.FeeTierSet => With(terms, e.Body<FeeTierSet>().Row),
        EventKind.StateFeeTier => With(terms, e.Body<StateFeeTier>().Row),
        _ => terms,
    };

    // The settle asset is made at genesis and priced at one.
    private static AssetTerms Settle(Symbol symbol) =>
        new(1, new ListAsset { Symbol = symbol, Decimals = 6 }) { Index = new(1_000_000), PriceState = PriceState.Fresh };

    private static AssetTerms Of(StateAsset asset) => asset.Asset == 1
        ? Settle(asset.Terms.Symbol)
        : new AssetTerms(asset.Asset, asset.Terms) { Index = asset.Index, PriceState = asset.PriceState };

    private static VenueTerms With(VenueTerms terms, AssetTerms asset)
    {
        var assets = terms.Assets;
        while (assets.Length < asset.Id) assets = assets.Add(new AssetTerms((ushort)(assets.Length + 1), new ListAsset { Symbol = Unnamed }));
        return terms with { Assets = assets.SetItem(asset.Id - 1, asset) };
    }

    private static VenueTerms With(VenueTerms terms, AssetPriceChanged price) => terms.FindAsset(price.Asset) is { } asset
        ? With(terms, asset with { Index = price.Index, PriceState = price.State })
        : terms;

    private static VenueTerms With(VenueTerms terms, MarketTerms market)
    {
        var markets = terms.Markets;
        while (markets.Length < market.Id) markets = markets.Add(new MarketTerms((ushort)(markets.Length + 1), new ListMarket { Symbol = Unnamed, TickE9 = 1, LotE9 = 1 }));
        return terms with { Markets = markets.SetItem(market.Id - 1, market) };
    }

    // A table is told from its lowest tier up: what stood at a place and above is of the table before.
    private static VenueTerms With(VenueTerms terms, ushort id, int index, MarginTier tier) =>
        terms.Find(id) is { } market ? With(terms, market with { Tiers = [.. market.Tiers.AsSpan()[..index], tier] }) : terms;

    private static VenueTerms With(VenueTerms terms, ushort id, in ChangeApplied applied)
    {
        if (terms.Find(id) is { } market)
        {
            ListMarket changed = market.Terms;
            return changed.TryChange(applied.Parameter, applied.Value) ? With(terms, market with { Terms = changed }) : terms;
        }
        if (terms.FindAsset(applied.Subject) is not { } asset) return terms;
        ListAsset weighed = asset.Terms;
        return weighed.TryChange(applied.Parameter, applied.Value) ? With(terms, asset with { Terms = weighed }) : terms;
    }

    private static VenueTerms With(VenueTerms terms, ushort id, MarketState state) =>
        terms.Find(id) is { } market ? With(terms, market with { State = state }) : terms;

    private static VenueTerms With(VenueTerms terms, SetFeeTier row)
    {
        var tiers = terms.FeeTiers;
        return terms with { FeeTiers = row.Tier < tiers.Length ? tiers.SetItem(row.Tier, row) : tiers.Add(row) };
    }
}
