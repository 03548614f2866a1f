using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>What operators and feeds say: genesis, listings, states, fee table, prices.</summary>
public sealed partial class TwinEngine
{
    private const int WeightMax = 950_000_000;

    private RejectCode Create(in Genesis genesis)
    {
        if (_s.Created) return RejectCode.AlreadyDone;
        _s.Created = true;
        _s.Capacities = genesis;
        _s.Assets.Add(new TwinAsset { Id = 1, Terms = new ListAsset { Symbol = genesis.SettleSymbol, Decimals = 6, InitWeightPpb = (int)R, MaintWeightPpb = (int)R, AccountCap = 1L << 60, PlatformCap = 1L << 60 }, Prices = PriceState.Fresh });
        Tell(0, 0, new VenueCreated { Capacities = genesis });
        Tell(0, 0, new AssetListed { Terms = _s.Assets[0].Terms, Asset = 1 });
        return RejectCode.None;
    }

    private RejectCode List(in ListAsset terms)
    {
        Symbol symbol = terms.Symbol;
        if (!symbol.IsWellFormed() || _s.Assets.Any(a => a.Terms.Symbol == symbol)) return RejectCode.BadListing;
        if (terms.Decimals is < 0 or > 9 || terms.AccountCap < 0 || terms.PlatformCap < 0) return RejectCode.BadListing;
        if (terms.AccountCap > 1L << 60 || terms.PlatformCap > 1L << 60) return RejectCode.BadListing;
        if (terms.InitWeightPpb < 0 || terms.MaintWeightPpb > WeightMax || terms.InitWeightPpb > terms.MaintWeightPpb) return RejectCode.BadListing;
        if (_s.FoundingEnded && terms.MaintWeightPpb != 0) return RejectCode.NotPermitted;
        if (_s.Assets.Count >= _s.Capacities.AssetsMax) return RejectCode.CapacityFull;
        int id = _s.Assets.Count + 1;
        _s.Assets.Add(new TwinAsset { Id = id, Terms = terms });
        Tell(0, 0, new AssetListed { Terms = terms, Asset = id });
        _answer.Detail1 = id;
        return RejectCode.None;
    }

    private RejectCode ListMarket(Command[] members)
    {
        ListMarket terms = Command.Body<ListMarket>(members[0]);
        SetTier[] rows = [.. members[1..^1].Select(m => Command.Body<SetTier>(m))];
        if (!GoodTerms(terms) || !GoodTiers(terms, rows)) return RejectCode.BadListing;
        if (_s.Markets.Any(m => m.Terms.Symbol == terms.Symbol)) return RejectCode.BadListing;
        if (_s.Markets.Count >= _s.Capacities.MarketsMax) return RejectCode.CapacityFull;
        var market = new TwinMarket
        {
            Id = _s.Markets.Count + 1,
            Terms = terms,
            Tv = (long)((Int128)terms.TickE9 * terms.LotE9 / 1_000_000_000_000),
            Tiers = Formulas.Tiers(rows),
        };
        market.Risk.Terms = FirstTerms(market.Id);
        _s.Markets.Add(market);
        Tell(0, market.Id, new MarketListed { Terms = terms, TickLotValue = market.Tv });
        for (int i = 0; i < market.Tiers.Count; i++)
        {
            TwinTier tier = market.Tiers[i];
            Tell(0, market.Id, new TierListed
            {
                Floor = new(tier.Floor),
                ImrPpb = tier.ImrPpb,
                MmrPpb = tier.MmrPpb,
                CumulativeIm = new(tier.CumulativeIm),
                CumulativeMm = new(tier.CumulativeMm),
                Tier = i,
            });
        }
        Tell(0, market.Id, new MarketStateChanged { State = MarketState.Draft });
        _answer.Detail1 = market.Id;
        return RejectCode.None;
    }

    private static bool GoodTerms(in ListMarket t)
    {
        if (!t.Symbol.IsWellFormed() || t.TickE9 <= 0 || t.LotE9 <= 0) return false;
        Int128 product = (Int128)t.TickE9 * t.LotE9;
        if (product % 1_000_000_000_000 != 0) return false;
        Int128 tv = product / 1_000_000_000_000;
        if (t.PriceMax.Value <= 0 || (Int128)t.PriceMax.Value * Sub * 4 >= (Int128)1 << 62) return false;
        if (t.PositionMax.Value <= 0 || t.PositionMax.Value > 1L << 40) return false;
        if (tv >= (Int128)1 << 60 || (Int128)t.PositionMax.Value * t.PriceMax.Value >= ((Int128)1 << 60) / tv + 1 || (Int128)t.PositionMax.Value * t.PriceMax.Value * tv >= (Int128)1 << 60) return false;
        if (t.QtyMin.Value <= 0 || t.QtyMax < t.QtyMin || t.QtyMax > t.PositionMax || t.MarketQtyMax < t.QtyMin || t.MarketQtyMax > t.PositionMax) return false;
        if (t.NotionalMin.Value < 0 || t.OiCap.Value < 0 || t.OiLow.Value < 0 || t.OiHigh.Value < 0) return false;
        if ((t.OiLow.Value != 0 || t.OiHigh.Value != 0) && t.OiHigh <= t.OiLow) return false;
        if (t.BandUpPpb is < 0 or > (int)R || t.BandDownPpb is < 0 or > (int)R || t.ExecRangePpb is < 0 or > (int)R || t.SlipMaxPpb is < 0 or > (int)R) return false;
        if (t.GroupOiSharePpb is < 0 or > (int)R || t.ProfitWeightPpb is < 0 or > (int)R) return false;
        return t.LeverageMax > 0 && t.OpenOrdersMax > 0 && t.TriggerOrdersMax > 0 && t.ReduceOnlyMax > 0;
    }

    private static bool GoodTiers(in ListMarket terms, SetTier[] rows)
    {
        if (rows[0].Floor.Value != 0) return false;
        for (int i = 0; i < rows.Length; i++)
        {
            SetTier row = rows[i];
            if (row.ImrPpb <= 0 || row.ImrPpb > R || row.MmrPpb is <= 0 or > MaintenanceMaxPpb || row.MmrPpb >= row.ImrPpb) return false;
            if (i > 0 && (row.Floor <= rows[i - 1].Floor || row.ImrPpb < rows[i - 1].ImrPpb || row.MmrPpb < rows[i - 1].MmrPpb)) return false;
            if (i > 0 && ((Int128)row.Floor.Value * (row.ImrPpb - rows[i - 1].ImrPpb) % R != 0 || (Int128)row.Floor.Value * (row.MmrPpb - rows[i - 1].MmrPpb) % R != 0)) return false;
        }
        return (long)terms.LeverageMax * rows[0].ImrPpb <= R;
    }

    private RejectCode Set(in SetFeeTier row)
    {
        int tier = row.Tier;
        if (tier is < 0 or > 9 || tier > _s.FeeTiers.Count || row.VolumeMin.Value < 0 || (tier == 0) != (row.VolumeMin.Value == 0)) return RejectCode.BadParameter;
        if (tier > 0 && row.VolumeMin <= _s.FeeTiers[tier - 1].VolumeMin) return RejectCode.BadParameter;
        if (_s.FeeTiers.TryGetValue(tier + 1, out SetFeeTier next) && row.VolumeMin >= next.VolumeMin) return RejectCode.BadParameter;
        if (row.TakerPpb is < 0 or > 10_000_000 || row.MakerPpb > row.TakerPpb || row.MakerPpb < -10_000_000) return RejectCode.BadParameter;
        // Whoever meets whom, the venue must not pay: the largest rebate and the largest referral share (30 %) fit the smallest taker fee after the largest discount (20 %).
        List<SetFeeTier> rows = [.. _s.FeeTiers.Where(x => x.Key != tier).Select(x => x.Value), row];
        Int128 smallestTaker = rows.Min(x => x.TakerPpb), largestRebate = Math.Max(0, rows.Max(x => -x.MakerPpb));
        if (largestRebate * 10 + smallestTaker * 3 > smallestTaker * 8) return RejectCode.BadParameter;
        _s.FeeTiers[tier] = row;
        _answer.Detail1 = tier;
        Tell(0, 0, new FeeTierSet { Row = row });
        return RejectCode.None;
    }

    private RejectCode Set(in SetPrices body)
    {
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        if (market.Feed is not null) return RejectCode.PricedBySources;
        long most = market.Terms.PriceMax.Value * Sub;
        bool usable = body.Index.Value > 0 && body.Index.Value <= most && body.Mark.Value > 0 && body.Mark.Value <= most;
        if (!usable && body.State != PriceState.Dead) return RejectCode.BadValue;
        bool stateChanged = market.Prices != body.State;
        if (usable) (market.Index, market.Mark) = (body.Index.Value, body.Mark.Value);
        market.Prices = body.State;
        Hold(market);
        market.MarkDirty |= usable;
        market.IndexDirty |= usable;
        market.StateDirty |= stateChanged;
        Trust(market, accepted: true);
        _answer.Detail1 = market.Id;
        Tell(0, market.Id, new PricesChanged { Index = new(market.Index), Mark = new(market.Mark), State = body.State });
        return RejectCode.None;
    }

    private RejectCode Set(in SetAssetPrice body)
    {
        if (body.Asset == 0 || body.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        if (body.Asset == 1) return RejectCode.BadValue;
        TwinAsset asset = _s.Assets[body.Asset - 1];
        if (asset.Feed is not null) return RejectCode.PricedBySources;
        bool good(Micros price) => price.Value > 0 && (Int128)price.Value * asset.Terms.PlatformCap / Scale(asset) < (Int128)1 << 60;
        bool usable = good(body.Index) && good(body.Average);
        if (!usable && body.State != PriceState.Dead) return RejectCode.BadValue;
        if (usable) (asset.Index, asset.Average) = (body.Index.Value, body.Average.Value);
        asset.Prices = body.State;
        asset.Told = (asset.Index, asset.Average, asset.Prices);
        _movedAssets.Add(asset.Id);
        _s.LoansAreAsked = true;
        _answer.Detail1 = asset.Id;
        Tell(0, 0, new AssetPriceChanged { Index = new(asset.Index), Average = new(asset.Average), Asset = body.Asset, State = body.State });
        return RejectCode.None;
    }

    private static long Scale(TwinAsset asset)
    {
        long scale = 1;
        for (int i = 0; i < asset.Terms.Decimals; i++) scale *= 10;
        return scale;
    }

    private RejectCode Set(in SetAccountStatus body)
    {
        if (body.Target <= 0 || body.Target > _s.Accounts.Count) return RejectCode.UnknownAccount;
        if (Account(body.Target).Status == body.Status) return RejectCode.AlreadyDone;
        int target = body.Target;
        bool busy = Account(target).Positions.Values.Any(p => p.Size != 0) || _s.Orders.Values.Any(o => o.Account == target);
        if (body.Status == AccountStatus.Closed && busy) return RejectCode.AccountState;
        Account(body.Target).Status = body.Status;
        _answer.Detail1 = body.Target;
        Tell(body.Target, 0, new AccountStatusChanged { Status = body.Status });
        return RejectCode.None;
    }
}
