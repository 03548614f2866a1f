using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Tables;
using Peregrine.Gateway.Rates;
using Peregrine.History;

namespace Peregrine.Gateway.Native;

/// <summary>What an account's past adds up to: its curve, and what it pays for its volume.</summary>
internal static class StandingRoutes
{
    private const long DayNs = 86_400_000_000_000;
    private static readonly string[] CurveColumns = ["day", "equity", "inflow", "pnl", "realised", "fees", "funding", "volume"];

    public static readonly Route[] All =
    [
        new("GET", "/portfolio", LimitClass.Reads, Access.Signed, AllowedActions.Read, "The account's worth and profit day by day, from old to new; the last row is today so far.", Portfolio)
        {
            Query = CurveQuery.Shape, HasCsv = true, Answer = PageShapes.Of("portfolio", CurveColumns),
        },
        new("GET", "/fee-tier", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Today's rates, the volume that decided them, and what the next tier needs.", FeeTier)
        {
            Query = FactsQuery.Shape, Answer = Answers.FeeTier,
        },
    ];

    private static async ValueTask Portfolio(ApiCall call)
    {
        (long from, long to, bool isCsv) = Asked(call);
        if (!await call.Stored()) return;
        int account = call.Who.Account;
        // One day more than is shown, from which the first one's profit is counted.
        (long cursor, IReadOnlyList<PortfolioDay> days) = await call.Gateway.Venue.History.Ask(history => (history.Cursor, history.ReadPortfolio(account, from - 1, to)), call.Http.RequestAborted);
        var page = new PageAnswer(call, CurveColumns, isCsv, cursor);
        long before = 0;
        foreach (PortfolioDay day in days)
        {
            if (day.Day >= from) Write(page.Rows, in day, day.Equity - before - day.Inflow);
            before = day.Equity;
        }
        page.End(null);
    }

    private static void Write(RowText row, in PortfolioDay day, long profit)
    {
        row.BeginRow();
        row.Time(day.Day * DayNs);
        row.Decimal(day.Equity, Scale.Micros);
        row.Decimal(day.Inflow, Scale.Micros);
        row.Decimal(profit, Scale.Micros);
        row.Decimal(day.Realised, Scale.Micros);
        row.Decimal(day.Fees, Scale.Micros);
        row.Decimal(day.Funding, Scale.Micros);
        row.Decimal(day.Volume, Scale.Micros);
        row.EndRow();
    }

    private static (long From, long To, bool IsCsv) Asked(ApiCall call)
    {
        CurveQuery shape = CurveQuery.Shape;
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        long to = query.Has(shape.Until) ? (query.Nanos(shape.Until) - 1) / DayNs : int.MaxValue;
        long from = query.Has(shape.Since) ? query.Nanos(shape.Since) / DayNs : 0;
        bool isCsv = query.Has(shape.Format) ? query.Choice(shape.Format) == 2 : call.WantsCsv;
        call.Since(ref query);
        return (from, to, isCsv);
    }

    private static async ValueTask FeeTier(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        long seq = call.Gateway.Accounts.Cursor;
        Answer<FeeFigures> asked = await call.Gateway.Venue.Questions.Ask<AskFees, FeeFigures>(new AskFees(call.Who.Account), seq, call.Http.RequestAborted);
        if (asked.Code != RejectCode.None)
        {
            call.Refuse(Problem.Of(asked.Code));
            return;
        }
        Write(call, asked.Value, asked.AsOfSeq);
    }

    private static void Write(ApiCall call, in FeeFigures figures, long asOfSeq)
    {
        JsonText json = call.Answer.BeginObject().Name("tier"u8).Number(figures.Tier).Name("maker"u8).Decimal(figures.MakerPpb, Scale.Ppb);
        json.Name("taker"u8).Decimal(figures.TakerPpb, Scale.Ppb).Name("volume30d"u8).Decimal(figures.Volume.Value, Scale.Micros);
        json.Name("volumeToday"u8).Decimal(figures.Today.Value, Scale.Micros);
        foreach (SetFeeTier row in call.Gateway.Terms.FeeTiers)
        {
            if (row.Tier != figures.Tier + 1) continue;
            json.Name("next"u8).BeginObject().Name("tier"u8).Number(row.Tier).Name("maker"u8).Decimal(row.MakerPpb, Scale.Ppb).Name("taker"u8).Decimal(row.TakerPpb, Scale.Ppb);
            json.Name("volume30d"u8).Decimal(row.VolumeMin.Value, Scale.Micros);
            json.Name("missing"u8).Decimal(Math.Max(0, (row.VolumeMin - figures.NextVolume).Value), Scale.Micros).EndObject();
        }
        json.Name("asOfSeq"u8).Number(asOfSeq).EndObject();
    }
}

/// <summary>A span of days, all at once.</summary>
internal sealed class CurveQuery : FactsQuery
{
    public static new readonly CurveQuery Shape = new();

    public readonly Field Since, Until, Format;

    private CurveQuery()
        : base("Curve")
    {
        Since = Optional("from", FieldType.Time, "From the day of this moment on.");
        Until = Optional("to", FieldType.Time, "Only days that began before this moment.");
        Format = Optional("format", FieldType.OneOf(PageQuery.Formats), "csv for lines of text; Accept: text/csv does the same.");
    }
}
