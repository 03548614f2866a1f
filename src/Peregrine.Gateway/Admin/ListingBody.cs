using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Admin;

/// <summary>The terms of a new market.</summary>
internal sealed class ListingBody : BodyShape
{
    public static readonly ListingBody Shape = new();

    public readonly Field Market, Tick, Lot, PriceMax, PositionMax, QtyMin, QtyMax, MarketQtyMax, NotionalMin, OiCap, OiLow, OiHigh, BandUp, BandDown, ExecRange, SlipMax, GroupOiShare;
    public readonly Field ProfitWeight, LeverageMax, OpenOrdersMax, TriggerOrdersMax, ReduceOnlyMax, StrictIsolated, Tiers;

    private ListingBody()
        : base("Listing")
    {
        Market = Needed("market", FieldType.Text(Symbol.Size), "Its name: A to Z, digits, - and _.");
        Tick = Needed("tick", FieldType.Rate, "The grid of prices, in quote.");
        Lot = Needed("lot", FieldType.Rate, "The grid of quantities, in base; with the tick it makes whole millionths.");
        PriceMax = Needed("priceMax", FieldType.Price, "The largest price there can be.");
        PositionMax = Needed("positionMax", FieldType.Qty, "Of one account.");
        QtyMin = Needed("qtyMin", FieldType.Qty, "Of an order.");
        QtyMax = Needed("qtyMax", FieldType.Qty, "Of a limit order.");
        MarketQtyMax = Needed("marketQtyMax", FieldType.Qty, "Of a market order.");
        NotionalMin = Needed("notionalMin", FieldType.Money, "Of an order.");
        OiCap = Needed("oiCap", FieldType.Qty, "Open interest above which no match adds any.");
        OiLow = Optional("oiLow", FieldType.Qty, "From here initial margin rises with open interest; with oiHigh.");
        OiHigh = Optional("oiHigh", FieldType.Qty, "Here initial margin is everything.");
        BandUp = Needed("bandUp", FieldType.Rate, "How far above mark a buy may be placed.");
        BandDown = Needed("bandDown", FieldType.Rate, "How far below mark a sell may be placed.");
        ExecRange = Needed("execRange", FieldType.Rate, "How far from mark a match may be.");
        SlipMax = Needed("slipMax", FieldType.Rate, "The slippage that a market order may allow.");
        GroupOiShare = Optional("groupOiShare", FieldType.Rate, "One group's largest share of oiCap.");
        ProfitWeight = Needed("profitWeight", FieldType.Rate, "How much of an unrealised profit counts for new risk.");
        LeverageMax = Needed("leverageMax", FieldType.Whole(1, 100), "Times.");
        OpenOrdersMax = Needed("openOrdersMax", FieldType.Whole(1, ushort.MaxValue), "Of one account.");
        TriggerOrdersMax = Needed("triggerOrdersMax", FieldType.Whole(1, ushort.MaxValue), "Of one account.");
        ReduceOnlyMax = Needed("reduceOnlyMax", FieldType.Whole(1, ushort.MaxValue), "Of one account.");
        StrictIsolated = Optional("strictIsolated", FieldType.Flag, "Margin can be added to an isolated position and never removed.");
        Tiers = Needed("tiers", FieldType.Listing(TierBody.Shape, 1, TierBody.Most), "Margin by notional, the lowest first.");
    }

    /// <summary>The group that lists it; says how many commands it is.</summary>
    public static int Read(ref Body body, Span<Command> group)
    {
        ListMarket terms = ReadGrid(ref body);
        if (body.Problem is not null) return 0;
        ReadSizes(ref body, new MarketTerms(0, terms), ref terms);
        ReadRates(ref body, ref terms);
        group[0] = Command.Of(in terms);
        int tiers = TierBody.Read(ref body, Shape.Tiers, group[1..]);
        group[tiers + 1] = Command.Of(default(OpenMarket));
        return tiers + 2;
    }

    private static ListMarket ReadGrid(ref Body body)
    {
        var terms = new ListMarket
        {
            Symbol = SymbolText.Read(ref body, Shape.Market),
            TickE9 = body.Units(Shape.Tick, 1, Errors.ApiCode.BadValue, null),
            LotE9 = body.Units(Shape.Lot, 1, Errors.ApiCode.BadValue, null),
        };
        if (terms.TickE9 == 0) body.Refuse(Shape.Tick);
        if (terms.LotE9 == 0) body.Refuse(Shape.Lot);
        return terms;
    }

    private static void ReadSizes(ref Body body, MarketTerms grid, ref ListMarket terms)
    {
        terms.PriceMax = body.Price(Shape.PriceMax, grid);
        terms.PositionMax = body.Qty(Shape.PositionMax, grid);
        terms.QtyMin = body.Qty(Shape.QtyMin, grid);
        terms.QtyMax = body.Qty(Shape.QtyMax, grid);
        terms.MarketQtyMax = body.Qty(Shape.MarketQtyMax, grid);
        terms.NotionalMin = body.Money(Shape.NotionalMin);
        terms.OiCap = body.Qty(Shape.OiCap, grid);
        terms.OiLow = body.Qty(Shape.OiLow, grid);
        terms.OiHigh = body.Qty(Shape.OiHigh, grid);
        terms.LeverageMax = (ushort)body.Whole(Shape.LeverageMax);
        terms.OpenOrdersMax = (ushort)body.Whole(Shape.OpenOrdersMax);
        terms.TriggerOrdersMax = (ushort)body.Whole(Shape.TriggerOrdersMax);
        terms.ReduceOnlyMax = (ushort)body.Whole(Shape.ReduceOnlyMax);
        terms.StrictIsolated = body.Flag(Shape.StrictIsolated) ? (byte)1 : (byte)0;
    }

    private static void ReadRates(ref Body body, ref ListMarket terms)
    {
        terms.BandUpPpb = body.Ppb(Shape.BandUp);
        terms.BandDownPpb = body.Ppb(Shape.BandDown);
        terms.ExecRangePpb = body.Ppb(Shape.ExecRange);
        terms.SlipMaxPpb = body.Ppb(Shape.SlipMax);
        terms.GroupOiSharePpb = body.Ppb(Shape.GroupOiShare);
        terms.ProfitWeightPpb = body.Ppb(Shape.ProfitWeight);
    }
}
