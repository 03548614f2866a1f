using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.History;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>Every table that is served or exported: its name, whose rows it has, and how each is spelled.</summary>
internal static class HistoryTables
{
    private const long DayNs = 86_400_000_000_000, FlowNs = 300_000_000_000;

    public static readonly RowTable Orders = new("orders", HistoryTable.Orders,
        [
            "orderId", "clientOrderId", "groupId", "market", "type", "side", "tif", "state", "price", "qty", "filled", "quoteFilled", "fees", "trigger", "triggerPrice",
            "triggerBy", "activationPrice", "callback", "offset", "triggered", "display", "expireAt", "stp", "postOnly", "reduceOnly", "label", "reason", "code", "time", "updated", "seq", "index",
        ], Order)
    { IsOfAccounts = true };

    public static readonly RowTable Fills = new("fills", HistoryTable.Fills,
        ["tradeId", "orderId", "market", "side", "price", "qty", "isMaker", "fee", "realised", "sizeAfter", "reason", "time", "seq", "index"], Fill)
    { IsOfAccounts = true };

    public static readonly RowTable Positions = new("positions", HistoryTable.ClosedPositions,
        ["market", "side", "maxQty", "realised", "fees", "funding", "net", "reason", "opened", "time", "seq", "index"], Closed)
    { IsOfAccounts = true };

    public static readonly RowTable Funding = new("funding", HistoryTable.Funding,
        ["market", "amount", "size", "indexPrice", "rate", "epoch", "time", "seq", "index"], Paid)
    { IsOfAccounts = true };

    public static readonly RowTable Ledger = new("ledger", HistoryTable.Ledger,
        ["kind", "asset", "change", "balance", "market", "potChange", "pot", "counterparty", "time", "seq", "index"], Entry)
    { IsOfAccounts = true };

    public static readonly RowTable Deposits = new("deposits", HistoryTable.Ledger, ["asset", "amount", "balance", "time", "seq", "index"], Cash)
    {
        IsOfAccounts = true,
        Kinds = [(int)LedgerKind.Deposit],
    };

    public static readonly RowTable Withdrawals = new("withdrawals", HistoryTable.Ledger, ["asset", "amount", "balance", "kind", "time", "seq", "index"], CashOut)
    {
        IsOfAccounts = true,
        Kinds = [(int)LedgerKind.Withdrawal, (int)LedgerKind.Refund],
    };

    public static readonly RowTable Liquidations = new("liquidations", HistoryTable.Risk,
        ["kind", "market", "qty", "limit", "amount", "equity", "maintenanceMargin", "time", "seq", "index"], RiskRows.Risk)
    {
        IsOfAccounts = true,
        Kinds =
        [
            (int)EventKind.MarginWarning, (int)EventKind.LiquidationStarted, (int)EventKind.LiquidationStep, (int)EventKind.LiquidationEnded, (int)EventKind.BackstopTaken,
            (int)EventKind.InsuranceDrawn, (int)EventKind.BadDebtBooked, (int)EventKind.AdlStarted, (int)EventKind.CollateralConverted,
        ],
    };

    public static readonly RowTable Triggers = new("triggers", HistoryTable.Risk,
        ["orderId", "market", "trigger", "triggerBy", "reference", "level", "peak", "mark", "time", "seq", "index"], RiskRows.Fired)
    { IsOfAccounts = true, Kinds = [(int)EventKind.OrderTriggered] };

    public static readonly RowTable Deleveraging = new("adl", HistoryTable.Risk,
        ["market", "qty", "price", "notional", "score", "available", "requested", "time", "seq", "index"], RiskRows.Deleveraged)
    { IsOfAccounts = true, Kinds = [(int)EventKind.AdlApplied] };

    public static readonly RowTable AccountDays = new("account-days", HistoryTable.AccountDays,
        ["day", "fills", "volume", "fees", "realised", "funding", "inflow"], AccountDay)
    { IsOfAccounts = true };

    public static readonly RowTable Trades = new("trades", HistoryTable.Trades,
        ["tradeId", "market", "price", "qty", "quoteQty", "side", "reason", "time", "seq", "index"], Trade);

    public static readonly RowTable FundingRates = new("funding-rates", HistoryTable.FundingRates,
        ["market", "rate", "rate8h", "premium", "indexPrice", "samples", "epoch", "hour", "time", "seq", "index"], Rate);

    public static readonly RowTable PublicLiquidations = new("public-liquidations", HistoryTable.Risk,
        ["kind", "market", "side", "qty", "limit", "time", "seq", "index"], RiskRows.Public)
    {
        Kinds = [(int)EventKind.LiquidationStep, (int)EventKind.BackstopTaken, (int)EventKind.AdlStarted],
    };

    public static readonly RowTable Insurance = new("insurance", HistoryTable.Risk,
        ["kind", "market", "fromMarket", "fromGlobal", "marketFund", "globalFund", "badDebt", "time", "seq", "index"], RiskRows.Insured)
    {
        Kinds = [(int)EventKind.InsuranceDrawn, (int)EventKind.InsuranceFunded, (int)EventKind.BadDebtBooked, (int)EventKind.FundingEnded, (int)EventKind.LiquidationStep],
    };

    public static readonly RowTable MarketDays = new("market-days", HistoryTable.MarketDays, ["day", "market", "trades", "volume", "quoteVolume"], MarketDay);

    public static readonly RowTable MarketFlows = new("market-flows", HistoryTable.MarketFlows,
        ["start", "market", "takerBuys", "takerSells", "openInterest", "longs", "shorts"], MarketFlow);

    public static readonly RowTable Amendments = new("amendments", HistoryTable.Amendments,
        ["orderId", "number", "market", "priceBefore", "price", "qtyBefore", "qty", "triggerPriceBefore", "triggerPrice", "time", "seq", "index"], Amendment)
    { IsOfAccounts = true };

    public static readonly RowTable Profit = new("profit", HistoryTable.PlatformDays, ["day", "asset", "fees", "liquidationFees", "referrals", "builders"], PlatformDay);

    public static readonly RowTable Changes = new("changes", HistoryTable.System, ["kind", "changeId", "what", "personId", "value", "before", "effectiveAt", "step", "code", "role", "body", "time", "seq", "index"], ChangeRows.Change)
    {
        Kinds = [(int)EventKind.ChangeProposed, (int)EventKind.ChangeScheduled, (int)EventKind.ChangeApplied, (int)EventKind.ChangeDropped, (int)EventKind.RoleGranted, (int)EventKind.FactorResetAllowed],
    };

    public static readonly RowTable Events = new("events", HistoryTable.System, ["kind", "account", "market", "body", "time", "seq", "index"], Event);

    /// <summary>What <c>peregrine export</c> knows.</summary>
    public static readonly IReadOnlyList<RowTable> All =
    [
        Orders, Fills, Positions, Funding, Ledger, Deposits, Withdrawals, Liquidations, Triggers, Deleveraging, AccountDays,
        Trades, FundingRates, PublicLiquidations, Insurance, MarketDays, MarketFlows, Amendments, Profit, Changes, Events,
    ];

    private static void Order(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        text.Id(row["order_id"]);
        if (row.Has("client_id")) text.Text(row.Text("client_id"));
        else text.Nothing();
        RowParts.IdOrNothing(text, row["parent"]);
        text.Plain(market.Utf8);
        text.Plain(row["kind"] == 1 ? "twap"u8 : Words.OrderTypes.NameOf((int)row["type"]));
        text.Plain(Words.Sides.NameOf((int)row["side"]));
        text.Plain(Words.Tifs.NameOf((int)row["tif"]));
        text.Plain(Words.OrderStates.NameOf((int)row["state"]));
        RowParts.DecimalOrNothing(text, row["price"], market.Tick);
        text.Decimal(row["qty"], market.Lot);
        text.Decimal(row["filled"], market.Lot);
        text.Decimal(row["notional"], Scale.Micros);
        text.Decimal(row["fees"], Scale.Micros);
        if (row["trigger_kind"] != 0) text.Plain(Words.TriggerKinds.NameOf((int)row["trigger_kind"]));
        else text.Nothing();
        RowParts.DecimalOrNothing(text, row["trigger_price"], market.Tick);
        if (row["trigger_by"] != 0) text.Plain(Words.TriggerRefs.NameOf((int)row["trigger_by"]));
        else text.Nothing();
        RowParts.DecimalOrNothing(text, row["activation_price"], market.Tick);
        RowParts.DecimalOrNothing(text, row["callback_ppb"], Scale.Ppb);
        RowParts.DecimalOrNothing(text, row["trigger_offset"], market.Tick);
        RowParts.TimeOrNothing(text, row["triggered_ns"]);
        RowParts.DecimalOrNothing(text, row["display"], market.Lot);
        RowParts.TimeOrNothing(text, row["expire_ns"]);
        if (row["stp"] != 0) text.Plain(Words.StpModes.NameOf((int)row["stp"]));
        else text.Nothing();
        var flags = (OrderFlags)row["flags"];
        text.Flag((flags & OrderFlags.PostOnly) != 0);
        text.Flag((flags & OrderFlags.ReduceOnly) != 0);
        text.Number(row["label"]);
        if (row["reason"] != 0) text.Plain(Words.CancelReasons.NameOf((int)row["reason"]));
        else text.Nothing();
        if (row["code"] != 0) text.Text(ApiCode.Of((RejectCode)row["code"]).Name);
        else text.Nothing();
        text.Time(row["time_ns"]);
        text.Time(row["updated_ns"]);
        RowParts.Address(in row, text);
    }

    private static void Fill(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        if (row.Has("trade_index")) text.Text($"{row["seq"]}-{row["trade_index"]}");
        else text.Nothing();
        RowParts.IdOrNothing(text, row["order_id"]);
        text.Plain(market.Utf8);
        text.Plain(Words.Sides.NameOf((int)row["side"]));
        RowParts.DecimalOrNothing(text, row["price_subticks"], market.Tick.Sub);
        text.Decimal(row["qty"], market.Lot);
        text.Flag(row["is_maker"] != 0);
        text.Decimal(row["fees"], Scale.Micros);
        text.Decimal(row["realised"], Scale.Micros);
        text.Decimal(row["size_after"], market.Lot);
        text.Plain(Words.FillReasons.NameOf((int)row["reason"]));
        RowParts.Moment(in row, text);
    }

    private static void Closed(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        text.Plain(market.Utf8);
        text.Plain(row["side"] == 1 ? "long"u8 : "short"u8);
        text.Decimal(row["size_max"], market.Lot);
        text.Decimal(row["realised"], Scale.Micros);
        text.Decimal(row["fees"], Scale.Micros);
        text.Decimal(row["funding"], Scale.Micros);
        text.Decimal(row["realised"] - row["fees"] - row["funding"], Scale.Micros);
        text.Plain(Words.FillReasons.NameOf((int)row["reason"]));
        text.Time(row["opened_ns"]);
        RowParts.Moment(in row, text);
    }

    private static void Paid(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        text.Plain(market.Utf8);
        text.Decimal(row["amount"], Scale.Micros);
        text.Decimal(row["size"], market.Lot);
        text.Decimal(row["index_subticks"], market.Tick.Sub);
        text.Decimal(row["rate_ppb"], Scale.Ppb);
        text.Number(row["epoch"]);
        RowParts.Moment(in row, text);
    }

    private static void Entry(in HistoryRow row, RowText text)
    {
        AssetTerms? asset = row.Terms.FindAsset((ushort)row["asset"]);
        Scale scale = asset?.Scale ?? Scale.Micros;
        text.Plain(Words.LedgerKinds.NameOf((int)row["kind"]));
        text.Plain(asset is null ? "unknown"u8 : asset.Utf8);
        text.Decimal(row["change"], scale);
        text.Decimal(row["balance"], scale);
        bool isOfMarket = row["market"] != 0;
        if (isOfMarket) text.Plain(row.Market.Utf8);
        else text.Nothing();
        if (isOfMarket) text.Decimal(row["pot_change"], Scale.Micros);
        else text.Nothing();
        if (isOfMarket) text.Decimal(row["pot"], Scale.Micros);
        else text.Nothing();
        RowParts.IdOrNothing(text, row["counterparty"]);
        RowParts.Moment(in row, text);
    }

    private static void Cash(in HistoryRow row, RowText text)
    {
        Amounts(in row, text, sign: 1);
        RowParts.Moment(in row, text);
    }

    private static void CashOut(in HistoryRow row, RowText text)
    {
        Amounts(in row, text, row["kind"] == (int)LedgerKind.Withdrawal ? -1 : 1);
        text.Plain(Words.LedgerKinds.NameOf((int)row["kind"]));
        RowParts.Moment(in row, text);
    }

    private static void Amounts(in HistoryRow row, RowText text, int sign)
    {
        AssetTerms? asset = row.Terms.FindAsset((ushort)row["asset"]);
        text.Plain(asset is null ? "unknown"u8 : asset.Utf8);
        text.Decimal(sign * row["change"], asset?.Scale ?? Scale.Micros);
        text.Decimal(row["balance"], asset?.Scale ?? Scale.Micros);
    }

    private static void AccountDay(in HistoryRow row, RowText text)
    {
        text.Time(row["day"] * DayNs);
        text.Number(row["fills"]);
        text.Decimal(row["volume"], Scale.Micros);
        text.Decimal(row["fees"], Scale.Micros);
        text.Decimal(row["realised"], Scale.Micros);
        text.Decimal(row["funding"], Scale.Micros);
        text.Decimal(row["inflow"], Scale.Micros);
    }

    private static void Trade(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        text.Text($"{row["seq"]}-{row["trade_index"]}");
        text.Plain(market.Utf8);
        text.Decimal(row["price"], market.Tick);
        text.Decimal(row["qty"], market.Lot);
        text.Decimal(row["notional"], Scale.Micros);
        text.Plain(Words.Sides.NameOf((int)row["taker_side"]));
        text.Plain(Words.FillReasons.NameOf((int)row["reason"]));
        RowParts.Moment(in row, text);
    }

    private static void Rate(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        text.Plain(market.Utf8);
        text.Decimal(row["rate_ppb"], Scale.Ppb);
        text.Decimal(row["rate8_ppb"], Scale.Ppb);
        text.Decimal(row["premium_ppb"], Scale.Ppb);
        text.Decimal(row["index_subticks"], market.Tick.Sub);
        text.Number(row["samples"]);
        text.Number(row["epoch"]);
        text.Time(row["hour_ns"]);
        RowParts.Moment(in row, text);
    }

    private static void MarketDay(in HistoryRow row, RowText text)
    {
        text.Time(row["day"] * DayNs);
        text.Plain(row.Market.Utf8);
        text.Number(row["trades"]);
        text.Decimal(row["lots"], row.Market.Lot);
        text.Decimal(row["volume"], Scale.Micros);
    }

    private static void MarketFlow(in HistoryRow row, RowText text)
    {
        text.Time(row["period"] * FlowNs);
        text.Plain(row.Market.Utf8);
        text.Decimal(row["taker_buys"], row.Market.Lot);
        text.Decimal(row["taker_sells"], row.Market.Lot);
        text.Decimal(row["interest"], row.Market.Lot);
        text.Number(row["longs"]);
        text.Number(row["shorts"]);
    }

    private static void Amendment(in HistoryRow row, RowText text)
    {
        MarketTerms market = row.Market;
        text.Id(row["order_id"]);
        text.Number(row["number"]);
        text.Plain(market.Utf8);
        RowParts.DecimalOrNothing(text, row["price_before"], market.Tick);
        RowParts.DecimalOrNothing(text, row["price"], market.Tick);
        text.Decimal(row["qty_before"], market.Lot);
        text.Decimal(row["qty"], market.Lot);
        RowParts.DecimalOrNothing(text, row["trigger_price_before"], market.Tick);
        RowParts.DecimalOrNothing(text, row["trigger_price"], market.Tick);
        RowParts.Moment(in row, text);
    }

    private static void PlatformDay(in HistoryRow row, RowText text)
    {
        text.Time(row["day"] * DayNs);
        text.Plain(row.Terms.FindAsset((ushort)row["asset"]) is { } asset ? asset.Utf8 : "unknown"u8);
        text.Decimal(row["fees"], Scale.Micros);
        text.Decimal(row["liquidation_fees"], Scale.Micros);
        text.Decimal(row["referrals"], Scale.Micros);
        text.Decimal(row["builders"], Scale.Micros);
    }

    private static void Event(in HistoryRow row, RowText text)
    {
        text.Plain(RowParts.Kinds.NameOf((int)row["kind"]));
        RowParts.IdOrNothing(text, row["account"]);
        if (row["market"] != 0) text.Plain(row.Market.Utf8);
        else text.Nothing();
        text.Text(row.Hex("body"));
        RowParts.Moment(in row, text);
    }
}
