using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Admin;

/// <summary>What operators do by hand. Only prices so far: for a venue whose prices come from nowhere else.</summary>
internal static class AdminRoutes
{
    public static readonly Route[] All =
    [
        new("POST", "/admin/prices/{market}", LimitClass.Free, Access.Operator, AllowedActions.None, "Sets a market's index and mark by hand.", SetPrices) { Body = PricesBody.Shape, Answer = Answers.Done },
        new("POST", "/admin/markets/{market}/state", LimitClass.Free, Access.Operator, AllowedActions.None, "Moves a market to another state.", SetState)
        {
            Answer = Answers.Done,
            Body = MarketStateBody.Shape,
        },
    ];

    private static ValueTask SetPrices(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        PricesBody shape = PricesBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetPrices set = ref Command.Begin<SetPrices>(ref call.Commands[0]);
        (set.Market, set.Index, set.Mark) = (market.Id, body.SubPrice(shape.Index, market), body.SubPrice(shape.Mark, market));
        if (!body.Has(shape.Mark)) set.Mark = set.Index;
        set.State = body.Has(shape.State) ? (PriceState)body.Choice(shape.State) : PriceState.Fresh;
        return call.Do(body.Problem);
    }

    private static ValueTask SetState(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        MarketStateBody shape = MarketStateBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetMarketState set = ref Command.Begin<SetMarketState>(ref call.Commands[0]);
        (set.Market, set.State, set.Reason) = (market.Id, (MarketState)body.Choice(shape.State), (int)body.Whole(shape.Reason));
        return call.Do(body.Problem);
    }
}

internal sealed class PricesBody : BodyShape
{
    public static readonly PricesBody Shape = new();

    public readonly Field Index, Mark, State;

    private PricesBody()
        : base("Prices")
    {
        Index = Needed("index", FieldType.Price, "The index, to a thousandth of a tick.");
        Mark = Optional("mark", FieldType.Price, "The mark, to a thousandth of a tick; the index when left out.");
        State = Optional("state", FieldType.OneOf(Words.PriceStates), "How far they may be trusted; fresh when left out.");
    }
}

internal sealed class MarketStateBody : BodyShape
{
    public static readonly MarketStateBody Shape = new();

    public readonly Field State, Reason;

    private MarketStateBody()
        : base("MarketState")
    {
        State = Needed("state", FieldType.OneOf(Words.MarketStates), "Where it goes.");
        Reason = Needed("reason", FieldType.Whole(1, int.MaxValue), "The operator's own code; recorded, not interpreted.");
    }
}
