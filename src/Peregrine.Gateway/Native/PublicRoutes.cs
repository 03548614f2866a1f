using Microsoft.AspNetCore.Http;
using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;
using Peregrine.History;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Native;

/// <summary>What everybody may know of the venue itself: how it stands, what it trades, on what terms.</summary>
internal static class PublicRoutes
{
    public static readonly Route[] All =
    [
        new("GET", "/status", LimitClass.Free, Access.Public, AllowedActions.None, "How the venue stands, and what in it is simulated.", Status) { Answer = Answers.Status },
        new("GET", "/health", LimitClass.Free, Access.Public, AllowedActions.None, "200 while this process can answer at all; 503 with reasons when it cannot do its work.", Health) { Answer = Answers.Reasons },
        new("GET", "/ready", LimitClass.Free, Access.Public, AllowedActions.None, "200 when orders are taken; 503 with reasons.", Ready) { Answer = Answers.Reasons },
        new("GET", "/time", LimitClass.Free, Access.Public, AllowedActions.None, "The gateway's clock.", Time) { Answer = Answers.Time },
        new("GET", "/markets", LimitClass.Reads, Access.Public, AllowedActions.None, "The terms of every market.", Markets) { Answer = Answers.Markets },
        new("GET", "/markets/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "The terms of one market.", Market) { Answer = Answers.Market },
        new("GET", "/assets", LimitClass.Reads, Access.Public, AllowedActions.None, "What is taken as collateral.", Assets) { Answer = Answers.Assets },
        new("GET", "/fees", LimitClass.Reads, Access.Public, AllowedActions.None, "The fee tiers.", Fees) { Answer = Answers.Fees },
    ];

    private static ValueTask Status(ApiCall call)
    {
        VenueFace face = call.Gateway.Venue.Face;
        GatewayOptions options = call.Gateway.Options;
        call.Answer.BeginObject().Name("state"u8).Plain(StateOf(call, face));
        if (!face.IsWriting) call.Answer.Name("why"u8).String(face.Why);
        call.Answer.Name("seq"u8).Number(face.Seq).Name("time"u8).Number(NowMs(call)).Name("version"u8).String(options.Version);
        call.Answer.Name("rulesVersion"u8).Number(face.RulesVersion).Name("paper"u8).Bool(options.IsPaper).Name("prices"u8).String(options.Prices);
        WriteSimulation(call.Answer.Name("simulated"u8), options.Simulation);
        WriteTroubles(call.Answer, call.Gateway);
        WriteHistory(call.Answer, call.Gateway.Venue.History, face.Seq);
        call.Answer.EndObject();
        return default;
    }

    private static void WriteSimulation(JsonText json, Simulation simulated)
    {
        json.BeginObject().Name("prices"u8).Bool(simulated.Prices).Name("agents"u8).Bool(simulated.Agents);
        if (simulated.Prices) json.Name("scenario"u8).String(simulated.Scenario).Name("speed"u8).Number(simulated.Speed);
        json.EndObject();
    }

    // What stands still by itself: which, at which event, since when. Everything else goes on.
    private static void WriteTroubles(JsonText json, Gateway gateway)
    {
        json.Name("standing"u8).BeginArray();
        foreach (FoldTrouble trouble in gateway.Troubles)
        {
            json.BeginObject().Name("what"u8).String(trouble.Fold).Name("event"u8).String($"{trouble.Seq}/{trouble.Index}");
            json.Name("since"u8).Number(trouble.SinceMs).Name("why"u8).String(trouble.Why).EndObject();
        }
        json.EndArray();
    }

    private static void WriteHistory(JsonText json, IHistory history, long seq)
    {
        long cursor = history.Cursor;
        json.Name("history"u8).BeginObject().Name("seq"u8).Number(cursor).Name("behind"u8).Number(Math.Max(0, seq - cursor));
        if (history.Trouble is { } trouble) json.Name("trouble"u8).String(trouble);
        json.EndObject();
    }

    private static ReadOnlySpan<byte> StateOf(ApiCall call, VenueFace face) =>
        !face.IsWriting ? "readOnly"u8 : call.Gateway.IsReady ? "running"u8 : "starting"u8;

    private static ValueTask Health(ApiCall call) => Reasons(call, call.Gateway.Trouble is { } trouble ? [trouble] : [.. call.Gateway.Troubles.Select(static t => t.ToString())]);

    private static ValueTask Ready(ApiCall call)
    {
        List<string> reasons = [];
        VenueFace face = call.Gateway.Venue.Face;
        if (!face.IsWriting) reasons.Add(face.Why);
        if (!call.Gateway.IsReady) reasons.Add("The gateway has not caught up with the venue yet.");
        return Reasons(call, reasons);
    }

    private static ValueTask Reasons(ApiCall call, List<string> reasons)
    {
        bool isWell = reasons.Count == 0;
        call.Status = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        call.Answer.BeginObject().Name("ok"u8).Bool(isWell).Name("reasons"u8).BeginArray();
        foreach (string reason in reasons) call.Answer.String(reason);
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Time(ApiCall call)
    {
        long ns = (call.Gateway.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        call.Answer.BeginObject().Name("time"u8).Number(ns / 1_000_000).Name("timeNs"u8).Id(ns).EndObject();
        return default;
    }

    private static long NowMs(ApiCall call) => call.Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static ValueTask Markets(ApiCall call)
    {
        VenueTerms terms = call.Gateway.Terms;
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Markets.Cursor).Name("markets"u8).BeginArray();
        foreach (MarketTerms market in terms.Markets) Write(call, market, terms);
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static ValueTask Market(ApiCall call)
    {
        VenueTerms terms = call.Gateway.Terms;
        if (call.Market(call.First) is { } market) Write(call, market, terms);
        return default;
    }

    private static void Write(ApiCall call, MarketTerms market, VenueTerms venue)
    {
        JsonText json = call.Answer;
        ListMarket terms = market.Terms;
        json.BeginObject().Name("market"u8).Plain(market.Utf8).Name("marketId"u8).Number(market.Id);
        json.Name("state"u8).Plain(Words.MarketStates.NameOf((int)market.State));
        json.Name("tickSize"u8).Decimal(1, market.Tick).Name("lotSize"u8).Decimal(1, market.Lot);
        json.Name("maxPrice"u8).Decimal(terms.PriceMax.Value, market.Tick);
        json.Name("minQty"u8).Decimal(terms.QtyMin.Value, market.Lot).Name("maxQty"u8).Decimal(terms.QtyMax.Value, market.Lot);
        json.Name("maxMarketQty"u8).Decimal(terms.MarketQtyMax.Value, market.Lot).Name("minNotional"u8).Decimal(terms.NotionalMin.Value, Scale.Micros);
        json.Name("maxPosition"u8).Decimal(terms.PositionMax.Value, market.Lot);
        json.Name("openInterest"u8).Decimal(call.Gateway.Accounts.Views.OpenInterest(market.Id).Value, market.Lot).Name("openInterestCap"u8).Decimal(terms.OiCap.Value, market.Lot);
        if (terms.GroupOiSharePpb != 0) json.Name("groupOpenInterestShare"u8).Decimal(terms.GroupOiSharePpb, Scale.Ppb);
        if (call.Gateway.Trading.Views.TryReadFunding(market.Id, out FundingFacts funding) && funding.NextHourNs != 0) json.Name("nextFundingAt"u8).Number(funding.NextHourNs / 1_000_000);
        json.Name("bandUp"u8).Decimal(terms.BandUpPpb, Scale.Ppb).Name("bandDown"u8).Decimal(terms.BandDownPpb, Scale.Ppb);
        json.Name("executionRange"u8).Decimal(terms.ExecRangePpb, Scale.Ppb).Name("maxSlippage"u8).Decimal(terms.SlipMaxPpb, Scale.Ppb);
        json.Name("maxLeverage"u8).Number(terms.LeverageMax).Name("maxOpenOrders"u8).Number(terms.OpenOrdersMax);
        json.Name("maxTriggerOrders"u8).Number(terms.TriggerOrdersMax).Name("strictIsolated"u8).Bool(terms.StrictIsolated != 0);
        json.Name("tiers"u8).BeginArray();
        foreach (MarginTier tier in market.Tiers)
        {
            json.BeginObject().Name("floor"u8).Decimal(tier.Floor.Value, Scale.Micros).Name("initialRate"u8).Decimal(tier.ImrPpb, Scale.Ppb);
            json.Name("maintenanceRate"u8).Decimal(tier.MmrPpb, Scale.Ppb).EndObject();
        }
        json.EndArray();
        if (venue.FeeTiers.Length > 0)
        {
            json.Name("fees"u8).BeginObject().Name("maker"u8).Decimal(venue.FeeTiers[0].MakerPpb, Scale.Ppb);
            json.Name("taker"u8).Decimal(venue.FeeTiers[0].TakerPpb, Scale.Ppb).EndObject();
        }
        json.EndObject();
    }

    private static ValueTask Assets(ApiCall call)
    {
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Markets.Cursor).Name("assets"u8).BeginArray();
        foreach (AssetTerms asset in call.Gateway.Terms.Assets)
        {
            call.Answer.BeginObject().Name("asset"u8).Plain(asset.Utf8).Name("decimals"u8).Number(asset.Terms.Decimals);
            call.Answer.Name("isSettle"u8).Bool(asset.Id == 1).Name("price"u8).Decimal(asset.Index.Value, Scale.Micros);
            call.Answer.Name("priceState"u8).Plain(Words.PriceStates.NameOf((int)asset.PriceState));
            if (asset.Id != 1) WriteCollateral(call.Answer, asset);
            call.Answer.EndObject();
        }
        call.Answer.EndArray().EndObject();
        return default;
    }

    private static void WriteCollateral(JsonText json, AssetTerms asset)
    {
        json.Name("initialWeight"u8).Decimal(asset.Terms.InitWeightPpb, Scale.Ppb).Name("maintenanceWeight"u8).Decimal(asset.Terms.MaintWeightPpb, Scale.Ppb);
        json.Name("accountCap"u8).Decimal(asset.Terms.AccountCap, asset.Scale).Name("platformCap"u8).Decimal(asset.Terms.PlatformCap, asset.Scale);
    }

    private static ValueTask Fees(ApiCall call)
    {
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Markets.Cursor).Name("tiers"u8).BeginArray();
        foreach (SetFeeTier row in call.Gateway.Terms.FeeTiers)
        {
            call.Answer.BeginObject().Name("tier"u8).Number(row.Tier).Name("volume30d"u8).Decimal(row.VolumeMin.Value, Scale.Micros);
            call.Answer.Name("maker"u8).Decimal(row.MakerPpb, Scale.Ppb).Name("taker"u8).Decimal(row.TakerPpb, Scale.Ppb).EndObject();
        }
        call.Answer.EndArray().EndObject();
        return default;
    }
}
