using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>One leg of a pair order.</summary>
internal sealed class LegBody : BodyShape
{
    public static readonly LegBody Shape = new();

    public readonly Field Market, Side, Unit, MaxSlippage;

    private LegBody()
        : base("Leg")
    {
        Market = Needed("market", FieldType.Market, "The market.");
        Side = Needed("side", FieldType.OneOf(Words.Sides), "Buy or sell.");
        Unit = Needed("unit", FieldType.Qty, "How much of it is in one unit of the pair.");
        MaxSlippage = Optional("maxSlippage", FieldType.Rate, "How far from mark it may trade.");
    }
}
