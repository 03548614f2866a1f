using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>An order on its way through checks and matching: what the client asked, resolved to exact numbers.</summary>
/// <remarks>Lives on the stack. The same path serves user orders, fired triggers, TWAP slices, legs and closes.</remarks>
internal struct Ticket
{
    public OrderId Id;
    public int Account;
    public Market Market;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public OrderFlags Flags;
    public FillReason Reason;
    public Ticks Price;
    public Lots Qty;
    public Lots Rest;
    /// <summary>Filled by the present run.</summary>
    public Lots Filled;
    /// <summary>Filled by earlier runs of the same order.</summary>
    public Lots FilledBefore;
    /// <summary>Price of the present run's first trade.</summary>
    public Ticks FirstTrade;
    public Lots Display;
    public long ExpireAtNs;
    public uint Label;
    public int Session;
    public int Builder;
    public int BuilderPpb;
    public int Key;
    /// <summary>Slot of the account's record for the market; 0 until the order is accepted when there was none.</summary>
    public int Position;
    public int Client;
    public int Group;
    public int GroupIndex;
    public int SlipPpb;
    public Ticks WorstPrice;
    /// <summary>Collected by a liquidation's run.</summary>
    public Micros LiquidationFee;

    public readonly bool IsReduceOnly => (Flags & OrderFlags.ReduceOnly) != 0;
    public readonly bool IsPostOnly => (Flags & OrderFlags.PostOnly) != 0;
    /// <summary>It has nothing that an <see cref="OrderExtra"/> would keep.</summary>
    public readonly bool IsPlain =>
        (Display.Value | ExpireAtNs) == 0 && (Label | (uint)Builder) == 0 && (Session | Group | Key) == 0;
    public readonly bool MayRest => Tif is TimeInForce.Gtc or TimeInForce.Gtd;
}
