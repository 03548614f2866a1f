using System.Globalization;
using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Bench.Engine;

/// <summary>What the process holds in memory after each million: accounts, positions, orders with client ids, waiting stops, all in one venue.</summary>
internal sealed class MemoryUse
{
    private const int Levels = 10_000;

    private readonly int _size;
    private readonly Venue _venue;
    private readonly TextWriter _output;
    private readonly long _before = Environment.WorkingSet;
    private long _last;

    private MemoryUse(Scale scale, TextWriter output)
    {
        _size = scale.Largest;
        _output = output;
        _last = _before;
        _venue = new Venue(scale.RoomFor(_size));
        output.WriteLine($"\n### memory: {_size.ToString("N0", CultureInfo.InvariantCulture)} of each, one after the other\n");
        output.WriteLine("| after adding | resident, MB | more than before, MB | bytes each |\n|---|---|---|---|");
        Tell("nothing: an empty venue");
    }

    public static void Run(Scale scale, TextWriter output)
    {
        var memory = new MemoryUse(scale, output);
        memory.Fill();
        memory.TellRecords();
    }

    private void Fill()
    {
        _venue.OpenAccounts(_size);
        Tell("accounts, funded");
        for (int account = 1; account < _size; account += 2)
        {
            _venue.Place(account, Side.Sell, Venue.Mark, 1);
            _venue.Place(account + 1, Side.Buy, Venue.Mark, 1, TimeInForce.Ioc);
        }
        Tell("positions");
        for (int account = 1; account <= _size; account++)
        {
            _venue.BeginLimit(account, Side.Buy, Venue.Mark - 1 - account % Levels, 1).ClientId =
                ClientOrderId.Parse(string.Create(CultureInfo.InvariantCulture, $"desk-7/order-{account:00000000}"));
            _venue.Apply();
        }
        Tell("resting orders with client ids");
        for (int account = 1; account <= _size; account++)
        {
            _venue.BeginTrigger(account, Side.Sell, TriggerKind.Stop, lots: 1).TriggerPrice = new(Venue.Mark - 1 - account % Levels);
            _venue.Apply();
        }
        Tell("waiting stops");
        double gib = (_last - _before) / (double)(1 << 30);
        string verdict = gib <= 2 ? "within" : "BEYOND";
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nall of it: {gib:0.00} GiB, {verdict} 2 GiB; checksum {_venue.Checksum:x16}"));
    }

    private void Tell(string what)
    {
        long now = Environment.WorkingSet;
        double more = now - _last;
        _last = now;
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {now / 1e6:0} | {more / 1e6:0} | {more / _size:0} |"));
    }

    private void TellRecords()
    {
        EngineState state = _venue.State;
        Genesis room = state.Capacities;
        double inOrderIndex = 8.0 * state.OrderIndex.Capacity / (room.OrdersMax + room.TriggersMax + room.TwapsMax);
        double inPositionIndex = 8.0 * state.PositionIndex.Capacity / room.PositionsMax;
        // A client id takes a bucket's head, and the place of its neighbour in its account's queue.
        const int ClientIdLinks = 2 * sizeof(int);
        int order = Unsafe.SizeOf<Order>(), detail = Unsafe.SizeOf<OrderDetail>(), clientId = Unsafe.SizeOf<ClientIdEntry>() + ClientIdLinks;
        int account = Unsafe.SizeOf<Account>(), position = Unsafe.SizeOf<Position>(), volume = Unsafe.SizeOf<VolumeDay>();
        int trigger = Unsafe.SizeOf<Trigger>(), level = Unsafe.SizeOf<FarNode>();
        double orderBytes = order + detail + inOrderIndex + clientId;
        double accountBytes = account + position + inPositionIndex + volume;
        _output.WriteLine("\n| record, tables full | bytes | target | made of |\n|---|---|---|---|");
        Line("resting order", orderBytes, 192, $"order {order}, detail {detail}, index {Text(inOrderIndex)}, client id {clientId}");
        Line("account with one position", accountBytes, 512,
            $"account {account}, position {position}, index {Text(inPositionIndex)}, a day's volume {volume}");
        Line("waiting stop", trigger + inOrderIndex, null, $"trigger {trigger}, index {Text(inOrderIndex)}; a level {level}");
    }

    private void Line(string record, double bytes, int? target, string parts) =>
        _output.WriteLine($"| {record} | {Text(bytes)} | {(target is { } t ? $"{t}: {(bytes <= t ? "met" : "MISSED")}" : "")} | {parts} |");

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
