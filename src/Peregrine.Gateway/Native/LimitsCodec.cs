using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Native;

/// <summary>Limits of an account or a key, in and out.</summary>
internal static class LimitsCodec
{
    public static Problem? Read(ReadOnlySpan<byte> json, VenueTerms venue, out Limits limits, string path = "")
    {
        LimitsBody shape = LimitsBody.Shape;
        var body = new Body(json, shape, stackalloc Slot[BodyShape.FieldsMax], path);
        limits = new Limits
        {
            OrderNotionalMax = body.Money(shape.MaxOrder),
            PositionNotionalMax = body.Money(shape.MaxPosition),
            TotalNotionalMax = body.Money(shape.MaxTotal),
            DayLossMax = body.Money(shape.MaxDayLoss),
            DrawdownMax = body.Money(shape.MaxDrawdown),
            OrdersPerSecondMax = (int)body.Whole(shape.OrdersPerSecond),
            LeverageMax = (ushort)body.Whole(shape.MaxLeverage),
            OnBreach = (BreachAction)body.Choice(shape.OnBreach),
            Actions = (AllowedActions)body.Set(shape.Actions),
        };
        ReadMarkets(ref body, venue, ref limits.Markets);
        return body.Problem;
    }

    public static void Write(JsonText json, in Limits limits, VenueTerms venue)
    {
        json.BeginObject();
        Money(json, "maxOrderNotional"u8, limits.OrderNotionalMax);
        Money(json, "maxPositionNotional"u8, limits.PositionNotionalMax);
        Money(json, "maxTotalNotional"u8, limits.TotalNotionalMax);
        Money(json, "maxDayLoss"u8, limits.DayLossMax);
        Money(json, "maxDrawdown"u8, limits.DrawdownMax);
        if (limits.OrdersPerSecondMax != 0) json.Name("maxOrdersPerSecond"u8).Number(limits.OrdersPerSecondMax);
        if (limits.LeverageMax != 0) json.Name("maxLeverage"u8).Number(limits.LeverageMax);
        if (limits.OnBreach != 0) json.Name("onBreach"u8).Plain(Words.BreachActions.NameOf((int)limits.OnBreach));
        if (limits.Actions != AllowedActions.None) WriteSet(json.Name("actions"u8), Words.Actions, (int)limits.Actions);
        if (limits.Markets[0] != 0)
        {
            json.Name("markets"u8).BeginArray();
            foreach (ushort id in limits.Markets)
            {
                if (venue.Find(id) is { } market) json.Plain(market.Utf8);
            }
            json.EndArray();
        }
        json.EndObject();
    }

    /// <summary>The bits of a set as a list of names.</summary>
    public static void WriteSet(JsonText json, Choices choices, int bits)
    {
        json.BeginArray();
        foreach (Choices.Choice choice in choices.All)
        {
            if ((bits & choice.Value) != 0) json.Plain(choice.Utf8);
        }
        json.EndArray();
    }

    private static void Money(JsonText json, ReadOnlySpan<byte> name, Micros value)
    {
        if (value != Micros.Zero) json.Name(name).Decimal(value.Value, Scale.Micros);
    }

    private static void ReadMarkets(ref Body body, VenueTerms venue, ref MarketList markets)
    {
        Field field = LimitsBody.Shape.Markets;
        JsonItems items = body.Items(field);
        int count = 0;
        while (items.Next())
        {
            if (count == MarketList.Count || venue.Find(items.Item) is not { } market)
            {
                body.Refuse(count == MarketList.Count ? Problem.Bad(body.PathOf(field), field.Type.Expected) : Problem.Of(RejectCode.UnknownMarket) with { Field = $"{body.PathOf(field)}[{count}]" });
                return;
            }
            markets[count++] = market.Id;
        }
    }
}
