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
    /// <summary>A second factor that was lost.</summary>
    FactorReset = 16,
    AssetPrice = 17,
    /// <summary>Where the price of a market or an asset comes from.</summary>
    PriceSources = 18,
    /// <summary>A new way in by an address, for who lost all he came in by and has no address of his own.</summary>
    WayBack = 19,
}
