namespace Peregrine.Engine.Matching;

/// <summary>All orders of one side at one price, oldest first: a list of slots threaded through the orders. Empty is all zero.</summary>
internal struct Level
{
    /// <summary>Visible lots; hidden parts of icebergs are not in it.</summary>
    public long Total;
    public int Head;
    public int Tail;
    public int Count;

    public readonly LevelSum Sum => new(new Core.Lots(Total), Count);

    public void Append(Slab<Order> orders, ref Order order, int slot)
    {
        order.Prev = Tail;
        order.Next = Order.Nil;
        if (Tail == Order.Nil) Head = slot;
        else orders[Tail].Next = slot;
        Tail = slot;
        Total += order.Visible.Value;
        Count++;
    }

    public void Unlink(Slab<Order> orders, ref Order order)
    {
        if (order.Prev == Order.Nil) Head = order.Next;
        else orders[order.Prev].Next = order.Next;
        if (order.Next == Order.Nil) Tail = order.Prev;
        else orders[order.Next].Prev = order.Prev;
        Total -= order.Visible.Value;
        Count--;
    }
}
