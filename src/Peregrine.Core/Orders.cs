namespace Peregrine.Core;

public enum OrderType : byte
{
    Limit = 1,
    /// <summary>An immediate-or-cancel order whose limit the engine computes from mark, book and slippage.</summary>
    Market = 2,
    /// <summary>No quantity: whatever the position is when it executes.</summary>
    ClosePosition = 3,
}

public enum TimeInForce : byte
{
    Gtc = 1,
    Gtd = 2,
    Ioc = 3,
    Fok = 4,
}

/// <summary>What happens when an order would meet another of the same group. The incoming order decides.</summary>
public enum StpMode : byte
{
    CancelOldest = 1,
    CancelNewest = 2,
    CancelBoth = 3,
    Decrement = 4,
}

public enum TriggerKind : byte
{
    None = 0,
    Stop = 1,
    TakeProfit = 2,
    Trailing = 3,
}

/// <summary>The price a trigger watches. The numbers are the order in which references are evaluated.</summary>
public enum TriggerRef : byte
{
    Mark = 1,
    Index = 2,
    Last = 3,
}

[Flags]
public enum OrderFlags : ushort
{
    None = 0,
    /// <summary>Refused with <see cref="RejectCode.WouldTake"/> when it would trade at once.</summary>
    PostOnly = 1,
    /// <summary>With <see cref="PostOnly"/>: moved one tick behind the opposite best price instead.</summary>
    Slide = 2,
    ReduceOnly = 4,
    /// <summary>A trigger whose condition already holds fires at once instead of being refused.</summary>
    AllowImmediate = 8,
    /// <summary>A last-price trigger fires even when last is more than 5 % from mark.</summary>
    NoLastGuard = 16,
    /// <summary>The size is given as an amount of quote money.</summary>
    ByQuote = 32,
    /// <summary>A position's take-profit or stop-loss: a waiting trigger without quantity, one of each kind per position.</summary>
    PositionExit = 64,
    /// <summary>One of exactly two orders of a group, each reduced by what the other fills.</summary>
    Oco = 128,
    /// <summary>Counts as protection that a dead-man switch spares when asked to.</summary>
    Protective = 256,
    /// <summary>Cancelled when the session that placed it is lost.</summary>
    CancelOnDisconnect = 512,
    /// <summary>Asks makers for better prices before it meets the book, where the market has such auctions.</summary>
    Auction = 1024,
}

public enum OrderState : byte
{
    None = 0,
    New = 1,
    PendingTrigger = 2,
    PendingAuction = 3,
    /// <summary>A bracket exit that waits for its entry.</summary>
    Inactive = 4,
    Live = 5,
    PartiallyFilled = 6,
    Filled = 7,
    Cancelled = 8,
    Expired = 9,
    Rejected = 10,
}

/// <summary>Why an order, or the rest of one, ended without being filled.</summary>
public enum CancelReason : byte
{
    User = 1,
    Amend = 2,
    MassCancel = 3,
    IocRemainder = 4,
    Breaker = 5,
    WouldBankrupt = 6,
    MakerMargin = 7,
    Stp = 8,
    RoNoRoom = 9,
    TriggerMargin = 10,
    NoPosition = 11,
    Oco = 12,
    EntryUnfilled = 13,
    TwapEnd = 14,
    AuctionMargin = 15,
    AuctionHalt = 16,
    DeadMan = 17,
    Disconnect = 18,
    Liquidation = 19,
    Settlement = 20,
    OiCap = 21,
    MmpActive = 22,
    /// <summary>Good-till-date passed: the order ends as <see cref="OrderState.Expired"/>.</summary>
    Expired = 23,
    /// <summary>A limit of the account or key was breached and asked for it.</summary>
    Limit = 24,
    /// <summary>A fired trigger or slice was refused by a check other than margin; the event names the code.</summary>
    Rejected = 25,
    /// <summary>The market no longer allows it.</summary>
    MarketState = 26,
}

/// <summary>Who caused a fill.</summary>
public enum FillReason : byte
{
    User = 1,
    Trigger = 2,
    Twap = 3,
    Liquidation = 4,
    Backstop = 5,
    Adl = 6,
    Settlement = 7,
    Jit = 8,
}

public enum MarginMode : byte
{
    Cross = 1,
    Isolated = 2,
}

public enum MarketState : byte
{
    Draft = 1,
    PreOpen = 2,
    Open = 3,
    PostOnly = 4,
    ReduceOnly = 5,
    CancelOnly = 6,
    Auction = 7,
    Halted = 8,
    Settling = 9,
    Settled = 10,
}

public enum PriceState : byte
{
    Fresh = 1,
    Suspect = 2,
    Stale = 3,
    Dead = 4,
}

public enum AccountStatus : byte
{
    Active = 1,
    ReduceOnly = 2,
    Liquidating = 3,
    Closed = 4,
}
