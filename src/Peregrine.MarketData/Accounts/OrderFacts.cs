using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>An order as its owner sees it, between two commands.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OrderFacts
{
    public OrderId Order;
    /// <summary>Bracket, OCO or scale it belongs to.</summary>
    public OrderId Group;
    public Ticks Price;
    /// <summary>Everything it asks for; 0 for a close until it executes.</summary>
    public Lots Qty;
    public Lots Display;
    public Lots Filled;
    /// <summary>What it may still fill now: a bracket's exit sleeps at 0.</summary>
    public Lots Rest;
    public long ExpireAtNs;
    /// <summary>Its place in the book, the name by which L3 knows it; 0 while it is not there.</summary>
    public long Priority;
    // What it waits for; all 0 once it rests.
    public Ticks TriggerPrice;
    public Ticks ActivationPrice;
    public Ticks Offset;
    public Ticks WorstPrice;
    public int CallbackPpb;
    public int SlipPpb;
    public int Account;
    public int Key;
    public uint Label;
    public int Builder;
    public int BuilderPpb;
    public ushort Market;
    public OrderFlags Flags;
    public OrderType Type;
    public Side Side;
    public TimeInForce Tif;
    public StpMode Stp;
    public OrderState State;
    public TriggerKind Trigger;
    public TriggerRef TriggerBy;
    /// <summary>1 once its trigger fired.</summary>
    public byte HasFired;
    /// <summary>1 for an exit of a bracket.</summary>
    public byte IsExit;
    public byte IsTwap;
    public byte IsPaused;
    /// <summary>Why it ended, with <see cref="OrderState.Cancelled"/> and <see cref="OrderState.Expired"/>.</summary>
    public CancelReason Reason;
    /// <summary>The check that ended it, where one did.</summary>
    public RejectCode Code;
    public ClientOrderId ClientId;

    public readonly bool HasEnded => State >= OrderState.Filled;

    internal static OrderFacts Of(in EventHeader header, in OrderAccepted told) => new()
    {
        Order = told.Order,
        Group = told.Group,
        Price = told.Price,
        Qty = told.Qty,
        Display = told.Display,
        // An exit has nothing to fill before its entry has.
        Rest = told.State == OrderState.Inactive ? Lots.Zero : told.Qty,
        ExpireAtNs = told.ExpireAtNs,
        Account = header.Account,
        Market = header.Market,
        Key = told.Key,
        Label = told.Label,
        Builder = told.Builder,
        BuilderPpb = told.BuilderPpb,
        Flags = told.Flags,
        Type = told.Type,
        Side = told.Side,
        Tif = told.Tif,
        Stp = told.Stp,
        State = told.State,
        IsExit = told.State == OrderState.Inactive ? (byte)1 : (byte)0,
        // Nothing else is live before it ran.
        IsTwap = told.State == OrderState.Live ? (byte)1 : (byte)0,
        ClientId = told.ClientId,
    };

    internal static OrderFacts Of(in EventHeader header, in StateOrder told) => new()
    {
        Order = told.Order,
        Group = told.Group,
        Price = told.Price,
        Qty = told.Qty,
        Display = told.Display,
        Filled = told.Filled,
        Rest = told.Rest,
        ExpireAtNs = told.ExpireAtNs,
        Priority = told.Priority,
        Account = header.Account,
        Market = header.Market,
        Key = told.Key,
        Label = told.Label,
        Builder = told.Builder,
        BuilderPpb = told.BuilderPpb,
        Flags = told.Flags,
        Type = told.Type,
        Side = told.Side,
        Tif = told.Tif,
        Stp = told.Stp,
        HasFired = told.Reason == FillReason.Trigger ? (byte)1 : (byte)0,
        ClientId = told.ClientId,
    };

    internal static OrderFacts Of(in EventHeader header, in StateTrigger told) => new()
    {
        Order = told.Order,
        Group = told.Group,
        Price = told.Price,
        Qty = told.Qty,
        Display = told.Display,
        Filled = told.Filled,
        Rest = told.Rest,
        ExpireAtNs = told.ExpireAtNs,
        TriggerPrice = told.TriggerPrice,
        ActivationPrice = told.ActivationPrice,
        Offset = told.Offset,
        WorstPrice = told.WorstPrice,
        CallbackPpb = told.CallbackPpb,
        SlipPpb = told.SlipPpb,
        Account = header.Account,
        Market = header.Market,
        Key = told.Key,
        Label = told.Label,
        Builder = told.Builder,
        BuilderPpb = told.BuilderPpb,
        Flags = told.Flags,
        Type = told.Type,
        Side = told.Side,
        Tif = told.Tif,
        Stp = told.Stp,
        Trigger = told.Trigger,
        TriggerBy = told.TriggerBy,
        ClientId = told.ClientId,
    };

    internal static OrderFacts Of(in EventHeader header, in StateTwap told) => new()
    {
        Order = told.Order,
        Price = told.LimitPrice,
        Qty = told.Qty,
        Filled = told.Executed,
        Rest = told.Qty - told.Executed,
        ExpireAtNs = told.StartNs + told.IntervalNs * told.Slices,
        Account = header.Account,
        Market = header.Market,
        Key = told.Key,
        Label = told.Label,
        Builder = told.Builder,
        BuilderPpb = told.BuilderPpb,
        Flags = told.Flags,
        Type = told.LimitPrice.Value == 0 ? OrderType.Market : OrderType.Limit,
        Side = told.Side,
        Tif = TimeInForce.Ioc,
        Stp = told.Stp,
        IsTwap = 1,
        IsPaused = told.Paused,
        ClientId = told.ClientId,
    };

    /// <summary>A bracket's exit that is in no book and under no price.</summary>
    internal static OrderFacts Of(in EventHeader header, in StateGroup group, in StateExit told) => new()
    {
        Order = new OrderId(told.Group.Value + told.Index + 1),
        Group = told.Group,
        Price = told.Terms.Price,
        Qty = told.Size,
        Filled = told.Filled,
        Account = header.Account,
        Market = header.Market,
        Key = group.Key,
        Label = group.Label,
        Builder = group.Builder,
        BuilderPpb = group.BuilderPpb,
        Flags = group.Flags | OrderFlags.ReduceOnly,
        Type = told.Terms.Type,
        Side = group.Side.Opposite(),
        Tif = told.Terms.Type == OrderType.Limit ? TimeInForce.Gtc : TimeInForce.Ioc,
        Stp = group.Stp,
        IsExit = 1,
    };
}
