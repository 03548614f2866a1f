using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

public sealed class DamageTests
{
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;
    private static readonly byte[] Sound = Small();

    [Fact]
    public void Every_truncation_is_refused_as_such()
    {
        for (int length = 0; length < Sound.Length; length++) AssertRefused(Sound[..length], $"cut to {length} bytes");
    }

    [Fact]
    public void A_flipped_bit_is_noticed_wherever_it_is()
    {
        byte[] bytes = [.. Sound];
        for (int i = 0; i < bytes.Length; i++)
        {
            // Each byte, in turn another bit of it; in depth all of them.
            for (int bit = Deep ? 0 : i % 8; bit < 8; bit += Deep ? 1 : 8)
            {
                bytes[i] ^= (byte)(1 << bit);
                AssertRefused(bytes, $"bit {bit} of byte {i}");
                bytes[i] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void What_follows_the_footer_is_refused()
    {
        AssertRefused([.. Sound, 0], "a byte too many");
        AssertRefused([.. Sound, .. Sound], "two snapshots");
    }

    [Fact]
    public void The_sentence_names_section_and_offset()
    {
        byte[] cut = Sound[..(Sound.Length / 2)];
        SnapshotException refused = Assert.Throws<SnapshotException>(() => Engine.Restore(new SnapshotBytes(cut), new EventWriter()));
        Assert.Matches("^the snapshot ends inside .* \\(section State[A-Za-z]+, before offset [0-9]+\\)$", refused.Message);
    }

    [Fact]
    public void A_snapshot_is_taken_between_groups_only()
    {
        Running running = new();
        foreach (Command command in Running.Stream(3, 200))
        {
            running.Apply(in command);
            if (Running.EndsGroup(in command)) continue;
            Assert.Throws<InvariantException>(() => running.Snapshot());
            return;
        }
        Assert.Fail("the stream has no group");
    }

    [Fact]
    public void A_source_may_give_a_byte_at_a_time()
    {
        Engine engine = Engine.Restore(new Dripping(Sound), new EventWriter());
        Assert.Equal(Engine.Restore(new SnapshotBytes(Sound), new EventWriter()).StateHash(), engine.StateHash());
    }

    private sealed class Dripping(byte[] bytes) : ISnapshotSource
    {
        private int _at;

        public int Read(Span<byte> into)
        {
            if (_at == bytes.Length || into.IsEmpty) return 0;
            into[0] = bytes[_at++];
            return 1;
        }
    }

    private static void AssertRefused(byte[] bytes, string how)
    {
        try
        {
            Engine.Restore(new SnapshotBytes(bytes), new EventWriter());
        }
        catch (SnapshotException)
        {
            return;
        }
        catch (Exception other) when (other is not SnapshotException)
        {
            Assert.Fail($"{how}: {other}");
        }
        Assert.Fail($"{how}: nobody noticed");
    }

    // Small capacities, a few of everything: a flipped bit in each byte must be tried in seconds.
    private static byte[] Small()
    {
        Running running = new();
        foreach (Command command in Running.Stream(4, 60)) running.Apply(in command);
        return running.Snapshot();
    }
}
