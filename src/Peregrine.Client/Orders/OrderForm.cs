namespace Peregrine.Client.Orders;

/// <summary>What <c>type</c> says.</summary>
public enum OrderForm : byte
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
