using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine.State;

/// <summary>What an account is and wants in one market: position, margin settings, sums over its orders there.</summary>
/// <remarks>Three cache lines: an order that comes or goes needs the first, a fill the second too; the third is of reduce-only orders, funding, pots that fail, and of roots in markets with group shares.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 192)]
internal struct Position : ISlot<Position>
{
    public int Account;
    public ushort Market;
    public ushort Leverage;
    /// <summary>Positive long, negative short.</summary>
    public Lots Size;
    /// <summary>What was paid for <see cref="Size"/>, with its sign. The average entry is derived, never stored.</summary>
    public Micros Cost;
    /// <summary>Σ rest · price · tv of resting buys that are not reduce-only: B of the margin rules.</summary>
    public Micros BuyNotional;
    public Micros SellNotional;
    public Lots BuyQty;
    public Lots SellQty;
    /// <summary>Last resting order of the account in this market; the first is <see cref="FirstOrder"/>.</summary>
    public int LastOrder;
    /// <summary>A market stop whose rest is retried, and position exits, are found through their triggers.</summary>
    public ushort OpenOrders;
    public MarginMode Mode;
    /// <summary><see cref="Mmp"/> is set: said here because every order asks.</summary>
    public bool IsProtected;

    // The second line.
    public int FirstOrder;
    /// <summary>Next position of the account, in market order; threads the free list.</summary>
    public int Next;
    public int FirstTrigger;
    /// <summary>Its maker protection, or 0.</summary>
    public int Mmp;
    public ushort Triggers;
    public ushort ReduceOnlyOrders;
    /// <summary>Funding is settled up to this epoch of the market.</summary>
    public int FundingEpoch;
    /// <summary>The pot of an isolated position.</summary>
    public Micros IsolatedMargin;
    public Micros Realised;
    public Micros FeesPaid;
    /// <summary>Of its threshold, to be asked without looking it up: every fill does. A cache, as the next three are.</summary>
    public long ThresholdKey;
    /// <summary>Its place among the thresholds of its market.</summary>
    public int Threshold;
    /// <summary>The line for which it was computed.</summary>
    public byte ThresholdLine;
    public bool IsThresholdShort;

    // The third.
    /// <summary>Σ rest of resting reduce-only orders.</summary>
    public Lots ReduceOnlyQty;
    /// <summary>Since it was opened; negative is received.</summary>
    public Micros FundingPaid;
    /// <summary>The liquidation of its pot, while there is one.</summary>
    public int Case;
    /// <summary>Margin warnings told of its pot.</summary>
    public byte Warnings;
    /// <summary><see cref="NoticeProfit"/> was written down; before the first change it follows from the position.</summary>
    public bool NoticeTaken;
    /// <summary>Orders of it that wait in auctions, also those that reserve nothing.</summary>
    public ushort AuctionOrders;

    // Only in a root's record.
    /// <summary>Σ |size| of the group in this market.</summary>
    public Lots GroupSize;
    /// <summary>Σ of the group's resting buys and sells that are not reduce-only.</summary>
    public Lots GroupBuyQty;
    public Lots GroupSellQty;

    /// <summary>In a market whose end is announced: what the position had won by then; 0 for one opened later.</summary>
    public Micros NoticeProfit;
    /// <summary>Another position in its market, the one made before it. Records are never given back, so no link has to be mended.</summary>
    public int NextInMarket;

    public void Protect(int mmp) => (Mmp, IsProtected) = (mmp, mmp != 0);

    public readonly bool IsIsolated => Mode == MarginMode.Isolated;

    /// <summary>Anything resting, waiting, in an auction, or reserved for one.</summary>
    public readonly bool HasOrders => (BuyQty.Value | SellQty.Value) != 0 || FirstOrder != 0 || FirstTrigger != 0 || OpenOrders != 0 || Triggers != 0 || ReduceOnlyOrders != 0 || AuctionOrders != 0;

    static int ISlot<Position>.NextFree(in Position slot) => slot.Next;
    static bool ISlot<Position>.IsFree(in Position slot) => slot.Account == 0;
    static void ISlot<Position>.Free(ref Position slot, int nextFree) => slot = new Position { Next = nextFree };
}
