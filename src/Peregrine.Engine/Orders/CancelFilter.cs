using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>Which of an account's orders a mass cancel, a dead-man switch, market-maker protection or a breach means; 0 lets everything pass.</summary>
internal struct CancelFilter
{
    public Side Side;
    public uint Label;
    public int Session;
    public OrderId Group;
    /// <summary>Only orders marked to go when their session does.</summary>
    public bool OnDisconnectOnly;
    /// <summary>Spare protective orders: reduce-only triggers and bracket exits.</summary>
    public bool KeepProtective;
    /// <summary>Spare every order that can only reduce.</summary>
    public bool KeepReduceOnly;
    /// <summary>Only orders that can do nothing but reduce.</summary>
    public bool OnlyReduceOnly;
    public CancelScope Scope;
    public TriggerKind Trigger;
}
