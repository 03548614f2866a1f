using Peregrine.Core;
using Peregrine.Twin;

namespace Peregrine.Engine.Tests.Snapshots;

/// <summary>An engine whose events of the last command are kept as bytes.</summary>
internal sealed class Running : IEventSink, ISnapshotTarget
{
    private readonly List<byte> _told = [];
    private readonly List<byte> _written = [];

    public Running() => Engine = new Engine(new EventWriter(this));

    public Running(byte[] snapshot) => Engine = Engine.Restore(new SnapshotBytes(snapshot), new EventWriter(this));

    public Engine Engine { get; }

    /// <summary>Events of the last command.</summary>
    public ReadOnlySpan<byte> Told => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_told);

    public void Take(ReadOnlySpan<byte> events) => _told.AddRange(events);

    public void Write(ReadOnlySpan<byte> bytes) => _written.AddRange(bytes);

    public void Apply(in Command command)
    {
        _told.Clear();
        Engine.Apply(in command);
    }

    public byte[] Snapshot()
    {
        _written.Clear();
        Engine.WriteSnapshot(this);
        return [.. _written];
    }

    public static bool EndsGroup(in Command command) => command.Header.GroupCount <= 1 || command.Header.GroupIndex == command.Header.GroupCount - 1;

    /// <summary>A random stream in a venue so small that its tables fill up.</summary>
    public static IReadOnlyList<Command> Stream(ulong seed, int count)
    {
        List<Command> commands = [.. Workload.Stream(seed, count)];
        Command genesis = Command.Of(Tiny(seed));
        genesis.Header.Seq = commands[0].Header.Seq;
        genesis.Header.TimeNs = commands[0].Header.TimeNs;
        commands[0] = genesis;
        return commands;
    }

    private static Genesis Tiny(ulong seed)
    {
        int scale = 1 << (int)(seed % 4);
        return Genesis.Default with
        {
            AccountsMax = 32 * scale,
            PositionsMax = 16 * scale,
            OrdersMax = 40 * scale,
            TriggersMax = 24 * scale,
            TwapsMax = 4 * scale,
            GroupsMax = 8 * scale,
            HoldingsMax = 4 * scale,
            KeysMax = 4 * scale,
            ClientIdsMax = 48 * scale,
            RequestKeysMax = 32 * scale,
            DepositKeysMax = 24 * scale,
            WithdrawalsMax = 4 * scale,
            DeadMansMax = 4 * scale,
            MarketsMax = 8,
            AssetsMax = 4,
            LadderTicks = 64 * scale,
        };
    }
}
