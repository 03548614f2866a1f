using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Native;

/// <summary>A position with everything that is told of it: what the folds know, and what follows from it by the engine's formulas.</summary>
internal readonly record struct ShownPosition(
    PositionFacts Facts, MarketTerms Market, long TickLotValue, Subticks Mark, PositionFigures Figures, AdlPlace Place, long NextFundingNs)
{
    public bool IsOpen => Facts.Size.Value != 0;
}

/// <summary>How figures of accounts and positions are spelled, in answers and in streams alike.</summary>
internal static class RiskJson
{
    public static readonly AnswerShape<AdlPlace> Place = new AnswerShape<AdlPlace>("AdlPlace")
        .With("rank", AnswerType.Count, "From 1, the first to be asked.", static (json, in v) => json.Number(v.Rank))
        .With("of", AnswerType.Count, "How many there are on this side.", static (json, in v) => json.Number(v.Of))
        .With("percentile", AnswerType.Count, "100 for the first to be asked, near 0 for the last.", static (json, in v) => json.Number(v.Percentile))
        .With("score", AnswerType.Decimal, "Profit times leverage, less when hedged.", static (json, in v) => json.Decimal(v.ScorePpb, Scale.Ppb));

    public static readonly AnswerShape<AccountFigures> Figures = new AnswerShape<AccountFigures>("AccountFigures")
        .With("equity", AnswerType.Decimal, "Against which liquidation is measured.", static (json, in v) => Money(json, v.EquityMaint))
        .With("equityForNewRisk", AnswerType.Decimal, "With paper profit weighted and collateral at its strict weight.", static (json, in v) => Money(json, v.EquityInit))
        .With("equityForWithdrawal", AnswerType.Decimal, "Without any paper profit.", static (json, in v) => Money(json, v.EquityWithdraw))
        .With("initialMargin", AnswerType.Decimal, "Of cross positions and orders.", static (json, in v) => Money(json, v.InitialMargin))
        .With("maintenanceMargin", AnswerType.Decimal, "Below it the account is liquidated.", static (json, in v) => Money(json, v.MaintenanceMargin))
        .With("positionNotional", AnswerType.Decimal, "Of cross positions.", static (json, in v) => Money(json, v.PositionNotional))
        .With("available", AnswerType.Decimal, "For new risk; below 0 what is missing.", static (json, in v) => Money(json, v.Available))
        .With("withdrawable", AnswerType.Decimal, "Before the caps of single assets.", static (json, in v) => Money(json, v.Withdrawable))
        .With("marginRatio", AnswerType.Decimal, "Maintenance margin over equity: 1 is liquidation.", static (json, in v) => json.Decimal(Ratio(in v), Scale.Ppb));

    public static readonly AnswerShape<ShownPosition> Position = new AnswerShape<ShownPosition>("Position")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("size", AnswerType.Decimal, "Below 0 is short.", static (json, in v) => json.Decimal(v.Facts.Size.Value, v.Market.Lot))
        .With("entry", AnswerType.Decimal, "The average price it was opened at, to a thousandth of a tick, toward zero.", static (json, in v) => Price(json, v, Entry(v.Facts.Cost, v.Facts.Size, v.TickLotValue)), IsOpen)
        .With("cost", AnswerType.Decimal, "What was paid for it, with its sign; exact.", static (json, in v) => Money(json, v.Facts.Cost))
        .With("mode", AnswerType.Word(Words.MarginModes), "Whose money stands behind it.", static (json, in v) => json.Plain(Words.MarginModes.NameOf((int)v.Facts.Mode)))
        .With("leverage", AnswerType.Count, "As it is set.", static (json, in v) => json.Number(v.Facts.Leverage))
        .With("isolatedMargin", AnswerType.Decimal, "Its pot.", static (json, in v) => Money(json, v.Facts.IsolatedMargin), static (in v) => v.Facts.Mode == MarginMode.Isolated)
        .With("realised", AnswerType.Decimal, "Since it was opened.", static (json, in v) => Money(json, v.Facts.Realised))
        .With("fees", AnswerType.Decimal, "Since it was opened.", static (json, in v) => Money(json, v.Facts.FeesPaid))
        .With("fundingPaid", AnswerType.Decimal, "Since it was opened; below 0 is received.", static (json, in v) => Money(json, v.Facts.FundingPaid))
        .With("mark", AnswerType.Decimal, "The price it is measured at.", static (json, in v) => Price(json, v, v.Mark.Value), IsOpen)
        .With("unrealised", AnswerType.Decimal, "At mark, rounded down.", static (json, in v) => Money(json, v.Figures.Unrealised), IsOpen)
        .With("equity", AnswerType.Decimal, "Of its pot, or of the cross account.", static (json, in v) => Money(json, v.Figures.Equity), IsOpen)
        .With("initialMargin", AnswerType.Decimal, "Of it and its orders.", static (json, in v) => Money(json, v.Figures.InitialMargin), IsOpen)
        .With("maintenanceMargin", AnswerType.Decimal, "Of it alone.", static (json, in v) => Money(json, v.Figures.MaintenanceMargin), IsOpen)
        .With("liquidationPrice", AnswerType.Decimal, "The mark at which it would be liquidated, all else unchanged; left out when there is none.", static (json, in v) => Price(json, v, v.Figures.Liquidation.Value), static (in v) => v.Figures.Liquidation.Value != 0)
        .With("bankruptcyPrice", AnswerType.Decimal, "Where nothing would be left of what stands behind it.", static (json, in v) => Price(json, v, v.Figures.Bankruptcy.Value), static (in v) => v.Figures.Bankruptcy.Value != 0)
        .With("bankruptcyPriceWithFee", AnswerType.Decimal, "The same, after the fee of closing it.", static (json, in v) => Price(json, v, v.Figures.BankruptcyWithFee.Value), static (in v) => v.Figures.BankruptcyWithFee.Value != 0)
        .With("breakEven", AnswerType.Decimal, "Closing there as a taker leaves what was before it was opened.", static (json, in v) => Price(json, v, v.Figures.BreakEven.Value), static (in v) => v.Figures.BreakEven.Value != 0)
        .With("nextFunding", AnswerType.Decimal, "What it would pay at the next hour; below 0 is received.", static (json, in v) => Money(json, v.Figures.NextFunding), HasFunding)
        .With("nextFundingAt", AnswerType.Time, "When that is.", static (json, in v) => json.Number(v.NextFundingNs / 1_000_000), HasFunding)
        .With("fundingOwed", AnswerType.Decimal, "Of the last hour, still to be settled.", static (json, in v) => Money(json, v.Figures.OwedFunding), static (in v) => v.Figures.OwedFunding.Value != 0)
        .With("adl", AnswerType.Object(Place), "Its place among those that may be deleveraged, to the second.", static (json, in v) => Place.Write(json, v.Place), static (in v) => v.Place.Rank != 0);

    public static void Money(JsonText json, Micros value) => json.Decimal(value.Value, Scale.Micros);

    /// <summary>An average price toward zero, to a thousandth of a tick: for people; the cost beside it is exact.</summary>
    public static long Entry(Micros cost, Lots size, long tickLotValue) =>
        (long)(Int128.Abs(cost.Value) * Subticks.PerTick / (Int128.Abs(size.Value) * tickLotValue));

    private static void Price(JsonText json, in ShownPosition of, long subticks) => json.Decimal(subticks, of.Market.Tick.Sub);

    private static bool IsOpen(in ShownPosition position) => position.IsOpen;

    private static bool HasFunding(in ShownPosition position) => position.IsOpen && position.NextFundingNs != 0;

    // Maintenance margin over equity: 0 is safe, 1 is liquidation.
    private static long Ratio(in AccountFigures figures)
    {
        if (figures.MaintenanceMargin.Value == 0) return 0;
        if (figures.EquityMaint.Value <= 0) return Ppb.One;
        return (long)Int128.Min((Int128)figures.MaintenanceMargin.Value * Ppb.One / figures.EquityMaint.Value, Ppb.One);
    }
}
