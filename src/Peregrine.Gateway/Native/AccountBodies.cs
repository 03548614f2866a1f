using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class SubAccountBody : BodyShape
{
    public static readonly SubAccountBody Shape = new();

    public readonly Field Label;

    private SubAccountBody()
        : base("SubAccount") => Label = Needed("label", FieldType.Text(40), "What its owner calls it.");
}

internal sealed class TransferBody : BodyShape
{
    public static readonly TransferBody Shape = new();

    public readonly Field ToAccount, Asset, Amount, RequestId;

    private TransferBody()
        : base("Transfer")
    {
        ToAccount = Needed("toAccount", FieldType.Account, "Another account of the same owner.");
        Asset = Needed("asset", FieldType.Asset, "The asset.");
        Amount = Needed("amount", FieldType.Amount, "How much.");
        RequestId = Optional("requestId", FieldType.Text(64), "The client's own name for this: sent again with it, it happens once.");
    }
}

internal sealed class PaperDepositBody : BodyShape
{
    public static readonly PaperDepositBody Shape = new();

    public readonly Field Amount, RequestId;

    private PaperDepositBody()
        : base("PaperDeposit")
    {
        Amount = Needed("amount", FieldType.Money, "How much paper money, at most 100000.");
        RequestId = Needed("requestId", FieldType.Text(64), "The client's own name for this: sent again with it, it happens once.");
    }
}

internal sealed class BuilderBody : BodyShape
{
    public static readonly BuilderBody Shape = new();

    public readonly Field Builder, MaxFee;

    private BuilderBody()
        : base("Builder")
    {
        Builder = Needed("builder", FieldType.Account, "The account of the front end.");
        MaxFee = Needed("maxFee", FieldType.Rate, "The most it may charge, as a fraction of the notional; \"0\" takes the approval back.");
    }
}

internal sealed class ReferrerBody : BodyShape
{
    public static readonly ReferrerBody Shape = new();

    public readonly Field Referrer;

    private ReferrerBody()
        : base("Referrer") => Referrer = Needed("referrer", FieldType.Account, "The root account of whoever brought this one.");
}

internal sealed class LimitsQuery : FactsQuery
{
    public static new readonly LimitsQuery Shape = new();

    public readonly Field Key;

    private LimitsQuery()
        : base("LimitsQuery") => Key = Optional("key", new FieldType(JsonKinds.Text, "the engine's number of a key, as orders and events tell it"), "One of the account's keys; the account itself when left out.");
}

/// <summary>Limits that the engine enforces. What is left out is without limit.</summary>
internal sealed class LimitsBody : BodyShape
{
    public static readonly LimitsBody Shape = new();

    public readonly Field MaxOrder, MaxPosition, MaxTotal, MaxDayLoss, MaxDrawdown, OrdersPerSecond, MaxLeverage, OnBreach, Markets, Actions;

    private LimitsBody()
        : base("Limits")
    {
        MaxOrder = Optional("maxOrderNotional", FieldType.Money, "Of one order.");
        MaxPosition = Optional("maxPositionNotional", FieldType.Money, "Of the position in a market.");
        MaxTotal = Optional("maxTotalNotional", FieldType.Money, "Of all positions.");
        MaxDayLoss = Optional("maxDayLoss", FieldType.Money, "Since 00:00 UTC.");
        MaxDrawdown = Optional("maxDrawdown", FieldType.Money, "From the highest equity.");
        OrdersPerSecond = Optional("maxOrdersPerSecond", FieldType.Whole(1, int.MaxValue), "Orders in a second of engine time.");
        MaxLeverage = Optional("maxLeverage", FieldType.Whole(1, 100), "The highest leverage.");
        OnBreach = Optional("onBreach", FieldType.OneOf(Words.BreachActions), "What a breach of a loss limit does; reject when left out.");
        Markets = Optional("markets", FieldType.Words(16, "market names"), "The only markets.");
        Actions = Optional("actions", FieldType.Words(Words.Actions), "The only actions.");
    }
}

internal sealed class KeyBody : BodyShape
{
    public static readonly KeyBody Shape = new();

    public readonly Field Label, Scopes, PublicKey, Networks, ExpiresAt, Limits;

    private KeyBody()
        : base("Key")
    {
        Label = Needed("label", FieldType.Text(40), "What its owner calls it.");
        Scopes = Needed("scopes", FieldType.Words(Words.Scopes), "What it may do.");
        PublicKey = Optional("publicKey", FieldType.Text(64), "An Ed25519 public key in base64; left out, the venue makes a secret for HMAC-SHA256.");
        Networks = Optional("networks", FieldType.Words(32, "networks such as \"10.0.0.0/8\""), "The only addresses it may be used from.");
        ExpiresAt = Optional("expiresAt", FieldType.Time, "When it ends.");
        Limits = Optional("limits", FieldType.Object(LimitsBody.Shape), "What the engine enforces besides.");
    }
}
