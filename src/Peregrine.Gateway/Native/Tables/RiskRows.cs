using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>How what happened to accounts and funds at risk is spelled: much of it stands in the event's own body.</summary>
internal static class RiskRows
{
    public static void Risk(in HistoryRow row, RowText text)
    {
        var kind = (EventKind)row["kind"];
        text.Plain(RowParts.Kinds.NameOf((int)kind));
        bool isOfMarket = row["market"] != 0;
        if (isOfMarket) text.Plain(row.Market.Utf8);
        else text.Nothing();
        RowParts.DecimalOrNothing(text, row["qty"], row.Market.Lot);
        RowParts.DecimalOrNothing(text, row["price_subticks"], row.Market.Tick.Sub);
        RowParts.DecimalOrNothing(text, row["amount"], Scale.Micros);
        (Micros Equity, Micros Maintenance)? stood = kind switch
        {
            EventKind.MarginWarning => (row.Body<MarginWarning>().Equity, row.Body<MarginWarning>().MaintenanceMargin),
            EventKind.LiquidationStarted => (row.Body<LiquidationStarted>().Equity, row.Body<LiquidationStarted>().MaintenanceMargin),
            EventKind.LiquidationStep => (row.Body<LiquidationStep>().Equity, row.Body<LiquidationStep>().MaintenanceMargin),
            EventKind.LiquidationEnded => (row.Body<LiquidationEnded>().Equity, row.Body<LiquidationEnded>().MaintenanceMargin),
            _ => null,
        };
        if (stood is { } figures)
        {
            text.Decimal(figures.Equity.Value, Scale.Micros);
            text.Decimal(figures.Maintenance.Value, Scale.Micros);
        }
        else
        {
            text.Nothing();
            text.Nothing();
        }
        RowParts.Moment(in row, text);
    }

    public static void Fired(in HistoryRow row, RowText text)
    {
        OrderTriggered fired = row.Body<OrderTriggered>();
        MarketTerms market = row.Market;
        text.Id(fired.Order.Value);
        text.Plain(market.Utf8);
        text.Plain(Words.TriggerKinds.NameOf((int)fired.Trigger));
        text.Plain(Words.TriggerRefs.NameOf((int)fired.TriggerBy));
        text.Decimal(fired.Reference.Value, market.Tick.Sub);
        text.Decimal(fired.Level.Value, market.Tick.Sub);
        RowParts.DecimalOrNothing(text, fired.Peak.Value, market.Tick.Sub);
        text.Decimal(fired.Mark.Value, market.Tick.Sub);
        RowParts.Moment(in row, text);
    }

    public static void Deleveraged(in HistoryRow row, RowText text)
    {
        AdlApplied applied = row.Body<AdlApplied>();
        MarketTerms market = row.Market;
        text.Plain(market.Utf8);
        text.Decimal(applied.Qty.Value, market.Lot);
        text.Decimal(applied.Price.Value, market.Tick.Sub);
        text.Decimal(applied.Notional.Value, Scale.Micros);
        text.Decimal(applied.ScorePpb, Scale.Ppb);
        text.Decimal(applied.Available.Value, market.Lot);
        text.Decimal(applied.Requested.Value, market.Lot);
        RowParts.Moment(in row, text);
    }

    // Whose they were is his own.
    public static void Public(in HistoryRow row, RowText text)
    {
        var kind = (EventKind)row["kind"];
        MarketTerms market = row.Market;
        text.Plain(RowParts.Kinds.NameOf((int)kind));
        text.Plain(market.Utf8);
        Side side = kind switch
        {
            EventKind.LiquidationStep => row.Body<LiquidationStep>().Size.Value > 0 ? Side.Sell : Side.Buy,
            EventKind.BackstopTaken => row.Body<BackstopTaken>().Side,
            _ => row.Body<AdlStarted>().Side,
        };
        text.Plain(Words.Sides.NameOf((int)side));
        text.Decimal(kind == EventKind.AdlStarted ? row.Body<AdlStarted>().Qty.Value : row["qty"], market.Lot);
        RowParts.DecimalOrNothing(text, kind == EventKind.AdlStarted ? PriceOf(row.Body<AdlStarted>()) : row["price_subticks"], market.Tick.Sub);
        RowParts.Moment(in row, text);
    }

    private static long PriceOf(in AdlStarted started) => started.Price.Value == 0 ? started.Mark.Value : started.Price.Value * Subticks.PerTick;

    public static void Insured(in HistoryRow row, RowText text)
    {
        var kind = (EventKind)row["kind"];
        text.Plain(RowParts.Kinds.NameOf((int)kind));
        if (row["market"] != 0) text.Plain(row.Market.Utf8);
        else text.Nothing();
        (long? fromMarket, long? fromGlobal, long? fund, long? global, long? debt) = Moved(in row, kind);
        RowParts.MoneyOrNothing(text, fromMarket);
        RowParts.MoneyOrNothing(text, fromGlobal);
        RowParts.MoneyOrNothing(text, fund);
        RowParts.MoneyOrNothing(text, global);
        RowParts.MoneyOrNothing(text, debt);
        RowParts.Moment(in row, text);
    }

    // What came in is negative: it left nobody's fund.
    private static (long? FromMarket, long? FromGlobal, long? Fund, long? Global, long? Debt) Moved(in HistoryRow row, EventKind kind)
    {
        switch (kind)
        {
            case EventKind.InsuranceDrawn:
                InsuranceDrawn drawn = row.Body<InsuranceDrawn>();
                return (drawn.FromMarket.Value, drawn.FromGlobal.Value, drawn.MarketFund.Value, drawn.GlobalFund.Value, null);
            case EventKind.InsuranceFunded:
                InsuranceFunded funded = row.Body<InsuranceFunded>();
                return row["market"] != 0
                    ? (-funded.Amount.Value, null, funded.Fund.Value, null, funded.BadDebt.Value)
                    : (null, -funded.Amount.Value, null, funded.Fund.Value, funded.BadDebt.Value);
            case EventKind.BadDebtBooked:
                return (null, null, null, null, row.Body<BadDebtBooked>().BadDebt.Value);
            case EventKind.FundingEnded:
                FundingEnded ended = row.Body<FundingEnded>();
                return (-ended.Residue.Value, null, ended.Insurance.Value, null, null);
            default:
                return (-row.Body<LiquidationStep>().Fee.Value, null, null, null, null);
        }
    }
}
