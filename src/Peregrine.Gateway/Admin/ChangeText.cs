using System.Globalization;
using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Identity;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Admin;

/// <summary>What a change would change, from what to what, as whoever is to approve it reads it.</summary>
/// <param name="What">Which kind of change.</param>
/// <param name="Subject">Whose; nothing for the venue's.</param>
/// <param name="From">As it is now; nothing for what is only done.</param>
/// <param name="To">As it would be.</param>
internal readonly record struct ChangeText(string What, string? Subject, string? From, string To)
{
    public static ChangeText Of(OpenChange change, Gateway gateway)
    {
        VenueTerms terms = gateway.Terms;
        if (change.IsFactorReset && gateway.People.FactorResets.EmailOf(change.Id) is { } email) return new("wayBack", Text($"{change.Person}"), null, $"by {email}, when its owner had time to say no");
        if (change.IsCommand) return Of(change.Wanted, gateway);
        string name = Choices.LowerCamel(change.Parameter.ToString());
        if (change.Parameter == AdminParameter.Tiers) return new(name, terms.Find(change.Subject)?.Name, $"{change.Before} tiers", Tiers(change));
        ParameterUnit unit = ParameterUnit.Of(change.Parameter);
        MarketTerms? market = unit.Owner == ParameterOwner.Market ? terms.Find(change.Subject) : null;
        AssetTerms? asset = unit.Owner == ParameterOwner.Asset ? terms.FindAsset(change.Subject) : null;
        return new(name, market?.Name ?? asset?.Name, unit.Text(change.Before, market, asset), unit.Text(change.Value, market, asset));
    }

    private static ChangeText Of(in Command wanted, Gateway gateway)
    {
        VenueTerms terms = gateway.Terms;
        switch (wanted.Header.Kind)
        {
            case CommandKind.SetMarketState:
                SetMarketState state = Command.Body<SetMarketState>(in wanted);
                return new("marketState", terms.Find(state.Market)?.Name, Word(Words.MarketStates, (int)(terms.Find(state.Market)?.State ?? 0)), StateOf(terms.Find(state.Market), state.State));
            case CommandKind.CallAuction:
                CallAuction auction = Command.Body<CallAuction>(in wanted);
                return new("auction", terms.Find(auction.Market)?.Name, null, Text($"{auction.DurationNs / 1_000_000} ms"));
            case CommandKind.DelistMarket:
                DelistMarket end = Command.Body<DelistMarket>(in wanted);
                return new("delisting", terms.Find(end.Market)?.Name, null, Text($"reduce only at {end.ReduceOnlyAtNs / 1_000_000}, settled at {end.SettleAtNs / 1_000_000}"));
            case CommandKind.SetFeeTier:
                SetFeeTier row = Command.Body<SetFeeTier>(in wanted);
                return new("feeTier", Text($"{row.Tier}"), row.Tier < terms.FeeTiers.Length ? Fees(terms.FeeTiers[row.Tier]) : null, Fees(row));
            case CommandKind.SetAccountStatus:
                SetAccountStatus status = Command.Body<SetAccountStatus>(in wanted);
                return new("accountStatus", Text($"{status.Target}"), StatusOf(status.Target, gateway), Word(Words.AccountStatuses, (int)status.Status));
            case CommandKind.AllowFactorReset:
                return new("factorReset", Text($"{Command.Body<AllowFactorReset>(in wanted).Person}"), "on", "off, when its owner had time to say no");
            case CommandKind.SetFeed:
                SetFeed feed = Command.Body<SetFeed>(in wanted);
                gateway.Trading.Views.TryReadFeed(feed.Rules.Market, out FeedFacts now);
                return new("priceSources", terms.Find(feed.Rules.Market)?.Name ?? terms.FindAsset(feed.Rules.Asset)?.Name, FeedText.Of(in now), FeedText.Of(in feed));
            case CommandKind.GrantRole:
                GrantRole grant = Command.Body<GrantRole>(in wanted);
                return new("role", Text($"{grant.Person}"), Word(ChangeBody.Roles, (int)gateway.People.Roles.Of(new PersonId(grant.Person))), Word(ChangeBody.Roles, grant.Role));
            default:
                return Money(in wanted, terms);
        }
    }

    private static ChangeText Money(in Command wanted, VenueTerms terms)
    {
        switch (wanted.Header.Kind)
        {
            case CommandKind.FundInsurance:
                FundInsurance fund = Command.Body<FundInsurance>(in wanted);
                return new("insurance", terms.Find(fund.Market)?.Name, null, ParameterUnit.TextOf(fund.Amount.Value, Scale.Micros));
            case CommandKind.ResolveWithdrawal:
                ResolveWithdrawal resolve = Command.Body<ResolveWithdrawal>(in wanted);
                return new("withdrawal", Text($"{resolve.Withdrawal}"), null, Word(Words.WithdrawalStates, (int)resolve.State));
            case CommandKind.ListAsset:
                ListAsset asset = Command.Body<ListAsset>(in wanted);
                return new("asset", asset.Symbol.ToString(), null, $"weights {Ppb(asset.InitWeightPpb)} and {Ppb(asset.MaintWeightPpb)}, caps {Text($"{asset.AccountCap} and {asset.PlatformCap}")}");
            case CommandKind.SetAssetPrice:
                SetAssetPrice price = Command.Body<SetAssetPrice>(in wanted);
                string told = $"{ParameterUnit.TextOf(price.Index.Value, Scale.Micros)}, average {ParameterUnit.TextOf(price.Average.Value, Scale.Micros)}, {Word(Words.PriceStates, (int)price.State)}";
                return new("assetPrice", terms.FindAsset(price.Asset)?.Name, ParameterUnit.TextOf(terms.FindAsset(price.Asset)?.Index.Value ?? 0, Scale.Micros), told);
            case CommandKind.SetLiquidation:
                SetLiquidation terms2 = Command.Body<SetLiquidation>(in wanted);
                return new("liquidation", terms.Find(terms2.Market)?.Name, null, $"slippage {Ppb(terms2.SlipPpb)}, fee {Ppb(terms2.FeePpb)}, allowance {Ppb(terms2.AllowancePpb)}");
            case CommandKind.SetBackstop:
                SetBackstop backstop = Command.Body<SetBackstop>(in wanted);
                return new("backstop", terms.Find(backstop.Market)?.Name, null, Text($"account {backstop.Target}, cap {ParameterUnit.TextOf(backstop.Cap.Value, Scale.Micros)}, allotment {ParameterUnit.TextOf(backstop.Allotment.Value, Scale.Micros)}{(backstop.IntakeOff != 0 ? ", takes nothing" : "")}"));
            case CommandKind.SetCollateralBuyer:
                SetCollateralBuyer buyer = Command.Body<SetCollateralBuyer>(in wanted);
                return new("collateralBuyer", terms.FindAsset(buyer.Asset)?.Name, null, Text($"account {buyer.Target}"));
            default:
                return new("endFounding", null, null, "ended");
        }
    }

    // Whoever lets a new market out of its draft approves its terms.
    private static string StateOf(MarketTerms? market, MarketState to)
    {
        string word = Word(Words.MarketStates, (int)to);
        if (market is not { State: MarketState.Draft } draft) return word;
        ListMarket t = draft.Terms;
        string sizes = $"tick {draft.TickText}, lot {draft.LotText}, prices to {ParameterUnit.TextOf(t.PriceMax.Value, draft.Tick)}, positions to {ParameterUnit.TextOf(t.PositionMax.Value, draft.Lot)}, open interest to {ParameterUnit.TextOf(t.OiCap.Value, draft.Lot)}";
        string orders = $"orders from {ParameterUnit.TextOf(t.QtyMin.Value, draft.Lot)} to {ParameterUnit.TextOf(t.QtyMax.Value, draft.Lot)}, at market to {ParameterUnit.TextOf(t.MarketQtyMax.Value, draft.Lot)}, notional from {ParameterUnit.TextOf(t.NotionalMin.Value, Scale.Micros)}";
        string rates = $"bands {Ppb(t.BandUpPpb)} and {Ppb(t.BandDownPpb)}, execution range {Ppb(t.ExecRangePpb)}, slippage {Ppb(t.SlipMaxPpb)}, group share {Ppb(t.GroupOiSharePpb)}, profit counts {Ppb(t.ProfitWeightPpb)}";
        string tiers = string.Join(", ", draft.Tiers.Select(static tier => $"from {ParameterUnit.TextOf(tier.Floor.Value, Scale.Micros)}: {Ppb(tier.ImrPpb)} and {Ppb(tier.MmrPpb)}"));
        return Text($"{word}, with {sizes}; {orders}; {rates}; leverage {t.LeverageMax}; tiers {tiers}");
    }

    private static string? StatusOf(int account, Gateway gateway) =>
        gateway.Accounts.Views.TryRead(account, out AccountFacts facts) ? Word(Words.AccountStatuses, (int)facts.Status) : null;

    private static string Tiers(OpenChange change)
    {
        var text = new StringBuilder();
        ProposedTiers tiers = change.Bytes;
        for (int i = 0; i < change.Value; i++) text.Append(i == 0 ? "" : ", ").Append(Text($"from {ParameterUnit.TextOf(tiers[i].Floor.Value, Scale.Micros)}: {Ppb(tiers[i].ImrPpb)} and {Ppb(tiers[i].MmrPpb)}"));
        return text.ToString();
    }

    private static string Fees(in SetFeeTier row) => $"from {ParameterUnit.TextOf(row.VolumeMin.Value, Scale.Micros)}: maker {Ppb(row.MakerPpb)}, taker {Ppb(row.TakerPpb)}";

    private static string Ppb(long ppb) => ParameterUnit.TextOf(ppb, Scale.Ppb);

    private static string Word(Choices words, int value) => Encoding.ASCII.GetString(words.NameOf(value));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
