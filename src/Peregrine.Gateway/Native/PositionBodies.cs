using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class OpenBody : BodyShape
{
    public static readonly OpenBody Shape = new();

    public readonly Field Side, Qty, QuoteQty, Leverage, MaxSlippage, ClientOrderId;

    private OpenBody()
        : base("OpenPosition")
    {
        Side = Needed("side", FieldType.OneOf(Words.Sides), "buy is long, sell is short.");
        Qty = Optional("qty", FieldType.Qty, "How much.");
        QuoteQty = Optional("quoteQty", FieldType.Money, "The money to spend, instead of qty.");
        Leverage = Optional("leverage", FieldType.Whole(1, 100), "Set before the order is sent.");
        MaxSlippage = Optional("maxSlippage", FieldType.Rate, "How far from the better of mark and best price it may trade.");
        ClientOrderId = Optional("clientOrderId", FieldType.ClientId, "The owner's own name for the order.");
    }
}

internal sealed class CloseBody : BodyShape
{
    public static readonly CloseBody Shape = new(isPartial: false);

    public static readonly CloseBody Partial = new(isPartial: true);

    public readonly Field MaxSlippage, ClientOrderId;

    public readonly Field? Percent;

    private CloseBody(bool isPartial)
        : base(isPartial ? "PartialClose" : "ClosePosition")
    {
        if (isPartial) Percent = Needed("percent", FieldType.Whole(1, 100), "How much of the position.");
        MaxSlippage = Optional("maxSlippage", FieldType.Rate, "How far from the better of mark and best price it may trade.");
        ClientOrderId = Optional("clientOrderId", FieldType.ClientId, "The owner's own name for the order.");
    }
}

internal sealed class MarginBody : BodyShape
{
    public static readonly MarginBody Shape = new();

    public readonly Field Amount;

    private MarginBody()
        : base("Margin") => Amount = Needed("amount", FieldType.Money, "How much of the settle asset.");
}

internal sealed class LeverageBody : BodyShape
{
    public static readonly LeverageBody Shape = new();

    public readonly Field Leverage;

    private LeverageBody()
        : base("Leverage") => Leverage = Needed("leverage", FieldType.Whole(1, 100), "A whole number.");
}

/// <summary>With everything left out protection is lifted.</summary>
internal sealed class ProtectionBody : BodyShape
{
    public static readonly ProtectionBody Shape = new();

    public readonly Field Qty, Window, Freeze, ResetOnly;

    private ProtectionBody()
        : base("Protection")
    {
        Qty = Optional("qty", FieldType.Qty, "Maker fills beyond this within the window cancel the account's other quotes there.");
        Window = Optional("window", FieldType.Millis, "It begins with its first fill.");
        Freeze = Optional("freeze", FieldType.Millis, "How long new quotes are refused after that.");
        ResetOnly = Optional("resetOnly", FieldType.Flag, "True: keeps the settings and ends the freeze.");
    }
}

internal sealed class ModeBody : BodyShape
{
    public static readonly ModeBody Shape = new();

    public readonly Field Mode;

    private ModeBody()
        : base("MarginMode") => Mode = Needed("mode", FieldType.OneOf(Words.MarginModes), "cross or isolated.");
}
