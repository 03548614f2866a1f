using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>Random accounts place far from the price; what is cancelled was placed many accounts ago, so nothing of it is at hand any more.</summary>
internal sealed class AccountsScenario : IScenario
{
    public static readonly string[] Operations = ["place", "cancel"];

    private const int Far = 1000, Levels = 1000;

    private readonly int _size;
    private readonly Venue _venue;
    private readonly (int Account, OrderId Order)[] _resting;
    private readonly (int Account, int Price)[] _drawn;
    private int _oldest;

    public AccountsScenario(int size, Scale scale)
    {
        _size = size;
        _venue = new Venue(scale.RoomFor(size));
        _resting = new (int, OrderId)[scale.Delay];
        _drawn = new (int, int)[scale.Piece];
        _venue.OpenAccounts(size);
        // Everybody has been in the market once, so that everybody has a record there.
        for (int account = 1; account <= size; account++) _venue.Cancel(account, _venue.Place(account, Side.Buy, Venue.Mark - Far, 1));
        var draw = new Draw(0);
        for (int i = 0; i < _resting.Length; i++)
        {
            int account = 1 + draw.Below(size);
            _resting[i] = (account, _venue.Place(account, Side.Buy, Venue.Mark - Far - draw.Below(Levels), 1));
        }
    }

    public long Footprint => (long)_size * (Unsafe.SizeOf<Account>() + Unsafe.SizeOf<Position>());
    public ulong Checksum => _venue.Checksum;

    public void Run(int piece, PieceClock clock)
    {
        var draw = new Draw(piece + 1);
        for (int i = 0; i < _drawn.Length; i++) _drawn[i] = (1 + draw.Below(_size), Venue.Mark - Far - draw.Below(Levels));

        clock.Start();
        for (int i = 0; i < _drawn.Length; i++) _venue.Cancel(_resting[_oldest + i].Account, _resting[_oldest + i].Order);
        clock.Stop(1, _drawn.Length);

        clock.Start();
        for (int i = 0; i < _drawn.Length; i++)
            _resting[_oldest + i] = (_drawn[i].Account, _venue.Place(_drawn[i].Account, Side.Buy, _drawn[i].Price, 1));
        clock.Stop(0, _drawn.Length);
        _oldest = (_oldest + _drawn.Length) % _resting.Length;
    }
}
