using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>Where a command that is only asked about ends: it passes every check as always, and hands its orders over here instead of changing anything.</summary>
/// <remarks>Only an engine that answers questions has one, and only while it answers; for all others each desk pays the test of one field.</remarks>
internal sealed class Rehearsal
{
    private readonly List<Rehearsed> _orders = [];

    /// <summary>What the command would have placed, in the order in which it would have run.</summary>
    public IReadOnlyList<Rehearsed> Orders => _orders;

    /// <summary>Of the order as its margin was tested; 0 where nothing was asked for.</summary>
    public Micros Needed { get; private set; }

    public Micros Available { get; private set; }

    public void Begin()
    {
        _orders.Clear();
        Needed = Available = Micros.Zero;
    }

    /// <summary>An order that passed, and what it begins as.</summary>
    public RejectCode Take(in Ticket ticket, OrderState begins = OrderState.New)
    {
        _orders.Add(new Rehearsed(ticket, begins));
        return RejectCode.None;
    }

    /// <summary>What a test of margin asked for, whatever it said; the orders of a group ask one on top of the other.</summary>
    public void Measure(Micros needed, Micros available)
    {
        if (Needed == Micros.Zero) Available = available;
        Needed += needed;
    }
}

/// <summary>One order of a rehearsal.</summary>
/// <param name="Ticket">As it passed its checks.</param>
/// <param name="Begins">Waiting for a price or an auction, inactive, or new and about to meet the book.</param>
internal readonly record struct Rehearsed(Ticket Ticket, OrderState Begins)
{
    /// <summary>At once, or, for who waits in an auction, if there were none.</summary>
    public bool MeetsBook => Begins is OrderState.New or OrderState.PendingAuction;
}
