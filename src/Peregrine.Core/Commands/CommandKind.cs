namespace Peregrine.Core;

/// <summary>Every input that can change state. Numbers are journaled: never reused.</summary>
public enum CommandKind : byte
{
    Genesis = 1,
    Tick = 2,

    // Operators and feeds
    ListAsset = 10,
    ListMarket = 11,
    SetTier = 12,
    OpenMarket = 13,
    SetMarketState = 14,
    SetFeeTier = 15,
    SetPrices = 16,
    SetAssetPrice = 17,
    SetAccountStatus = 18,
    SetWithdrawalCaps = 19,
    Resumed = 20,
    SetPriceRules = 21,
    SetSource = 22,
    SubmitSamples = 23,

    // Accounts
    CreateAccount = 30,
    SetReferrer = 31,
    ApproveBuilder = 32,
    SetLimits = 33,
    SetKey = 34,
    Deposit = 35,
    RequestWithdrawal = 36,
    ResolveWithdrawal = 37,
    Transfer = 38,

    // Liquidation, by operators
    SetLiquidation = 40,
    SetBackstop = 41,
    SetCollateralBuyer = 42,
    FundInsurance = 43,

    // Positions
    SetLeverage = 50,
    SetMarginMode = 51,
    MoveMargin = 52,
    SetMmp = 53,

    // Orders
    PlaceOrder = 70,
    AmendOrder = 71,
    CancelOrder = 72,
    MassCancel = 73,
    AddExit = 74,
    PlaceScale = 75,
    PlaceTwap = 76,
    ControlTwap = 77,
    PlacePair = 78,
    Reverse = 79,
    CloseAll = 80,
    SetDeadMan = 81,
    CloseSession = 82,

    // Market life: operators
    CallAuction = 100,
    VenueReady = 101,
    DelistMarket = 102,
    EndFounding = 103,
    ProposeChange = 104,
    ProposeTiers = 105,
    ApproveChange = 106,
    DropChange = 107,
    ProposeCommand = 108,
    GrantRole = 109,
    SetFeed = 110,
    AllowFactorReset = 111,

    // Lending and auctions: accounts
    Lend = 112,
    Unlend = 113,
    SetBorrowing = 114,
    QuoteAuction = 116,
}
