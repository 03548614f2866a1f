using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

public sealed class SnapshotTests
{
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void A_restored_engine_goes_on_like_the_original(int batch)
    {
        int seeds = Deep ? 500 : 5;
        for (int i = 0; i < seeds; i++) FollowRestored((ulong)(batch * 1000 + i), 1500);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void What_must_hold_holds_after_every_command(int batch)
    {
        int seeds = Deep ? 300 : 3;
        for (int i = 0; i < seeds; i++)
        {
            ulong seed = (ulong)(batch * 100_000 + i);
            Running running = new();
            foreach (Command command in Running.Stream(seed, 1000))
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
    public void The_same_commands_make_the_same_bytes_twice()
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            (Running a, Running b) = (new(), new());
            foreach (Command command in Running.Stream(seed, 2000)) ApplyBoth(a, b, in command, seed);
            Assert.Equal(a.Engine.StateHash(), b.Engine.StateHash());
            Assert.Equal(a.Snapshot(), b.Snapshot());
        }
    }

    // Restores again and again, in turn from the original and from what was restored before, and compares every event.
    private static void FollowRestored(ulong seed, int count)
    {
        var rng = new Rng(seed * 77);
        Running original = new();
        Running? restored = null;
        bool fromRestored = false;
        foreach (Command command in Running.Stream(seed, count))
        {
            if (restored is null) original.Apply(in command);
            else ApplyBoth(original, restored, in command, seed);
            if (!Running.EndsGroup(in command) || !rng.Chance(1)) continue;
            byte[] snapshot = original.Snapshot();
            if (restored is not null)
            {
                Assert.Equal(original.Engine.StateHash(), restored.Engine.StateHash());
                Assert.True(snapshot.AsSpan().SequenceEqual(restored.Snapshot()), $"seed {seed}, seq {command.Header.Seq}: two snapshots of one state differ");
            }
            restored = new Running(fromRestored && restored is not null ? restored.Snapshot() : snapshot);
            fromRestored = !fromRestored;
            Assert.Equal(original.Engine.StateHash(), restored.Engine.StateHash());
            Assert.Equal(original.Engine.NextDueNs, restored.Engine.NextDueNs);
            restored.Engine.CheckInvariants();
        }
        if (restored is not null) Assert.Equal(original.Engine.StateHash(), restored.Engine.StateHash());
    }

    private static void ApplyBoth(Running a, Running b, in Command command, ulong seed)
    {
        a.Apply(in command);
        b.Apply(in command);
        Assert.True(a.Told.SequenceEqual(b.Told), $"seed {seed}, seq {command.Header.Seq} {command.Header.Kind}: the events differ");
        Assert.Equal(a.Engine.RollingHash, b.Engine.RollingHash);
    }
}
