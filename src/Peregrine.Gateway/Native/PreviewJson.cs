using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Native;

/// <summary>How previews are spelled. Averages are toward zero to a thousandth of a tick; the notional beside them is exact.</summary>
internal static class PreviewJson
{
    /// <summary>An answer with what is needed to write it.</summary>
    public readonly record struct Shown(PreviewAnswer Answer, RoomAnswer? Room, MarketTerms? RoomMarket, VenueTerms Venue, long AsOfSeq, Func<ushort, long> TickLotValueOf);

    private readonly record struct Order(PlannedOrder Planned, MarketTerms Market, long TickLotValue);

    private readonly record struct Side(SideRoom Room, MarketTerms Market);

    private readonly record struct Figures(PositionFigures Position, MarketTerms Market, long TickLotValue);

    private readonly record struct Moved(PlannedPosition Planned, MarketTerms Market, long TickLotValue);

    private static readonly AnswerShape<Order> OrderShape = new AnswerShape<Order>("PreviewedOrder")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("side", AnswerType.Word(Words.Sides), "Also where it follows from the position.", static (json, in v) => json.Plain(Words.Sides.NameOf((int)v.Planned.Side)))
        .With("state", AnswerType.Word(Words.OrderStates), "As the order would be answered.", static (json, in v) => json.Plain(Words.OrderStates.NameOf((int)v.Planned.State)))
        .With("reason", AnswerType.Word(Words.CancelReasons), "Why its rest would be cancelled.", static (json, in v) => json.Plain(Words.CancelReasons.NameOf((int)v.Planned.Stop)), static (in v) => v.Planned.Stop != 0)
        .With("limit", AnswerType.Decimal, "The worst price it would take; of market orders as it would be computed now.", static (json, in v) => json.Decimal(v.Planned.Price.Value, v.Market.Tick), static (in v) => v.Planned.Price.Value != 0)
        .With("qty", AnswerType.Decimal, "Its size.", static (json, in v) => json.Decimal(v.Planned.Qty.Value, v.Market.Lot))
        .With("filled", AnswerType.Decimal, "At once.", static (json, in v) => json.Decimal(v.Planned.Filled.Value, v.Market.Lot))
        .With("average", AnswerType.Decimal, "Of the fills.", static (json, in v) => json.Decimal(RiskJson.Entry(v.Planned.Notional, v.Planned.Filled, v.TickLotValue), v.Market.Tick.Sub), HasFills)
        .With("notional", AnswerType.Decimal, "Of the fills.", static (json, in v) => RiskJson.Money(json, v.Planned.Notional))
        .With("fee", AnswerType.Decimal, "Of the fills, to the venue.", static (json, in v) => RiskJson.Money(json, v.Planned.Fee))
        .With("builderFee", AnswerType.Decimal, "Of the fills, on top.", static (json, in v) => RiskJson.Money(json, v.Planned.BuilderFee), static (in v) => v.Planned.BuilderFee.Value != 0)
        .With("rest", AnswerType.Decimal, "What would stay in the book.", static (json, in v) => json.Decimal(v.Planned.Rest.Value, v.Market.Lot));

    private static readonly AnswerShape<(PlannedFill Fill, MarketTerms Market)> FillShape = new AnswerShape<(PlannedFill Fill, MarketTerms Market)>("PreviewedFill")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("price", AnswerType.Decimal, "Of the order it meets.", static (json, in v) => json.Decimal(v.Fill.Price.Value, v.Market.Tick))
        .With("qty", AnswerType.Decimal, "Of it.", static (json, in v) => json.Decimal(v.Fill.Qty.Value, v.Market.Lot));

    private static readonly AnswerShape<Figures> FiguresShape = new AnswerShape<Figures>("PreviewedFigures")
        .With("size", AnswerType.Decimal, "Below 0 is short.", static (json, in v) => json.Decimal(v.Position.Size.Value, v.Market.Lot))
        .With("entry", AnswerType.Decimal, "Average price.", static (json, in v) => json.Decimal(RiskJson.Entry(v.Position.Cost, v.Position.Size, v.TickLotValue), v.Market.Tick.Sub), static (in v) => v.Position.Size.Value != 0)
        .With("cost", AnswerType.Decimal, "Exact, with its sign.", static (json, in v) => RiskJson.Money(json, v.Position.Cost))
        .With("isolatedMargin", AnswerType.Decimal, "Its pot.", static (json, in v) => RiskJson.Money(json, v.Position.IsolatedMargin), static (in v) => v.Position.IsolatedMargin.Value != 0)
        .With("initialMargin", AnswerType.Decimal, "Of it and its orders.", static (json, in v) => RiskJson.Money(json, v.Position.InitialMargin))
        .With("maintenanceMargin", AnswerType.Decimal, "Of it alone.", static (json, in v) => RiskJson.Money(json, v.Position.MaintenanceMargin))
        .With("liquidationPrice", AnswerType.Decimal, "Left out when there is none.", static (json, in v) => json.Decimal(v.Position.Liquidation.Value, v.Market.Tick.Sub), static (in v) => v.Position.Liquidation.Value != 0)
        .With("bankruptcyPrice", AnswerType.Decimal, "Left out when there is none.", static (json, in v) => json.Decimal(v.Position.Bankruptcy.Value, v.Market.Tick.Sub), static (in v) => v.Position.Bankruptcy.Value != 0)
        .With("breakEven", AnswerType.Decimal, "Left out when there is none.", static (json, in v) => json.Decimal(v.Position.BreakEven.Value, v.Market.Tick.Sub), static (in v) => v.Position.BreakEven.Value != 0);

    private static readonly AnswerShape<Moved> MovedShape = new AnswerShape<Moved>("PreviewedPosition")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("mark", AnswerType.Decimal, "At the moment.", static (json, in v) => json.Decimal(v.Planned.Mark.Value, v.Market.Tick.Sub))
        .With("before", AnswerType.Object(FiguresShape), "As it is.", static (json, in v) => FiguresShape.Write(json, new Figures(v.Planned.Before, v.Market, v.TickLotValue)))
        .With("after", AnswerType.Object(FiguresShape), "As fills at once would leave it.", static (json, in v) => FiguresShape.Write(json, new Figures(v.Planned.After, v.Market, v.TickLotValue)));

    private static readonly AnswerShape<Side> SideShape = new AnswerShape<Side>("SideRoom")
        .With("most", AnswerType.Decimal, "The largest order this side can place now.", static (json, in v) => json.Decimal(v.Room.Most.Value, v.Market.Lot))
        .With("price", AnswerType.Decimal, "The limit this holds for.", static (json, in v) => json.Decimal(v.Room.Price.Value, v.Market.Tick))
        .With("limit", AnswerType.String, "The code that one lot more would be answered with.", static (json, in v) => json.String(ApiCode.Of(v.Room.Limit).Name), static (in v) => v.Room.Limit != RejectCode.None);

    private static readonly AnswerShape<(RoomAnswer Room, MarketTerms Market)> BothShape = new AnswerShape<(RoomAnswer Room, MarketTerms Market)>("Room")
        .With("buy", AnswerType.Object(SideShape), "Buying.", static (json, in v) => SideShape.Write(json, new Side(v.Room.Buy, v.Market)))
        .With("sell", AnswerType.Object(SideShape), "Selling.", static (json, in v) => SideShape.Write(json, new Side(v.Room.Sell, v.Market)));

    private static readonly AnswerShape<PreviewAnswer> AccountsShape = new AnswerShape<PreviewAnswer>("PreviewedAccount")
        .With("before", AnswerType.Object(RiskJson.Figures), "As it is.", static (json, in v) => RiskJson.Figures.Write(json, v.Before))
        .With("after", AnswerType.Object(RiskJson.Figures), "With the fills and what would rest.", static (json, in v) => RiskJson.Figures.Write(json, v.After));

    public static readonly AnswerShape<Shown> Preview = new AnswerShape<Shown>("Preview")
        .With("accepted", AnswerType.Flag, "Whether the order would be taken.", static (json, in v) => json.Bool(v.Answer.Code == RejectCode.None))
        .With("error", AnswerType.Anything, "Why not, as the order would be answered.", static (json, in v) => Refusal(in v).Write(json, default), static (in v) => v.Answer.Code != RejectCode.None)
        .With("needed", AnswerType.Decimal, "Margin, loss against mark and fees that it asks for; 0 when it raises nothing.", static (json, in v) => RiskJson.Money(json, v.Answer.Needed))
        .With("available", AnswerType.Decimal, "Of which it takes that.", static (json, in v) => RiskJson.Money(json, v.Answer.Available))
        .With("orders", OrderShape.Listed, "What would become of each order, in the order in which they run; none when it would be refused.", WriteOrders)
        .With("fills", FillShape.Listed, "What they would meet at once.", WriteFills)
        .With("positions", MovedShape.Listed, "Of each market, before and after.", WritePositions)
        .With("account", AnswerType.Object(AccountsShape), "Before and after.", static (json, in v) => AccountsShape.Write(json, v.Answer))
        .With("room", AnswerType.Object(BothShape), "The most that either side could place of an order like this, where it is one order.", static (json, in v) => BothShape.Write(json, (v.Room!.Value, v.RoomMarket!)), static (in v) => v.Room is not null)
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    public static readonly AnswerShape<(RoomAnswer Room, MarketTerms Market, long AsOfSeq)> Room = new AnswerShape<(RoomAnswer Room, MarketTerms Market, long AsOfSeq)>("MarketRoom")
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("buy", AnswerType.Object(SideShape), "Buying.", static (json, in v) => SideShape.Write(json, new Side(v.Room.Buy, v.Market)))
        .With("sell", AnswerType.Object(SideShape), "Selling.", static (json, in v) => SideShape.Write(json, new Side(v.Room.Sell, v.Market)))
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    private static bool HasFills(in Order order) => order.Planned.Filled.Value != 0;

    private static Problem Refusal(in Shown shown) => Problem.Of(shown.Answer.Code, shown.Answer.Needed.Value, shown.Answer.Available.Value);

    private static void WriteOrders(JsonText json, in Shown shown)
    {
        json.BeginArray();
        foreach (PlannedOrder order in shown.Answer.Orders)
        {
            if (shown.Venue.Find(order.Market) is { } market) OrderShape.Write(json, new Order(order, market, shown.TickLotValueOf(order.Market)));
        }
        json.EndArray();
    }

    private static void WriteFills(JsonText json, in Shown shown)
    {
        json.BeginArray();
        foreach (PlannedFill fill in shown.Answer.Fills)
        {
            if (shown.Venue.Find(fill.Market) is { } market) FillShape.Write(json, (fill, market));
        }
        json.EndArray();
    }

    private static void WritePositions(JsonText json, in Shown shown)
    {
        json.BeginArray();
        foreach (PlannedPosition position in shown.Answer.Positions)
        {
            if (shown.Venue.Find(position.Market) is { } market) MovedShape.Write(json, new Moved(position, market, shown.TickLotValueOf(position.Market)));
        }
        json.EndArray();
    }
}
