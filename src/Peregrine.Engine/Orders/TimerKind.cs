namespace Peregrine.Engine.Orders;

/// <summary>What is due. The numbers are the order of timers that are due at the same nanosecond.</summary>
internal enum TimerKind : byte
{
    Gtd = 1,
    JitEnd = 2,
    AuctionEnd = 3,
    TwapSlice = 4,
    DeadMan = 5,
    Mode = 6,
    PriceTick = 7,
    ParameterStep = 8,
    Borrow = 9,
    Funding = 10,
    DayChange = 11,
}
