namespace Peregrine.Scenarios.Values;

/// <summary>What a field of a command or event means, and so how it is written.</summary>
public enum FieldRole
{
    Number,
    Price,
    FinePrice,
    Quantity,
    Money,
    Rate,
    Duration,
    Instant,
    Order,
    Account,
    Market,
    Asset,
    AssetAmount,
    Key,
    Withdrawal,
    Choice,
    Flags,
    ClientId,
    RequestKey,
    Symbol,
    Markets,
    Billionths,
}
