using System.Numerics;
using Peregrine.Core;

namespace Peregrine.Sequencer.Ring;

/// <summary>Places for commands on their way to the writer: many threads put in, one takes out, nobody waits and nothing is allocated.</summary>
/// <remarks>
/// A position counts up for ever; its slot is the position modulo the size. A group claims its positions in one step, so nothing comes between its
/// members, and makes its first one visible last, so the writer sees all of it or nothing.
/// </remarks>
internal sealed class CommandRing : IDisposable
{
    private const long SlowestNs = 1_000_000_000;
    private readonly Command[] _slots;
    /// <summary>Position + 1 of what lies in the slot; anything else: still being written, or an earlier round.</summary>
    private readonly long[] _ready;
    private readonly int _mask;
    private readonly long[] _limits = new long[(int)CommandClass.Other + 1];
    private readonly long[] _refused = new long[(int)CommandClass.Other + 1];
    private Padded _claimed;
    private Padded _taken;
    private Padded _nsPerCommand;
    private int _isClosed;

    /// <param name="capacity">A power of two.</param>
    public CommandRing(int capacity)
    {
        Invariant.That(BitOperations.IsPow2(capacity) && capacity >= 2 * Engine.Engine.GroupMax, "a ring is a power of two, and the largest group fits the smallest share of it");
        _slots = new Command[capacity];
        _ready = new long[capacity];
        _mask = capacity - 1;
        _limits[(int)CommandClass.Exit] = capacity;
        // Exits keep three tenths to themselves, and half of that again is kept from what opens risk while protective changes may still come.
        _limits[(int)CommandClass.Protective] = capacity * 7L / 10;
        _limits[(int)CommandClass.Other] = capacity * 6L / 10;
    }

    /// <summary>Rung whenever something was put in.</summary>
    public Doorbell Bell { get; } = new();

    public int Capacity => _slots.Length;

    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    public bool HasWork => Volatile.Read(ref _ready[_taken.Value & _mask]) == _taken.Value + 1;

    /// <summary>Refused so far for want of a place, by class.</summary>
    public long Refused(CommandClass which) => Volatile.Read(ref _refused[(int)which]);

    public SubmitResult TrySubmit(ReadOnlySpan<Command> group) => TrySubmit(group, 0, 0);

    /// <summary>The same for a command whose answer is awaited here; with origin 0 the commands keep their own.</summary>
    public SubmitResult TrySubmit(ReadOnlySpan<Command> group, int origin, long correlation)
    {
        CheckShape(group);
        if (!TryClaim(group.Length, _limits[(int)CommandClasses.Of(group)], out long at)) return IsClosed ? SubmitResult.ReadOnly : Refuse(group, at);
        ushort count = (ushort)(group.Length > 1 ? group.Length : 0);
        for (int i = group.Length - 1; i >= 0; i--) Put(at + i, in group[i], (ushort)i, count, origin, correlation);
        Bell.Ring();
        return SubmitResult.Accepted;
    }

    /// <summary>Commands that have nothing to do with each other but their order, side by side. False: none of them has a place, because not for each there surely was one.</summary>
    public bool TrySubmitEach(ReadOnlySpan<Command> commands, int origin, ReadOnlySpan<long> correlations)
    {
        CheckShape(commands);
        if (!TryClaim(commands.Length, _limits[(int)CommandClass.Other], out long at)) return false;
        for (int i = commands.Length - 1; i >= 0; i--) Put(at + i, in commands[i], 0, 0, origin, correlations[i]);
        Bell.Ring();
        return true;
    }

    /// <summary>Takes whole groups, as many as are there and fit, and frees their places. For the writer alone.</summary>
    public int Take(Span<Command> into)
    {
        long at = _taken.Value;
        int count = 0;
        while (Volatile.Read(ref _ready[at & _mask]) == at + 1)
        {
            int members = Math.Max(1, (int)_slots[at & _mask].Header.GroupCount);
            if (count + members > into.Length) break;
            for (int i = 0; i < members; i++, at++) into[count++] = _slots[at & _mask];
        }
        if (count > 0) Volatile.Write(ref _taken.Value, at);
        return count;
    }

    /// <summary>How fast the writer gets on; what BUSY tells a client rests on it.</summary>
    public void ReportPace(long nsPerCommand)
    {
        // A clock that leaps says nothing of a pace.
        nsPerCommand = Math.Clamp(nsPerCommand, 0, SlowestNs);
        long smooth = _nsPerCommand.Value == 0 ? nsPerCommand : (_nsPerCommand.Value * 7 + nsPerCommand) / 8;
        Volatile.Write(ref _nsPerCommand.Value, smooth);
    }

    /// <summary>Nothing more comes in. What is in stays there.</summary>
    public void Close() => Interlocked.Exchange(ref _isClosed, 1);

    public void Dispose() => Bell.Dispose();

    // The positions from here on; where the last claim ended when there are not so many below the limit.
    private bool TryClaim(int count, long limit, out long at)
    {
        at = Volatile.Read(ref _claimed.Value);
        while (true)
        {
            if (IsClosed || at + count - Volatile.Read(ref _taken.Value) > limit) return false;
            long seen = Interlocked.CompareExchange(ref _claimed.Value, at + count, at);
            if (seen == at) return true;
            at = seen;
        }
    }

    private void Put(long at, in Command command, ushort index, ushort count, int origin, long correlation)
    {
        ref Command slot = ref _slots[at & _mask];
        slot = command;
        (slot.Header.GroupIndex, slot.Header.GroupCount) = (index, count);
        if (origin != 0) (slot.Header.Origin, slot.Header.Correlation) = (origin, correlation);
        Volatile.Write(ref _ready[at & _mask], at + 1);
    }

    private SubmitResult Refuse(ReadOnlySpan<Command> group, long at)
    {
        Interlocked.Increment(ref _refused[(int)CommandClasses.Of(group)]);
        long waiting = Math.Max(0, at - Volatile.Read(ref _taken.Value));
        // The time in which what waits now will be gone, within what a client can do something with.
        long ns = waiting * Volatile.Read(ref _nsPerCommand.Value);
        return SubmitResult.Busy((int)Math.Clamp(ns / 1_000_000, 1, 1_000));
    }

    private static void CheckShape(ReadOnlySpan<Command> group)
    {
        Invariant.That(group.Length is > 0 and <= Engine.Engine.GroupMax, "a group has members, and not too many");
        foreach (ref readonly Command command in group)
            Invariant.That(command.Header.Length is >= CommandHeader.Size and <= Command.Size, "a command's length covers its header and fits its slot");
    }
}
