namespace Peregrine.Gateway.Native.Orders;

/// <summary>What a client calls an order's type. The engine knows fewer: a stop is a market or limit order with a trigger.</summary>
internal enum OrderForm : byte
{
    Limit = 1,
    Market = 2,
    Stop = 3,
    TakeProfit = 4,
    Trailing = 5,
    Close = 6,
    Oco = 7,
    Scale = 8,
    Twap = 9,
    Pair = 10,
    Reverse = 11,
    CloseAll = 12,
}

internal enum BatchOp : byte
{
    Place = 1,
    Amend = 2,
    Cancel = 3,
}
