using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Tests.Lifecycle;
using Peregrine.Engine.Tests.Liquidation;
using Peregrine.Engine.Tests.Snapshots;

namespace Peregrine.Explain.Tests;

/// <summary>Each command that tells a receipt is explained as it would be later: from the state before it and its own events.</summary>
public sealed class ExplainerTests : IEventSink
{
    private readonly List<Explanation> _explained = [];
    private Engine.Engine? _engine;
    private byte[] _before = [];
    private EventKind _tampered;
    private int _tamperedAt;

    [Fact]
    public void Every_receipt_of_whole_days_comes_to_what_it_says()
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            _engine = null;
            WholeDays days = new(seed, this);
            (_engine, _before) = (days.Venue.Engine, DescribeTaker.Of(days.Venue.Engine));
            for (int step = 0; step < 1_500; step++) days.Step();
            days.Halt();
            days.Settle();
        }
        Check(EventKind.FundingStarted, EventKind.FundingPaid, EventKind.MarginWarning);
    }

    [Fact]
    public void Every_receipt_of_crashes_comes_to_what_it_says()
    {
        for (ulong seed = 1; seed <= 13; seed++) Run(CrashStream.Of(seed, 1_500, auctions: seed > 10));
        Check(EventKind.MarginWarning, EventKind.LiquidationStarted, EventKind.LiquidationStep, EventKind.BackstopTaken, EventKind.InsuranceDrawn, EventKind.BadDebtBooked, EventKind.AdlStarted,
            EventKind.AdlApplied);
    }

    /// <summary>One added to a number of the receipt, wherever it stands.</summary>
    [Theory]
    [InlineData(EventKind.LiquidationStarted, 0), InlineData(EventKind.LiquidationStarted, 8), InlineData(EventKind.LiquidationStarted, 16), InlineData(EventKind.LiquidationStep, 48)]
    [InlineData(EventKind.LiquidationStep, 64), InlineData(EventKind.LiquidationStep, 72), InlineData(EventKind.LiquidationStep, 88), InlineData(EventKind.AdlApplied, 8), InlineData(EventKind.AdlApplied, 16)]
    [InlineData(EventKind.AdlApplied, 40), InlineData(EventKind.InsuranceDrawn, 0), InlineData(EventKind.BackstopTaken, 8)]
    public void A_receipt_that_was_tampered_with_is_found_out(EventKind kind, int offset)
    {
        (_tampered, _tamperedAt) = (kind, offset);
        for (ulong seed = 1; seed <= 2; seed++) Run(CrashStream.Of(seed, 1_500));
        List<Explanation> all = _explained.FindAll(e => e.Kind == kind && e.Recomputed > 0);
        Assert.NotEmpty(all);
        Assert.Contains(all, e => e.Same < e.Recomputed);
    }

    [Fact]
    public void Every_trigger_that_fires_had_come_to_its_level()
    {
        for (ulong seed = 1; seed <= 4; seed++) Run(Running.Stream(seed, 3_000));
        Check(EventKind.OrderTriggered);
    }

    private void Run(IEnumerable<Command> commands)
    {
        Running running = new();
        (_engine, _before) = (running.Engine, []);
        foreach (Command command in commands)
        {
            running.Apply(in command);
            ((IEventSink)this).Take(running.Told);
        }
    }

    void IEventSink.Take(ReadOnlySpan<byte> events)
    {
        if (_engine is null || events.IsEmpty) return;
        Explainer explainer = new();
        explainer.Load(_before);
        byte[] told = events.ToArray();
        if (_tampered != default) Tamper(told);
        _explained.AddRange(explainer.Follow(told));
        _before = DescribeTaker.Of(_engine);
    }

    private void Tamper(byte[] told)
    {
        for (int at = 0; at < told.Length; at += MemoryMarshal.Read<EventHeader>(told.AsSpan(at)).Length)
        {
            if (MemoryMarshal.Read<EventHeader>(told.AsSpan(at)).Kind == _tampered) MemoryMarshal.AsRef<long>(told.AsSpan(at + EventHeader.Size + _tamperedAt))++;
        }
    }

    private void Check(params EventKind[] kinds)
    {
        List<string> wrong = [.. _explained.SelectMany(e => e.Steps.Where(s => s.IsSame == false).Select(s => $"{e.Kind} {e.Seq}/{e.Index} {s.Name}: {s.Formula} = {s.Recomputed}, stated {s.Stated}"))];
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {_explained.Sum(e => e.Recomputed)}\n" + string.Join('\n', wrong.Take(25)));
        Assert.All(kinds, kind => Assert.Contains(_explained, e => e.Kind == kind && e.Recomputed > 0));
    }
}
