namespace Peregrine.Client.Orders;

internal enum BatchOp : byte
{
    None = 0,
    Place = 1,
    Amend = 2,
    Cancel = 3,
}

/// <summary>One of up to fifty things that a batch does, each on its own.</summary>
public readonly struct BatchItem
{
    internal BatchOp Op { get; private init; }

    /// <summary>It places an order.</summary>
    public bool IsPlace => Op == BatchOp.Place;

    internal OrderTicket? Ticket { get; private init; }

    internal OrderName Name { get; private init; }

    internal OrderChange Change { get; private init; }

    public static BatchItem Place(OrderTicket ticket) => new() { Op = BatchOp.Place, Ticket = ticket };

    public static BatchItem Amend(OrderName name, OrderChange change) => new() { Op = BatchOp.Amend, Name = name, Change = change };

    public static BatchItem Cancel(OrderName name) => new() { Op = BatchOp.Cancel, Name = name };
}
