using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>One side of a trade, for the one whose side it is. The trade's id is (<see cref="Seq"/>, <see cref="TradeIndex"/>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FillFacts
{
    public long Seq;
    public long TimeNs;
    public OrderId Order;
    public Ticks Price;
    public Lots Qty;
    /// <summary>What this side paid without its builder, a liquidation's fee with it; negative is a rebate.</summary>
    public Micros Fee;
    public Micros BuilderFee;
    /// <summary>What the fill realised on the position.</summary>
    public Micros Realised;
    /// <summary>The order's fills up to and with this one.</summary>
    public Lots OrderFilled;
    public Lots OrderRest;
    public int TradeIndex;
    public uint Label;
    public ushort Market;
    public Side Side;
    public byte IsMaker;
    public FillReason Reason;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    public ClientOrderId ClientId;
}
