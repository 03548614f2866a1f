using Peregrine.Core;
using Peregrine.Simulation.Disk;
using Peregrine.Simulation.World;

namespace Peregrine.Crash.Clients;

/// <summary>Draws what clients and operators want; every intent's bytes are unlike all others', so that one that was done twice would show.</summary>
internal sealed class Wishes(ulong seed)
{
    private static readonly Genesis Capacities = SmallVenue.Capacities with
    {
        OrdersMax = 1 << 12,
        // Deposits are never forgotten, and a client id longer than anybody is in doubt about it.
        DepositKeysMax = 1 << 20,
        ClientIdsMax = 1 << 13,
        RequestKeysMax = 1 << 13,
    };

    private readonly Lock _drawing = new();
    private Rng _rng = new(seed);
    private uint _number;

    /// <summary>What makes the venue; each is answered before the next is sent.</summary>
    public IEnumerable<Intent> Founding()
    {
        foreach (Command[] group in SmallVenue.Groups())
            yield return new Intent(++_number, IsOnce: false, group[0].Header.Kind == CommandKind.Genesis ? [Command.Of(in Capacities)] : group);
    }

    /// <summary>From any thread.</summary>
    public Intent Next()
    {
        lock (_drawing)
        {
            uint number = ++_number;
            // Two orders of which one cancels the other: a group, which is there as a whole or not at all.
            if (_rng.Below(25) == 0) return new Intent(number, IsOnce: false, [Half(number, "a"), Half(number, "b")]);
            Command command = Draw(number);
            return new Intent(number, command.Header.Kind is CommandKind.PlaceOrder or CommandKind.Deposit or CommandKind.Transfer, [command]);
        }
    }

    private Command Draw(uint number)
    {
        int account = Anybody();
        return _rng.Below(40) switch
        {
            0 => Command.Of(new Deposit { Source = new(3, number), Amount = 1 + number, Asset = 1 }, account),
            1 => Command.Of(new SetPrices { Market = SmallVenue.Market, Index = new(10_000_001 + number / 200_000), Mark = new(9_900_000 + number % 200_000), State = PriceState.Fresh }),
            2 or 3 => Command.Of(new Transfer { Request = new(4, number), Amount = 1 + number % 1000, ToAccount = Anybody(), Asset = 1 }, account),
            4 or 5 => Command.Of(new MassCancel { Market = SmallVenue.Market, Scope = CancelScope.All, Label = number }, account),
            _ => Command.Of(Order(number, $"c{number}"), account),
        };
    }

    private Command Half(uint number, string which) =>
        Command.Of(Order(number, $"c{number}{which}") with { Side = Side.Buy, Tif = TimeInForce.Gtc, Flags = OrderFlags.Oco }, account: 1);

    private PlaceOrder Order(uint number, string name) => new()
    {
        Market = SmallVenue.Market,
        Type = OrderType.Limit,
        Side = _rng.PerMille(500) ? Side.Buy : Side.Sell,
        Tif = _rng.PerMille(700) ? TimeInForce.Gtc : TimeInForce.Ioc,
        Price = new(_rng.Between(9_990, 10_010)),
        Qty = new(_rng.Between(1, 50)),
        Label = number,
        ClientId = ClientOrderId.Parse(name),
    };

    private int Anybody() => 1 + _rng.Below(SmallVenue.Accounts);
}
