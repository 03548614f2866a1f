using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Takes up new assets and markets. The only commands after genesis that allocate.</summary>
internal sealed class Listing(EngineState state)
{
    private const int WeightMaxPpb = 950_000_000;
    private const int DecimalsMax = 9;
    private const int SettleDecimals = 6;
    private const long CapMax = 1L << 60;

    /// <summary>Asset 1, at genesis: it counts in full, without caps, and needs no price.</summary>
    public void FoundSettleAsset(Symbol symbol)
    {
        ListAsset terms = new()
        {
            Symbol = symbol,
            Decimals = SettleDecimals,
            InitWeightPpb = (int)Ppb.One,
            MaintWeightPpb = (int)Ppb.One,
            AccountCap = CapMax,
            PlatformCap = CapMax,
        };
        Invariant.That(state.AssetCount == 0, "the settle asset is the first");
        Asset asset = Add(in terms);
        asset.PriceState = PriceState.Fresh;
        asset.Index = asset.Average = new Micros(asset.Scale);
    }

    public RejectCode ListAsset(in Command command, ref Outcome outcome)
    {
        ref readonly ListAsset terms = ref Command.Body<ListAsset>(in command);
        if (!terms.Symbol.IsWellFormed() || HasAssetNamed(terms.Symbol)) return RejectCode.BadListing;
        if (terms.Decimals is < 0 or > DecimalsMax) return RejectCode.BadListing;
        if (terms.InitWeightPpb < 0 || terms.InitWeightPpb > terms.MaintWeightPpb) return RejectCode.BadListing;
        if (terms.MaintWeightPpb > WeightMaxPpb) return RejectCode.BadListing;
        if (terms.AccountCap is < 0 or > CapMax || terms.PlatformCap is < 0 or > CapMax) return RejectCode.BadListing;
        // With users to protect, one administrator cannot make a token count: its weights rise by two, and with notice.
        if (state.Life.FoundingEnded && terms.MaintWeightPpb != 0) return RejectCode.NotPermitted;
        if (state.AssetCount == state.Capacities.AssetsMax) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        outcome.Detail1 = Add(in terms).Id;
        return RejectCode.None;
    }

    /// <summary>A whole group: the terms, one to eight tiers from the lowest floor up, and the word that ends it.</summary>
    public RejectCode ListMarket(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        if (!IsListing(group)) return RejectCode.BadListing;
        ref readonly ListMarket terms = ref Command.Body<ListMarket>(in group[0]);
        if (!terms.Symbol.IsWellFormed() || HasMarketNamed(terms.Symbol)) return RejectCode.BadListing;
        long tickLotValue = ListingRules.TickLotValue(in terms);
        if (tickLotValue == 0 || !ListingRules.Fits(in terms, tickLotValue)) return RejectCode.BadListing;
        if (!ListingRules.AreSizesSound(in terms) || !ListingRules.AreRatesSound(in terms)) return RejectCode.BadListing;
        Span<MarginTier> tiers = stackalloc MarginTier[group.Length - 2];
        for (int i = 0; i < tiers.Length; i++)
        {
            ref readonly SetTier asked = ref Command.Body<SetTier>(in group[i + 1]);
            if (!ListingRules.TryTier(in asked, tiers[..i], in terms, out tiers[i])) return RejectCode.BadListing;
        }
        if (state.MarketCount == state.Capacities.MarketsMax) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        outcome.Detail1 = Add(in terms, tickLotValue, tiers);
        return RejectCode.None;
    }

    private Asset Add(in ListAsset terms)
    {
        int id = ++state.AssetCount;
        Asset asset = new(id, in terms);
        state.Assets[id] = asset;
        state.Events.Add(0, 0, new AssetListed { Terms = terms, Asset = id });
        return asset;
    }

    private int Add(in ListMarket terms, long tickLotValue, ReadOnlySpan<MarginTier> tiers)
    {
        int id = ++state.MarketCount;
        Market market = new(id, in terms, tickLotValue, new Book(state.Orders, state.FarNodes, state.Capacities.LadderTicks), new TriggerBook(state.Triggers));
        state.Markets[id] = market;
        state.Events.Add(0, id, new MarketListed { Terms = terms, TickLotValue = tickLotValue });
        for (int i = 0; i < tiers.Length; i++)
        {
            market.AddTier(in tiers[i]);
            state.Events.Add(0, id, new TierListed
            {
                Floor = tiers[i].Floor,
                ImrPpb = (int)tiers[i].ImrPpb,
                MmrPpb = (int)tiers[i].MmrPpb,
                CumulativeIm = tiers[i].CumulativeIm,
                CumulativeMm = tiers[i].CumulativeMm,
                Tier = i,
            });
        }
        state.Events.Add(0, id, new MarketStateChanged { State = market.State });
        return id;
    }

    private static bool IsListing(ReadOnlySpan<Command> group)
    {
        if (group.Length is < 3 or > Market.TiersMax + 2) return false;
        if (group[0].Header.Kind != CommandKind.ListMarket || group[^1].Header.Kind != CommandKind.OpenMarket) return false;
        for (int i = 1; i < group.Length - 1; i++)
        {
            if (group[i].Header.Kind != CommandKind.SetTier) return false;
        }
        return true;
    }

    private bool HasAssetNamed(Symbol symbol)
    {
        for (int id = 1; id <= state.AssetCount; id++)
        {
            if (state.Assets[id].Terms.Symbol == symbol) return true;
        }
        return false;
    }

    private bool HasMarketNamed(Symbol symbol)
    {
        for (int id = 1; id <= state.MarketCount; id++)
        {
            if (state.Markets[id].Terms.Symbol == symbol) return true;
        }
        return false;
    }
}
