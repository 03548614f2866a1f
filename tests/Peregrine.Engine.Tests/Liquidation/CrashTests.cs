using Peregrine.Core;
using Peregrine.Engine.Tests.Snapshots;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Liquidation;

/// <summary>Random crashes: whatever happens, money is conserved, sizes sum to zero, nobody who should be liquidated is overlooked, and a restored engine tells the same.</summary>
[Collection(Alone.Name)]
public sealed class CrashTests
{
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void What_must_hold_holds_through_crashes(int batch)
    {
        for (int i = 0; i < (Deep ? 200 : 4); i++)
        {
            ulong seed = (ulong)(batch * 10_000 + i);
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 2_000))
            {
                running.Apply(in command);
                try
                {
                    running.Engine.CheckInvariants();
                }
                catch (InvariantException broken)
                {
                    Assert.Fail($"seed {seed}, seq {command.Header.Seq} {command.Header.Kind}: {broken.Message}");
                }
            }
        }
    }

    [Fact]
    public void Every_rule_of_liquidation_is_met_on_the_way()
    {
        Dictionary<EventKind, int> told = [];
        // The rarest is a debt that nobody can pay: somebody must be closed at mark, with no insurance left.
        for (ulong seed = 1; seed <= 40 && !told.ContainsKey(EventKind.BadDebtBooked) || seed <= 6; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 3_000))
            {
                running.Apply(in command);
                EventReader reader = new(running.Told);
                while (reader.Next()) told[reader.Header.Kind] = told.GetValueOrDefault(reader.Header.Kind) + 1;
            }
        }
        for (EventKind kind = EventKind.MarginWarning; kind <= EventKind.LockoutChanged; kind++)
        {
            if (kind == EventKind.LiquidationSet) continue;
            Assert.True(told.GetValueOrDefault(kind) > 0, $"{kind} was never told");
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void A_restored_engine_goes_on_liquidating_like_the_original(int batch)
    {
        for (int i = 0; i < (Deep ? 100 : 3); i++) Follow((ulong)(batch * 1_000 + i));
    }

    [Fact]
    public void Crashes_allocate_nothing()
    {
        Command[] commands = [.. CrashStream.Of(5, 30_000)];
        Engine engine = new(new EventWriter());
        const int warm = 10_000;
        for (int i = 0; i < warm; i++) engine.Apply(in commands[i]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = warm; i < commands.Length; i++) engine.Apply(in commands[i]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Follow(ulong seed)
    {
        var rng = new Rng(seed);
        Running original = new();
        Running? restored = null;
        foreach (Command command in CrashStream.Of(seed, 1_500))
        {
            original.Apply(in command);
            if (restored is not null)
            {
                restored.Apply(in command);
                Assert.True(original.Told.SequenceEqual(restored.Told), $"seed {seed}, seq {command.Header.Seq} {command.Header.Kind}: the events differ");
            }
            bool queued = original.Engine.State?.Cases.Count > 0;
            if (!Running.EndsGroup(in command) || !rng.Chance(queued ? 5 : 1)) continue;
            restored = new Running(original.Snapshot());
            Assert.Equal(original.Engine.StateHash(), restored.Engine.StateHash());
            Assert.Equal(original.Engine.NextDueNs, restored.Engine.NextDueNs);
            restored.Engine.CheckInvariants();
        }
        Assert.Equal(original.Engine.StateHash(), restored!.Engine.StateHash());
    }
}
