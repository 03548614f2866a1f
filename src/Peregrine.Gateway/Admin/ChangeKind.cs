namespace Peregrine.Gateway.Admin;

/// <summary>What can be proposed.</summary>
internal enum ChangeKind : byte
{
    Parameter = 1,
    MarketState = 2,
    Auction = 3,
    Delisting = 4,
    FeeTier = 5,
    AccountStatus = 6,
    Insurance = 7,
    Withdrawal = 8,
    Role = 9,
    Asset = 10,
    Liquidation = 11,
    Backstop = 12,
    CollateralBuyer = 13,
    EndFounding = 14,
    Tiers = 15,
}
