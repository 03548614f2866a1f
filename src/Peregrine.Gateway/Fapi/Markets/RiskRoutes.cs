using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What stands behind losses, how near a market is to deleveraging, and what its index is made of.</summary>
internal static class RiskRoutes
{
    // Of what is held: less than this behind it is thin.
    private const int ThinPpb = 10_000_000;

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/fapi/v1/insuranceBalance", 1, "The insurance fund, and the markets' own.", Insurance),
        VenueRoutes.Open("/fapi/v1/symbolAdlRisk", 1, "Whether insurance would hold, or winners be asked.", AdlRisk),
        VenueRoutes.Open("/fapi/v1/constituents", 2, "What an index is made of.", Constituents),
        VenueRoutes.Open("/fapi/v1/assetIndex", 1, "Nothing: assets are not margined together here.", None),
        VenueRoutes.Open("/fapi/v1/indexInfo", 1, "Nothing: there are no composite indices here.", None),
    ];

    private static ValueTask None(FapiCall call)
    {
        call.Answer.BeginArray().EndArray();
        return default;
    }

    // Of a symbol its own fund; of none all, the fund behind every market first.
    private static async ValueTask Insurance(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? market) || await Ask<AskInsurance, InsuranceFigures>(call, default) is not { } figures) return;
        if (market is not null)
        {
            Write(call, [market], Of(figures, market.Id).Money);
            return;
        }
        call.Answer.BeginArray();
        foreach (InsurancePotFigures pot in figures.Pots)
        {
            if (pot.Market == 0) Write(call, call.Symbols.All, pot.Money);
            else if (call.Symbols.Find(pot.Market) is { } its) Write(call, [its], pot.Money);
        }
        call.Answer.EndArray();
    }

    private static void Write(FapiCall call, FapiMarket[] markets, Micros money)
    {
        call.Answer.BeginObject().Name("symbols"u8).BeginArray();
        foreach (FapiMarket market in markets) call.Answer.Plain(market.Utf8);
        call.Answer.EndArray().Name("assets"u8).BeginArray().BeginObject().Name("asset"u8).String(call.Symbols.Settle);
        call.Answer.Name("marginBalance"u8).Decimal(money.Value, Scale.Micros).Name("updateTime"u8).Number(call.NowMs).EndObject().EndArray().EndObject();
    }

    private static async ValueTask AdlRisk(FapiCall call)
    {
        if (!call.TryMarket(out FapiMarket? only) || await Ask<AskInsurance, InsuranceFigures>(call, default) is not { } figures) return;
        if (only is null) call.Answer.BeginArray();
        foreach (FapiMarket market in only is null ? call.Symbols.All : [only])
        {
            call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("adlRisk"u8).Plain(RiskOf(call, market, figures));
            call.Answer.Name("updateTime"u8).Number(call.NowMs).EndObject();
        }
        if (only is null) call.Answer.EndArray();
    }

    private static ReadOnlySpan<byte> RiskOf(FapiCall call, FapiMarket market, InsuranceFigures figures)
    {
        call.Gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts);
        InsurancePotFigures own = Of(figures, market.Id);
        Int128 held = market.ValueAt(call.Gateway.Accounts.Views.OpenInterest(market.Id), facts.Mark).Value;
        Int128 behind = (Int128)own.Allowance.Value + Of(figures, 0).Allowance.Value;
        if (own.BadDebt.Value < 0 || (held > 0 && behind <= 0)) return "high"u8;
        return behind * Ppb.One < held * ThinPpb ? "medium"u8 : "low"u8;
    }

    private static InsurancePotFigures Of(InsuranceFigures figures, ushort market) => figures.Pots.FirstOrDefault(p => p.Market == market);

    private static async ValueTask Constituents(FapiCall call)
    {
        if (call.Market() is not { } market || await Ask<AskIndex, IndexFigures>(call, new AskIndex(market.Id)) is not { } figures) return;
        long weights = figures.Sources.Sum(static s => s.Health == SampleHealth.Used ? s.Weight : 0L);
        call.Answer.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("time"u8).Number(figures.IndexNs / 1_000_000).Name("constituents"u8).BeginArray();
        foreach (SourceFigures source in figures.Sources)
        {
            // Who does not count now weighs nothing.
            long weight = source.Health == SampleHealth.Used ? source.Weight * (long)Ppb.One / weights : 0;
            call.Answer.BeginObject().Name("exchange"u8).String($"source-{source.Source}").Name("symbol"u8).Plain(market.Utf8);
            call.Answer.Name("price"u8).Decimal(source.Price, market.SubTick).Name("weight"u8).Decimal(weight, Scale.Ppb).EndObject();
        }
        call.Answer.EndArray().EndObject();
    }

    // None, and refused, when the engine does not answer.
    private static async ValueTask<TAnswer?> Ask<TQuestion, TAnswer>(FapiCall call, TQuestion question)
        where TQuestion : struct
        where TAnswer : struct
    {
        Answer<TAnswer> asked = await call.Gateway.Venue.Questions.Ask<TQuestion, TAnswer>(question, 0, CancellationToken.None);
        if (asked.Code == RejectCode.None) return asked.Value;
        call.Refuse(FapiRejects.Of(asked.Code));
        return null;
    }
}
