using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>The exits of a bracket, one command each behind their entry.</summary>
internal static class ExitCodec
{
    private const int ExitsMax = 5;

    /// <returns>How many there are; what is wrong with them is told by <paramref name="body"/>.</returns>
    public static int Read(ref Body body, MarketTerms market, Signer who, Span<Command> into)
    {
        Field exits = OrderBody.Shape.Exits;
        if (!body.Has(exits)) return 0;
        JsonItems items = body.Items(exits);
        int count = 0;
        while (items.Next())
        {
            if (count == ExitsMax)
            {
                body.Refuse(exits);
                return 0;
            }
            Fill(ref Command.Begin<AddExit>(ref into[count], who.Account, who.Key), ref body, items.Item, count, market);
            count++;
        }
        if (count == 0) body.Refuse(exits);
        return count;
    }

    private static void Fill(ref AddExit exit, ref Body body, ReadOnlySpan<byte> json, int index, MarketTerms market)
    {
        ExitBody shape = ExitBody.Shape;
        var fields = new Body(json, shape, stackalloc Slot[BodyShape.FieldsMax], $"{body.PathOf(OrderBody.Shape.Exits)}[{index}].");
        var form = (OrderForm)fields.Choice(shape.Type);
        fields.RequireAll(form switch
        {
            OrderForm.Limit => shape.Price.Bit | shape.Share.Bit,
            OrderForm.TakeProfit => shape.TriggerPrice.Bit | shape.Share.Bit,
            OrderForm.Stop => shape.TriggerPrice.Bit,
            _ => 0,
        });
        exit.Trigger = form switch
        {
            OrderForm.TakeProfit => TriggerKind.TakeProfit,
            OrderForm.Stop => TriggerKind.Stop,
            OrderForm.Trailing => TriggerKind.Trailing,
            _ => TriggerKind.None,
        };
        exit.Type = fields.Has(shape.Price) ? OrderType.Limit : OrderType.Market;
        exit.TriggerBy = (TriggerRef)fields.Choice(shape.TriggerBy);
        exit.SharePpb = fields.Ppb(shape.Share);
        exit.Price = fields.Price(shape.Price, market);
        exit.TriggerPrice = fields.Price(shape.TriggerPrice, market);
        exit.ActivationPrice = fields.Price(shape.ActivationPrice, market);
        exit.Offset = fields.Price(shape.Offset, market);
        exit.CallbackPpb = fields.Ppb(shape.Callback);
        exit.SlipPpb = fields.Ppb(shape.MaxSlippage);
        body.Refuse(fields.Problem);
    }
}
