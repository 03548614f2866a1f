namespace Peregrine.Core;

/// <summary>Why a command was refused. Numbers are journaled and public: never reused, grouped by hundreds.</summary>
/// <remarks>The text that a client sees stands beside each number in <see cref="RejectText"/>.</remarks>
public enum RejectCode : ushort
{
    None = 0,

    // 1xx: the command itself
    NotPermitted = 101,
    KeyLimit = 102,
    DuplicateIdMismatch = 103,
    ExpiredRequest = 104,
    BadCombination = 105,
    BadClientId = 106,
    BadValue = 107,
    UnknownKey = 108,

    // 2xx: the account
    UnknownAccount = 201,
    InsufficientMargin = 202,
    AccountState = 203,
    MmpActive = 204,
    TooManyOrders = 205,
    ReduceOnlyNoPosition = 206,
    WithdrawLimit = 207,
    LendLiquidity = 208,
    InsufficientBalance = 209,
    LeverageRange = 210,
    MarginModeLocked = 211,
    NoPosition = 212,
    TooManyAccounts = 213,
    UnknownAsset = 214,
    UnknownWithdrawal = 215,
    BuilderNotApproved = 216,
    StrictIsolated = 217,
    AuctionQuotes = 218,

    // 3xx: the market and its book
    UnknownMarket = 301,
    MarketState = 302,
    PriceState = 303,
    BadTick = 304,
    BadLot = 305,
    QtyRange = 306,
    MinNotional = 307,
    PriceBand = 308,
    WouldTake = 309,
    WouldTrigger = 310,
    OiCap = 311,
    FokNotFillable = 312,
    PairNotFillable = 313,
    UnknownOrder = 314,
    NotAmendable = 315,
    PricedBySources = 316,
    PricedByHand = 317,
    UnknownSource = 318,
    UnknownAuction = 319,
    QuoteNotBetter = 320,

    // 4xx: operators and capacities
    BadListing = 401,
    BadParameter = 402,
    CapacityFull = 403,
    AlreadyDone = 404,
    BadTransition = 405,
    LiquidationOff = 406,
    TooEarly = 407,
    NoticeTooShort = 408,
    SameAdmin = 409,
    UnknownChange = 410,

    // 9xx: refused before sequencing, by the gateway or the ring
    Busy = 901,
    /// <summary>The venue writes nothing any more; its status says why.</summary>
    ReadOnly = 902,
    /// <summary>Whether it was done will be known after a restart only: ask by client order id.</summary>
    InDoubt = 903,
    /// <summary>A question about a state that whoever answers has not reached in time.</summary>
    Lagging = 904,
}
