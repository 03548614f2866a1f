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
            foreach (Command command in CrashStream.Of(seed, 2_000, auctions: i % 2 == 1))
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

    [Fact]
    public void Makers_take_parts_of_liquidations()
    {
        (int ended, int served) = (0, 0);
        for (ulong seed = 1; seed <= 6; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 2_000, auctions: true))
            {
                running.Apply(in command);
                EventReader reader = new(running.Told);
                while (reader.Next())
                {
                    if (reader.Header.Kind != EventKind.AuctionEnded || !reader.Body<AuctionEnded>().Order.IsEngines) continue;
                    ended++;
                    if (reader.Body<AuctionEnded>().FromQuotes.Value > 0) served++;
                }
            }
        }
        Assert.True(ended > 20 && served > 2, $"{served} of {ended}");
    }

    [Theory]
    [InlineData(1, false), InlineData(2, false), InlineData(3, false), InlineData(4, true), InlineData(5, true)]
    public void A_restored_engine_goes_on_liquidating_like_the_original(int batch, bool auctions)
    {
        for (int i = 0; i < (Deep ? 100 : 3); i++) Follow((ulong)(batch * 1_000 + i), auctions);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Crashes_allocate_nothing(bool auctions)
    {
        Command[] commands = [.. CrashStream.Of(5, 30_000, auctions: auctions)];
        Engine engine = new(new EventWriter());
        const int warm = 10_000;
        for (int i = 0; i < warm; i++) engine.Apply(in commands[i]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = warm; i < commands.Length; i++) engine.Apply(in commands[i]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Follow(ulong seed, bool auctions)
    {
        var rng = new Rng(seed);
        Running original = new();
        Running? restored = null;
        foreach (Command command in CrashStream.Of(seed, 1_500, auctions: auctions))
        {
            original.Apply(in command);
            if (restored is not null)
            {
                restored.Apply(in command);
                Assert.True(original.Told.SequenceEqual(restored.Told), $"seed {seed}, seq {command.Header.Seq} {command.Header.Kind}: the events differ");
            }
            bool queued = original.Engine.State is { } state && (auctions ? state.AuctionOrders.Count : state.Cases.Count) > 0;
            if (!Running.EndsGroup(in command) || !rng.Chance(queued ? 5 : 1)) continue;
            restored = new Running(original.Snapshot());
            Assert.Equal(original.Engine.StateHash(), restored.Engine.StateHash());
            Assert.Equal(original.Engine.NextDueNs, restored.Engine.NextDueNs);
            restored.Engine.CheckInvariants();
        }
        Assert.Equal(original.Engine.StateHash(), restored!.Engine.StateHash());
    }
}
