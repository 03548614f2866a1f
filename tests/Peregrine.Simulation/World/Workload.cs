using Peregrine.Core;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>What clients and operators send. Every command's bytes are unlike all others', so that one that came twice would show.</summary>
internal sealed class Workload(int groupPerMille)
{
    private readonly Queue<Command[]> _founding = new(SmallVenue.Groups());
    private uint _serial;

    /// <summary>The venue is made first; what was not acknowledged is sent again, as an operator would.</summary>
    public bool IsFounded => _founding.Count == 0;

    public Command[] Founding => _founding.Peek();

    public void Founded() => _founding.Dequeue();

    public Command[] Next(ref Rng rng)
    {
        int size = rng.PerMille(groupPerMille) ? 2 : 1;
        // The groups there are for clients: two orders of which one cancels the other.
        if (size == 2) return [Oco(ref rng, Side.Buy), Oco(ref rng, Side.Buy)];
        return [One(ref rng)];
    }

    private Command One(ref Rng rng)
    {
        int account = 1 + rng.Below(SmallVenue.Accounts);
        uint serial = ++_serial;
        return rng.Below(20) switch
        {
            0 => Command.Of(new MassCancel { Market = rng.PerMille(500) ? SmallVenue.Market : (ushort)0, Scope = CancelScope.All, Label = serial }, account),
            1 => Command.Of(new Deposit { Source = new(3, serial), Amount = 1 + serial, Asset = 1 }, account),
            2 => Command.Of(new SetPrices { Market = SmallVenue.Market, Index = new(10_000_000), Mark = new(10_000_000 + serial % 50_000), State = PriceState.Fresh }),
            3 => Command.Of(new SetDeadMan { TimeoutNs = 2_000_000_000, Label = serial % 64, Market = SmallVenue.Market }, account),
            4 => Command.Of(new Transfer { Request = new(4, serial), Amount = 1 + serial % 1000, ToAccount = 1 + rng.Below(SmallVenue.Accounts), Asset = 1 }, account),
            5 or 6 or 7 => Command.Of(new CancelOrder { ClientId = Name((uint)Math.Max(1, serial - rng.Below(60))) }, account),
            _ => Command.Of(Order(ref rng, serial), account),
        };
    }

    private Command Oco(ref Rng rng, Side side)
    {
        PlaceOrder order = Order(ref rng, ++_serial) with { Side = side, Tif = TimeInForce.Gtc, ExpireAtNs = 0 };
        order.Flags |= OrderFlags.Oco;
        return Command.Of(in order, 1);
    }

    private static PlaceOrder Order(ref Rng rng, uint serial) => new()
    {
        Market = SmallVenue.Market,
        Type = OrderType.Limit,
        Side = rng.PerMille(500) ? Side.Buy : Side.Sell,
        Tif = rng.PerMille(800) ? TimeInForce.Gtc : TimeInForce.Ioc,
        Price = new(rng.Between(9_950, 10_050)),
        Qty = new(rng.Between(1, 50)),
        Flags = rng.PerMille(100) ? OrderFlags.ReduceOnly : OrderFlags.None,
        Label = serial,
        ClientId = Name(serial),
    };

    private static ClientOrderId Name(uint serial) => ClientOrderId.Parse($"c{serial}");
}
