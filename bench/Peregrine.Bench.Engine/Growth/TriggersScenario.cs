using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Triggers;

namespace Peregrine.Bench.Engine.Growth;

/// <summary>Stops far on both sides of the price: the mark moves between them and fires none; random ones are cancelled and placed.</summary>
/// <remarks>With trailing stops every move is a new high besides: half of the stops follow it, the others stay where they were placed.</remarks>
internal sealed class TriggersScenario : IScenario
{
    public static readonly string[] Operations = ["mark", "place", "cancel"];

    private const int Owners = 1000, Gap = 1000, Levels = 50_000, Swing = 500_000;

    private readonly int _size;
    private readonly bool _trailing;
    private readonly Venue _venue;
    private readonly (int Account, OrderId Id)[] _waiting;
    private readonly (int Account, OrderId Id)[] _placed;
    private readonly int[] _distances;
    private readonly int[] _marks;
    private int _mark = Venue.Mark * 1000;

    public TriggersScenario(int size, Scale scale, bool trailing)
    {
        _size = size;
        _trailing = trailing;
        _venue = new Venue(scale.RoomFor(size));
        _waiting = new (int, OrderId)[size + 1];
        _placed = new (int, OrderId)[scale.Piece];
        _distances = new int[scale.Piece];
        _marks = new int[scale.Piece];
        _venue.OpenAccounts(Owners);
        var draw = new Draw(0);
        for (int i = 0; i < size; i++)
        {
            int account = 1 + draw.Below(Owners);
            Remember(account, Place(account, draw.Below(Levels)));
        }
    }

    public long Footprint => (long)_size * (Unsafe.SizeOf<Trigger>() + Unsafe.SizeOf<FarNode>());
    public ulong Checksum => _venue.Checksum;

    public void Run(int piece, PieceClock clock)
    {
        var draw = new Draw(piece + 1);
        for (int i = 0; i < _marks.Length; i++) _marks[i] = _trailing ? ++_mark : _mark - Swing + draw.Below(2 * Swing);
        clock.Start();
        foreach (int mark in _marks) _venue.SetMark(mark);
        clock.Stop(0, _marks.Length);

        DrawWaiting(ref draw);
        clock.Start();
        foreach ((int account, OrderId id) in _placed) _venue.Cancel(account, id);
        clock.Stop(2, _placed.Length);

        for (int i = 0; i < _placed.Length; i++) (_placed[i].Account, _distances[i]) = (1 + draw.Below(Owners), draw.Below(Levels));
        clock.Start();
        for (int i = 0; i < _placed.Length; i++) _placed[i].Id = Place(_placed[i].Account, _distances[i]);
        clock.Stop(1, _placed.Length);
        foreach ((int account, OrderId id) in _placed) Remember(account, id);
        if (_venue.State.Triggers.Triggers.Count != _size) throw new WrongWorkException("A trigger fired that was to wait.");
    }

    private void DrawWaiting(ref Draw draw)
    {
        for (int i = 0; i < _placed.Length;)
        {
            ref (int Account, OrderId Id) trigger = ref _waiting[1 + draw.Below(_size)];
            if (trigger.Account == 0) continue;
            _placed[i++] = trigger;
            trigger.Account = 0;
        }
    }

    private OrderId Place(int account, int distance)
    {
        // A stop to sell waits below the price, one to buy above it.
        Side side = (Side)(1 + (distance & 1));
        ref PlaceOrder order = ref _venue.BeginTrigger(account, side, _trailing ? TriggerKind.Trailing : TriggerKind.Stop, lots: 1);
        // A trailing stop's distance: 2 % to 10 %.
        if (_trailing) order.CallbackPpb = 20_000_000 + distance * 1_600;
        else order.TriggerPrice = new(Venue.Mark + (int)side.Sign() * (Gap + distance));
        return _venue.Apply();
    }

    private void Remember(int account, OrderId id) => _waiting[_venue.State.FindOrder(id).Slot] = (account, id);
}
