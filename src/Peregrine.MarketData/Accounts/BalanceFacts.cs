using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>A balance after it moved. Fills, fees and margin of one command come as one with <see cref="Reason"/> 0.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BalanceFacts
{
    public long Change;
    public long Balance;
    public long Counted;
    public int Counterparty;
    public ushort Asset;
    public BalanceReason Reason;
    private readonly byte _reserved;
}
