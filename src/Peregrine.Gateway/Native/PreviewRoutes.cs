using Peregrine.Core;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Native;

/// <summary>What an order would do, and how large it may be.</summary>
internal static class PreviewRoutes
{
    public static readonly Route[] All =
    [
        new("POST", "/orders/preview", LimitClass.Reads, Access.Signed, AllowedActions.Read, "What an order of any type would do now; nothing is stored and nothing promised.", Preview)
        {
            Body = OrderBody.Shape,
            Query = FactsQuery.Shape,
            Reads = FoldSet.Markets,
            Answer = PreviewJson.Preview,
        },
        new("GET", "/positions/{market}/room", LimitClass.Reads, Access.Signed, AllowedActions.Read, "The largest order either side can place now, and what limits it.", Room)
        {
            Query = RoomQuery.Shape,
            Answer = PreviewJson.Room,
        },
    ];

    private static async ValueTask Preview(ApiCall call)
    {
        if (OrderCodec.Read(call.Payload, call.Gateway.Terms, call.Signer, call.Commands, out OrderPlan plan) is { } problem)
        {
            call.Refuse(problem);
            return;
        }
        if (await call.Ask<AskPreview, PreviewAnswer>(new AskPreview(call.Commands.AsMemory(0, plan.Commands))) is not { } preview) return;
        RoomAnswer? room = null;
        if (RoomOf(call.Commands, in plan, call.Signer) is { } question) room = (await call.Ask<AskRoom, RoomAnswer>(question))?.Value;
        if (call.Problem is not null) return;
        Func<ushort, long> tickLotValueOf = market => TickLotValueOf(call.Gateway, market);
        PreviewJson.Preview.Write(call.Answer, new PreviewJson.Shown(preview.Value, room, plan.Market, call.Gateway.Terms, preview.AsOfSeq, tickLotValueOf));
    }

    // Of one order that meets the book now; what waits has no price to be measured at.
    private static AskRoom? RoomOf(Command[] commands, in OrderPlan plan, Signer who)
    {
        if (plan.Form is not (OrderForm.Limit or OrderForm.Market) || plan.Market is null) return null;
        ref readonly PlaceOrder order = ref Command.Body<PlaceOrder>(in commands[0]);
        return new AskRoom(who.Account, who.Key, order.Market, order.Price, order.SlipPpb, (order.Flags & OrderFlags.ReduceOnly) != 0);
    }

    private static async ValueTask Room(ApiCall call)
    {
        if (call.Market(call.First) is not { } market || ReadRoom(call, market) is not { } question) return;
        if (await call.Ask<AskRoom, RoomAnswer>(question) is { } room) PreviewJson.Room.Write(call.Answer, (room.Value, market, room.AsOfSeq));
    }

    private static AskRoom? ReadRoom(ApiCall call, MarketTerms market)
    {
        RoomQuery shape = RoomQuery.Shape;
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        var question = new AskRoom(
            call.Who.Account, call.Who.Key, market.Id, query.Price(shape.Price, market), query.Ppb(shape.MaxSlippage), query.Flag(shape.ReduceOnly));
        if (query.Has(shape.Price) && question.Price.Value == 0) query.Refuse(shape.Price);
        call.Since(ref query);
        return call.Problem is null ? question : null;
    }

    private static long TickLotValueOf(Gateway gateway, ushort market) => gateway.Trading.Views.TryRead(market, out MarketFacts facts) ? facts.TickLotValue : 1;
}

internal sealed class RoomQuery : FactsQuery
{
    public static new readonly RoomQuery Shape = new();

    public readonly Field Price, MaxSlippage, ReduceOnly;

    private RoomQuery()
        : base("RoomQuery")
    {
        Price = Optional("price", FieldType.Price, "The limit; a market order when left out.");
        MaxSlippage = Optional("maxSlippage", FieldType.Rate, "Of a market order; 0.005 when left out.");
        ReduceOnly = Optional("reduceOnly", FieldType.Flag, "Only what makes the position smaller.");
    }
}
