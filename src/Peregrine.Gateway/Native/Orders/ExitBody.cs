using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>One exit of a bracket.</summary>
internal sealed class ExitBody : BodyShape
{
    public static readonly ExitBody Shape = new();

    public readonly Field Type, Share, Price, TriggerPrice, TriggerBy, ActivationPrice, Callback, Offset, MaxSlippage;

    private ExitBody()
        : base("Exit")
    {
        Type = Needed("type", FieldType.OneOf(Words.ExitForms), "limit and takeProfit take profit, stop and trailing stop the loss.");
        Share = Optional("share", FieldType.Rate, "Of the entry, for each level that takes profit; together 1.");
        Price = Optional("price", FieldType.Price, "The limit.");
        TriggerPrice = Optional("triggerPrice", FieldType.Price, "The price at which it is placed.");
        TriggerBy = Optional("triggerBy", FieldType.OneOf(Words.TriggerRefs), "The price that is watched; mark when left out.");
        ActivationPrice = Optional("activationPrice", FieldType.Price, "A trailing stop follows from this price on.");
        Callback = Optional("callback", FieldType.Rate, "A trailing stop's distance as a fraction.");
        Offset = Optional("offset", FieldType.Price, "A trailing stop's distance as a difference of prices.");
        MaxSlippage = Optional("maxSlippage", FieldType.Rate, "Slippage bound of an exit at market.");
    }
}
