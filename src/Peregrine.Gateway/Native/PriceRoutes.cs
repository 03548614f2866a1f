using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Native;

/// <summary>Where prices come from, what funding costs, and what stands behind losses.</summary>
internal static class PriceRoutes
{
    public static readonly Route[] All =
    [
        new("GET", "/funding", LimitClass.Reads, Access.Public, AllowedActions.None, "The funding of every market.", FundingOfAll) { Query = FactsQuery.Shape, Reads = FoldSet.Markets, Answer = Answers.Fundings },
        new("GET", "/funding/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "The last rate, what the next hour will bring, and when.", Funding) { Query = FactsQuery.Shape, Reads = FoldSet.Markets, Answer = PriceJson.Funding },
        new("GET", "/index/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "The index, its sources, and why each counts or does not.", Index) { Query = FactsQuery.Shape, Answer = PriceJson.Index },
        new("GET", "/insurance/funds", LimitClass.Reads, Access.Public, AllowedActions.None, "The insurance funds and what they may pay for one event.", Insurance) { Query = FactsQuery.Shape, Answer = PriceJson.Insurance },
    ];

    private static async ValueTask FundingOfAll(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Trading.Cursor).Name("markets"u8).BeginArray();
        foreach (MarketTerms market in call.Gateway.Terms.Markets)
        {
            if (PriceJson.TryShow(call.Gateway, market, out PriceJson.ShownFunding shown)) PriceJson.Funding.Write(call.Answer, in shown);
        }
        call.Answer.EndArray().EndObject();
    }

    private static async ValueTask Funding(ApiCall call)
    {
        if (call.Market(call.First) is not { } market || !await call.CaughtUp()) return;
        if (PriceJson.TryShow(call.Gateway, market, out PriceJson.ShownFunding shown)) PriceJson.Funding.Write(call.Answer, in shown);
    }

    private static async ValueTask Index(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return;
        if (await call.Ask<AskIndex, IndexFigures>(new AskIndex(market.Id)) is { } answer) PriceJson.Index.Write(call.Answer, new PriceJson.ShownIndex(answer.Value, market, answer.AsOfSeq));
    }

    private static async ValueTask Insurance(ApiCall call)
    {
        if (await call.Ask<AskInsurance, InsuranceFigures>(default) is { } answer) PriceJson.Insurance.Write(call.Answer, new PriceJson.ShownInsurance(answer.Value, call.Gateway.Terms, answer.AsOfSeq));
    }
}

/// <summary>How funding, sources and insurance are spelled, in answers and in streams alike.</summary>
internal static class PriceJson
{
    public readonly record struct ShownFunding(FundingFacts Facts, MarketTerms Market, Subticks Index, long NowNs, long AsOfSeq);

    public readonly record struct ShownIndex(IndexFigures Figures, MarketTerms Market, long AsOfSeq);

    public readonly record struct ShownInsurance(InsuranceFigures Figures, VenueTerms Venue, long AsOfSeq);

    private static readonly AnswerShape<(SourceFigures Source, MarketTerms Market)> SourceShape = new AnswerShape<(SourceFigures Source, MarketTerms Market)>("Source")
        .With("source", AnswerType.Count, "Its number.", static (json, in v) => json.Number(v.Source.Source))
        .With("price", AnswerType.Decimal, "What it said last.", static (json, in v) => json.Decimal(v.Source.Price, v.Market.Tick.Sub), static (in v) => v.Source.Price != 0)
        .With("time", AnswerType.Time, "When.", static (json, in v) => json.Number(v.Source.TimeNs / 1_000_000), static (in v) => v.Source.Price != 0)
        .With("confidence", AnswerType.Decimal, "How far off it thinks it may be, as a fraction.", static (json, in v) => json.Decimal(v.Source.ConfidencePpb, Scale.Ppb))
        .With("weight", AnswerType.Count, "Of its vote.", static (json, in v) => json.Number(v.Source.Weight))
        .With("upstream", AnswerType.Count, "Sources of one upstream have one vote; 0 depends on nobody.", static (json, in v) => json.Number(v.Source.Upstream))
        .With("health", AnswerType.Word(Words.SampleHealths), "Whether it counts now: used; old; uncertain by its own word; an outlier; shared, where another of its upstream speaks; idle, where too few are sound.", static (json, in v) => json.Plain(Words.SampleHealths.NameOf((int)v.Source.Health)));

    public static readonly AnswerShape<ShownFunding> Funding = new AnswerShape<ShownFunding>("Funding")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("on", AnswerType.Flag, "There are funding hours.", static (json, in v) => json.Bool(IsOn(in v)))
        .With("rate", AnswerType.Decimal, "The last hour's, as a fraction of the notional at index.", static (json, in v) => json.Decimal(v.Facts.RatePpb, Scale.Ppb))
        .With("predictedRate", AnswerType.Decimal, "What the next hour will bring if the rest of this one goes on as it went.", static (json, in v) => json.Decimal(v.Facts.ForecastPpb(v.NowNs), Scale.Ppb), IsOn)
        .With("nextAt", AnswerType.Time, "When that is.", static (json, in v) => json.Number(v.Facts.NextHourNs / 1_000_000), IsOn)
        .With("premium", AnswerType.Decimal, "The last second's.", static (json, in v) => json.Decimal(v.Facts.PremiumPpb, Scale.Ppb), IsOn)
        .With("averagePremium", AnswerType.Decimal, "Of this hour so far.", static (json, in v) => json.Decimal(v.Facts.AveragePremiumPpb, Scale.Ppb), IsOn)
        .With("samples", AnswerType.Count, "Seconds of this hour that were counted.", static (json, in v) => json.Number(v.Facts.Samples), IsOn)
        .With("index", AnswerType.Decimal, "At the moment.", static (json, in v) => json.Decimal(v.Index.Value, v.Market.Tick.Sub), static (in v) => v.Index.Value != 0)
        .With("lastPaidRate", AnswerType.Decimal, "What was last paid.", static (json, in v) => json.Decimal(v.Facts.PaidRatePpb, Scale.Ppb), WasPaid)
        .With("lastPaidIndex", AnswerType.Decimal, "At which index.", static (json, in v) => json.Decimal(v.Facts.PaidIndex.Value, v.Market.Tick.Sub), WasPaid)
        .With("lastPaidAt", AnswerType.Time, "For the hour that ended then.", static (json, in v) => json.Number(v.Facts.PaidHourNs / 1_000_000), static (in v) => v.Facts.PaidHourNs != 0)
        .With("asOfSeq", AnswerType.Count, "The facts are true for.", static (json, in v) => json.Number(v.AsOfSeq));

    public static readonly AnswerShape<ShownIndex> Index = new AnswerShape<ShownIndex>("Index")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("index", AnswerType.Decimal, "The one that holds.", static (json, in v) => json.Decimal(v.Figures.Index.Value, v.Market.Tick.Sub), static (in v) => v.Figures.Index.Value != 0)
        .With("mark", AnswerType.Decimal, "The one that holds.", static (json, in v) => json.Decimal(v.Figures.Mark.Value, v.Market.Tick.Sub), static (in v) => v.Figures.Mark.Value != 0)
        .With("priceState", AnswerType.Word(Words.PriceStates), "How far they may be relied on.", static (json, in v) => json.Plain(Words.PriceStates.NameOf((int)v.Figures.State)))
        .With("madeAt", AnswerType.Time, "When the index was made.", static (json, in v) => json.Number(v.Figures.IndexNs / 1_000_000), static (in v) => v.Figures.IndexNs != 0)
        .With("minSources", AnswerType.Count, "Fewer make none; 0 where prices are set by hand.", static (json, in v) => json.Number(v.Figures.MinSources))
        .With("maxAge", AnswerType.Count, "Milliseconds after which a sample does not count.", static (json, in v) => json.Number(v.Figures.MaxAgeNs / 1_000_000))
        .With("candidate", AnswerType.Decimal, "A step that waits for confirmation.", static (json, in v) => json.Decimal(v.Figures.Candidate, v.Market.Tick.Sub), static (in v) => v.Figures.Candidate != 0)
        .With("sources", SourceShape.Listed, "None where prices are set by hand.", WriteSources)
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    private static readonly AnswerShape<(InsurancePotFigures Pot, VenueTerms Venue)> PotShape = new AnswerShape<(InsurancePotFigures Pot, VenueTerms Venue)>("InsuranceFund")
        .With("market", AnswerType.Market, "Whose; left out of the fund behind all markets.", static (json, in v) => json.Plain(v.Venue.Find(v.Pot.Market)!.Utf8), static (in v) => v.Pot.Market != 0 && v.Venue.Find(v.Pot.Market) is not null)
        .With("fund", AnswerType.Decimal, "In it.", static (json, in v) => RiskJson.Money(json, v.Pot.Money))
        .With("allowance", AnswerType.Decimal, "What it may pay for one event now.", static (json, in v) => RiskJson.Money(json, v.Pot.Allowance))
        .With("badDebt", AnswerType.Decimal, "Losses that nobody could pay, at or below 0; made good first.", static (json, in v) => RiskJson.Money(json, v.Pot.BadDebt));

    public static readonly AnswerShape<ShownInsurance> Insurance = new AnswerShape<ShownInsurance>("Insurance")
        .With("funds", PotShape.Listed, "The fund behind all markets first.", WriteFunds)
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    /// <summary>A market's funding by its fold, as of that fold's last word on the market's time.</summary>
    public static bool TryShow(Gateway gateway, MarketTerms market, out ShownFunding shown)
    {
        shown = default;
        if (!gateway.Trading.Views.TryReadFunding(market.Id, out FundingFacts funding) || !gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts)) return false;
        shown = new ShownFunding(funding, market, facts.Index, facts.TimeNs, gateway.Trading.Cursor);
        return true;
    }

    private static bool IsOn(in ShownFunding shown) => shown.Facts.NextHourNs != 0;

    private static bool WasPaid(in ShownFunding shown) => shown.Facts.PaidIndex.Value != 0;

    private static void WriteSources(JsonText json, in ShownIndex shown)
    {
        json.BeginArray();
        foreach (SourceFigures source in shown.Figures.Sources) SourceShape.Write(json, (source, shown.Market));
        json.EndArray();
    }

    private static void WriteFunds(JsonText json, in ShownInsurance shown)
    {
        json.BeginArray();
        foreach (InsurancePotFigures pot in shown.Figures.Pots) PotShape.Write(json, (pot, shown.Venue));
        json.EndArray();
    }
}
