using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>What prices, deleveraging and withdrawals would mean for an account.</summary>
internal static class RiskRoutes
{
    private static readonly AnswerShape<(StressedPosition Position, MarketTerms Market)> PositionShape = new AnswerShape<(StressedPosition Position, MarketTerms Market)>("StressedPosition")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("mark", AnswerType.Decimal, "Moved.", static (json, in v) => json.Decimal(v.Position.Mark.Value, v.Market.Tick.Sub))
        .With("unrealised", AnswerType.Decimal, "There.", static (json, in v) => RiskJson.Money(json, v.Position.Unrealised))
        .With("change", AnswerType.Decimal, "Against now.", static (json, in v) => RiskJson.Money(json, v.Position.Change))
        .With("wouldBeLiquidated", AnswerType.Flag, "Its pot, or its cross account, would be below its maintenance margin.", static (json, in v) => json.Bool(v.Position.WouldBeLiquidated));

    private static readonly AnswerShape<(StressAnswer Stress, VenueTerms Venue, long AsOfSeq)> StressShape = new AnswerShape<(StressAnswer Stress, VenueTerms Venue, long AsOfSeq)>("Stress")
        .With("equity", AnswerType.Decimal, "Of the cross account.", static (json, in v) => RiskJson.Money(json, v.Stress.Equity))
        .With("maintenanceMargin", AnswerType.Decimal, "Of the cross account.", static (json, in v) => RiskJson.Money(json, v.Stress.MaintenanceMargin))
        .With("wouldBeLiquidated", AnswerType.Flag, "The cross account.", static (json, in v) => json.Bool(v.Stress.WouldBeLiquidated))
        .With("positions", PositionShape.Listed, "Each at its moved mark, before anything fires or is liquidated.", WritePositions)
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    private static readonly AnswerShape<(WithdrawableAnswer Answer, AssetTerms Asset, long AsOfSeq)> WithdrawableShape = new AnswerShape<(WithdrawableAnswer Answer, AssetTerms Asset, long AsOfSeq)>("Withdrawable")
        .With("asset", AnswerType.Asset, "Of which.", static (json, in v) => json.Plain(v.Asset.Utf8))
        .With("balance", AnswerType.Decimal, "What is there; below 0 is owed.", static (json, in v) => json.Decimal(v.Answer.Balance, v.Asset.Scale))
        .With("amount", AnswerType.Decimal, "What could leave the account now, before the venue's caps of the hour and the day.", static (json, in v) => json.Decimal(v.Answer.Amount, v.Asset.Scale))
        .With("reason", AnswerType.String, "The code that one unit more would be answered with.", static (json, in v) => json.String(ApiCode.Of(v.Answer.Reason).Name), static (in v) => v.Answer.Reason != RejectCode.None)
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    private static readonly AnswerShape<(AdlAnswer Answer, MarketTerms Market, long AsOfSeq)> DeleveragingShape = new AnswerShape<(AdlAnswer Answer, MarketTerms Market, long AsOfSeq)>("Deleveraging")
        .With("rank", AnswerType.Count, "From 1, the first to be asked; 0 for who would not be asked.", static (json, in v) => json.Number(v.Answer.Rank))
        .With("of", AnswerType.Count, "How many could be asked.", static (json, in v) => json.Number(v.Answer.Of))
        .With("score", AnswerType.Decimal, "Profit times leverage, less when hedged.", static (json, in v) => json.Decimal(v.Answer.ScorePpb, Scale.Ppb))
        .With("taken", AnswerType.Decimal, "What a deleveraging of the asked size would take.", static (json, in v) => json.Decimal(v.Answer.Taken.Value, v.Market.Lot))
        .With("forgone", AnswerType.Decimal, "Paper profit given up by that, against mark.", static (json, in v) => RiskJson.Money(json, v.Answer.Forgone))
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    public static readonly Route[] All =
    [
        new("POST", "/account/stress", LimitClass.Reads, Access.Signed, AllowedActions.Read, "What moves of prices would do to the account, all at once.", Stressed)
        {
            Body = StressBody.Shape,
            Query = FactsQuery.Shape,
            Answer = StressShape,
        },
        new("GET", "/account/withdrawable", LimitClass.Reads, Access.Signed, AllowedActions.Read, "How much of an asset could leave now, and what holds the rest.", Withdrawable)
        {
            Query = AssetQuery.Shape,
            Answer = WithdrawableShape,
        },
        new("GET", "/positions/{market}/deleveraging", LimitClass.Reads, Access.Signed, AllowedActions.Read, "What a deleveraging would take from the position, and what that would cost.", Deleveraging)
        {
            Query = DeleveragingQuery.Shape,
            Answer = DeleveragingShape,
        },
    ];

    private static async ValueTask Stressed(ApiCall call)
    {
        if (ReadMoves(call, out int[] moves) is { } problem) call.Refuse(problem);
        else if (await call.Ask<AskStress, StressAnswer>(new AskStress(call.Who.Account, moves)) is { } stress) StressShape.Write(call.Answer, (stress.Value, call.Gateway.Terms, stress.AsOfSeq));
    }

    // What is named of itself wins over what is said of all.
    private static Problem? ReadMoves(ApiCall call, out int[] moves)
    {
        StressBody shape = StressBody.Shape;
        VenueTerms venue = call.Gateway.Terms;
        moves = new int[venue.Markets.Length + 1];
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        Array.Fill(moves, body.Move(shape.All));
        JsonItems items = body.Items(shape.Moves);
        for (int i = 0; items.Next(); i++) body.Refuse(ReadMove(items.Item, $"moves[{i}].", venue, moves));
        return body.Problem;
    }

    private static Problem? ReadMove(ReadOnlySpan<byte> item, string path, VenueTerms venue, int[] moves)
    {
        var move = new Body(item, MoveBody.Shape, stackalloc Slot[BodyShape.FieldsMax], path);
        if (move.Market(MoveBody.Shape.Market, venue) is { } market) moves[market.Id] = move.Move(MoveBody.Shape.By);
        return move.Problem;
    }

    private static async ValueTask Withdrawable(ApiCall call)
    {
        if (ReadAsset(call) is not { } asset) return;
        if (await call.Ask<AskWithdrawable, WithdrawableAnswer>(new AskWithdrawable(call.Who.Account, asset.Id)) is { } answer) WithdrawableShape.Write(call.Answer, (answer.Value, asset, answer.AsOfSeq));
    }

    private static AssetTerms? ReadAsset(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        AssetTerms? asset = query.Has(AssetQuery.Shape.Asset) ? query.Asset(AssetQuery.Shape.Asset, call.Gateway.Terms) : call.Gateway.Terms.FindAsset(1);
        call.Since(ref query);
        return call.Problem is null ? asset : null;
    }

    private static async ValueTask Deleveraging(ApiCall call)
    {
        if (call.Market(call.First) is not { } market || ReadDeleveraging(call, market) is not { } question) return;
        if (await call.Ask<AskDeleveraging, AdlAnswer>(question) is { } answer) DeleveragingShape.Write(call.Answer, (answer.Value, market, answer.AsOfSeq));
    }

    private static AskDeleveraging? ReadDeleveraging(ApiCall call, MarketTerms market)
    {
        DeleveragingQuery shape = DeleveragingQuery.Shape;
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        var question = new AskDeleveraging(call.Who.Account, market.Id, query.Qty(shape.Qty, market), query.Price(shape.Price, market));
        if (question.Lots.Value == 0) query.Refuse(shape.Qty);
        call.Since(ref query);
        return call.Problem is null ? question : null;
    }

    private static void WritePositions(JsonText json, in (StressAnswer Stress, VenueTerms Venue, long AsOfSeq) shown)
    {
        json.BeginArray();
        foreach (StressedPosition position in shown.Stress.Positions)
        {
            if (shown.Venue.Find(position.Market) is { } market) PositionShape.Write(json, (position, market));
        }
        json.EndArray();
    }
}

internal sealed class StressBody : BodyShape
{
    public static readonly StressBody Shape = new();

    public readonly Field All, Moves;

    private StressBody()
        : base("StressQuestion")
    {
        All = Optional("all", FieldType.Move, "How far every mark moves that is not named.");
        Moves = Optional("moves", FieldType.Listing(MoveBody.Shape, 1, 64), "How far single marks move.");
    }
}

internal sealed class MoveBody : BodyShape
{
    public static readonly MoveBody Shape = new();

    public readonly Field Market, By;

    private MoveBody()
        : base("Move")
    {
        Market = Needed("market", FieldType.Market, "Whose mark.");
        By = Needed("by", FieldType.Move, "How far.");
    }
}

internal sealed class AssetQuery : FactsQuery
{
    public static new readonly AssetQuery Shape = new();

    public readonly Field Asset;

    private AssetQuery()
        : base("AssetQuery") => Asset = Optional("asset", FieldType.Asset, "The settle asset when left out.");
}

internal sealed class DeleveragingQuery : FactsQuery
{
    public static new readonly DeleveragingQuery Shape = new();

    public readonly Field Qty, Price;

    private DeleveragingQuery()
        : base("DeleveragingQuery")
    {
        Qty = Needed("qty", FieldType.Qty, "How much would have to be closed.");
        Price = Optional("price", FieldType.Price, "At which; mark when left out.");
    }
}
