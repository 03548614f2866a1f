namespace Peregrine.MarketData.Accounts;

internal enum LogKind : byte
{
    Sequence = 0,
    Fills = 1,
    Finished = 2,
}
