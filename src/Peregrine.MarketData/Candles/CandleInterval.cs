namespace Peregrine.MarketData.Candles;

/// <summary>Lengths of candles. Weeks begin on Monday, months on their first day, everything else is counted from 1970; all in UTC.</summary>
public enum CandleInterval : byte
{
    Second = 1,
    Minute = 2,
    Minutes3 = 3,
    Minutes5 = 4,
    Minutes15 = 5,
    Minutes30 = 6,
    Hour = 7,
    Hours2 = 8,
    Hours4 = 9,
    Hours6 = 10,
    Hours8 = 11,
    Hours12 = 12,
    Day = 13,
    Days3 = 14,
    Week = 15,
    Month = 16,
}
