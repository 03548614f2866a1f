namespace Peregrine.MarketData.Accounts;

/// <summary>An armed dead-man switch.</summary>
public readonly record struct SwitchFacts(long DueNs, uint Label, int Session, ushort Market, byte DropProtective, byte Flatten);
