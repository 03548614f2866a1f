using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>A position, or the settings of an account in a market where it has none. What moves with marks is not here.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PositionFacts
{
    public Lots Size;
    public Micros Cost;
    public Micros IsolatedMargin;
    /// <summary>Since the position was opened.</summary>
    public Micros Realised;
    public Micros FeesPaid;
    /// <summary>Since the position was opened; negative is received.</summary>
    public Micros FundingPaid;
    /// <summary>Market-maker protection: lots, window and freeze; all 0 when it is off.</summary>
    public Lots MmpQty;
    public long MmpWindowNs;
    public long MmpFreezeNs;
    public ushort Market;
    public ushort Leverage;
    public MarginMode Mode;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}
