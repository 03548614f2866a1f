using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>What an amend may change.</summary>
internal sealed class AmendBody : BodyShape
{
    // As the engine bounds a trailing stop's distance: here so that its refusal of a value can only mean the market.
    private const int CallbackMinPpb = 1_000_000, CallbackMaxPpb = 100_000_000;

    public static readonly AmendBody Shape = new();

    public readonly Field Market, Price, Qty, TriggerPrice, Callback, Offset, ExpiresAt;

    private AmendBody()
        : base("Amend")
    {
        Market = Needed("market", FieldType.Market, "The order's market, on whose grid the numbers are.");
        Price = Optional("price", FieldType.Price, "The new limit.");
        Qty = Optional("qty", FieldType.Qty, "The new total; what is filled counts.");
        TriggerPrice = Optional("triggerPrice", FieldType.Price, "The new price at which it is placed.");
        Callback = Optional("callback", FieldType.Rate, "A trailing stop's new distance as a fraction.");
        Offset = Optional("offset", FieldType.Price, "A trailing stop's new distance as a difference of prices.");
        ExpiresAt = Optional("expiresAt", FieldType.Time, "The request itself is refused when it comes at or after this time.");
    }

    public static Problem? Read(ReadOnlySpan<byte> json, VenueTerms venue, Signer who, in OrderName name, ref Command into, string path = "")
    {
        var body = new Body(json, Shape, stackalloc Slot[FieldsMax], path);
        if (body.Market(Shape.Market, venue) is not { } market) return body.Problem;
        ref AmendOrder amend = ref Command.Begin<AmendOrder>(ref into, who.Account, who.Key);
        (amend.Order, amend.ClientId, amend.Market) = (name.Order, name.ClientId, market.Id);
        (amend.Price, amend.Qty, amend.TriggerPrice) = (body.Price(Shape.Price, market), body.Qty(Shape.Qty, market), body.Price(Shape.TriggerPrice, market));
        (amend.CallbackPpb, amend.Offset) = (body.Ppb(Shape.Callback), body.Price(Shape.Offset, market));
        amend.RequestExpiresNs = body.Nanos(Shape.ExpiresAt);
        if (body.Has(Shape.Callback) && amend.CallbackPpb is < CallbackMinPpb or > CallbackMaxPpb) body.Refuse(Shape.Callback);
        if ((body.Given & ~(Shape.Market.Bit | Shape.ExpiresAt.Bit)) == 0)
            body.Refuse(ApiCode.MissingField, "There is nothing to change.", Shape.Price, "one of price, qty, triggerPrice, callback and offset");
        return body.Problem;
    }

    /// <summary>Why an amend was refused: of its values the engine alone knows whether the market is the order's.</summary>
    public static Problem Refusal(in CommandReceipt receipt, string path = "") =>
        receipt.Code == RejectCode.BadValue ? Problem.Bad(path + Shape.Market.Name, "the order's own market") : Problem.Of(in receipt);
}

/// <summary>Which orders a mass cancel means; what is left out lets every order pass.</summary>
internal sealed class MassCancelQuery : BodyShape
{
    public static readonly MassCancelQuery Shape = new();

    public readonly Field Market, Side, Label, Kind, Group;

    private MassCancelQuery()
        : base("MassCancel")
    {
        Market = Optional("market", FieldType.Market, "Only in this market.");
        Side = Optional("side", FieldType.OneOf(Words.Sides), "Only of this side.");
        Label = Optional("label", FieldType.Whole(1, uint.MaxValue), "Only with this tag.");
        Kind = Optional("kind", FieldType.OneOf(Words.MassCancelKinds), "Only resting orders, waiting triggers or TWAPs.");
        Group = Optional("group", FieldType.OrderId, "Only the children of this scale, bracket or pair of orders.");
    }

    public static Problem? Read(ref Body body, VenueTerms venue, Signer who, ref Command into)
    {
        ref MassCancel cancel = ref Command.Begin<MassCancel>(ref into, who.Account, who.Key);
        cancel.Market = body.Market(Shape.Market, venue)?.Id ?? 0;
        cancel.Side = (Side)body.Choice(Shape.Side);
        cancel.Label = (uint)body.Whole(Shape.Label);
        cancel.Scope = body.Has(Shape.Kind) ? (CancelScope)body.Choice(Shape.Kind) : CancelScope.All;
        cancel.Group = new(body.Id(Shape.Group));
        return body.Problem;
    }
}

/// <summary>The switch that cancels when nothing is heard.</summary>
internal sealed class DeadManBody : BodyShape
{
    public static readonly DeadManBody Shape = new();

    public readonly Field Timeout, Market, Label, DropProtective, Flatten;

    private DeadManBody()
        : base("DeadMan")
    {
        Timeout = Needed("timeout", FieldType.Whole(0, 86_400_000), "Milliseconds from now until it fires, 1000 to 86400000; 0 disarms it.");
        Market = Optional("market", FieldType.Market, "Only orders of this market.");
        Label = Optional("label", FieldType.Whole(1, uint.MaxValue), "Only orders with this tag.");
        DropProtective = Optional("dropProtective", FieldType.Flag, "True: protective orders go as well.");
        Flatten = Optional("flatten", FieldType.Flag, "True: positions are closed after the cancels.");
    }

    public static Problem? Read(ReadOnlySpan<byte> json, VenueTerms venue, Signer who, ref Command into, string path = "")
    {
        var body = new Body(json, Shape, stackalloc Slot[FieldsMax], path);
        ref SetDeadMan set = ref Command.Begin<SetDeadMan>(ref into, who.Account, who.Key);
        (set.TimeoutNs, set.Market, set.Label) = (body.Nanos(Shape.Timeout), body.Market(Shape.Market, venue)?.Id ?? 0, (uint)body.Whole(Shape.Label));
        (set.DropProtective, set.Flatten) = ((byte)(body.Flag(Shape.DropProtective) ? 1 : 0), (byte)(body.Flag(Shape.Flatten) ? 1 : 0));
        return body.Problem;
    }
}

/// <summary>Several commands in one request, each with an answer of its own.</summary>
internal sealed class BatchBody : BodyShape
{
    public const int CommandsMax = 50;

    public static readonly BatchBody Shape = new();

    public readonly Field Commands;

    private BatchBody()
        : base("Batch") => Commands = Needed("commands", FieldType.Listing(BatchItemBody.Shape, 1, CommandsMax), "What to do, in this order; one that is refused stops none of the others.");
}

internal sealed class BatchItemBody : BodyShape
{
    public static readonly BatchItemBody Shape = new();

    public readonly Field Op, Id, Body;

    private BatchItemBody()
        : base("BatchItem")
    {
        Op = Needed("op", FieldType.OneOf(Words.BatchOps), "What to do.");
        Id = Optional("id", FieldType.Text(64), "Of amend and cancel: the order, by id or as client: and its clientOrderId.");
        Body = Optional("body", new FieldType(JsonKinds.Object, "an object"), "Of place an Order, of amend an Amend.");
    }
}
