using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

public sealed class DescribeTests
{
    [Fact]
    public void What_is_told_are_state_events_in_the_order_of_the_hash()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Running running = new();
            foreach (Command command in Running.Stream(seed, 1500)) running.Apply(in command);
            var heard = new Heard();
            running.Engine.Describe(new EventWriter(heard));
            Assert.Equal(running.Engine.StateHash(), heard.Hash);
            Assert.All(heard.Kinds, kind => Assert.True(kind >= EventKind.StateVenue));
            Assert.All(heard.Seqs, seq => Assert.Equal(running.Engine.Seq, seq));
            Assert.Equal(Enumerable.Range(0, heard.Seqs.Count), heard.Indexes);
            Assert.Single(heard.Kinds, EventKind.StateVenue);
        }
    }

    [Fact]
    public void Telling_changes_nothing()
    {
        Running running = new();
        foreach (Command command in Running.Stream(5, 1500)) running.Apply(in command);
        ulong rolling = running.Engine.RollingHash;
        byte[] before = running.Snapshot();
        running.Engine.Describe(new EventWriter());
        running.Engine.CheckInvariants();
        Assert.Equal(before, running.Snapshot());
        Assert.Equal(rolling, running.Engine.RollingHash);
    }

    [Fact]
    public void Before_genesis_there_is_nothing_to_tell()
    {
        Engine engine = new(new EventWriter());
        var heard = new Heard();
        engine.Describe(new EventWriter(heard));
        Assert.Empty(heard.Kinds);
        Assert.Equal(0UL, engine.StateHash());
    }

    /// <summary>Puts the hash together from the events alone: account, market, kind, then the body.</summary>
    private sealed class Heard : IEventSink
    {
        public List<EventKind> Kinds { get; } = [];
        public List<long> Seqs { get; } = [];
        public List<int> Indexes { get; } = [];
        public ulong Hash { get; private set; }

        public void Take(ReadOnlySpan<byte> events)
        {
            EventReader reader = new(events);
            while (reader.Next())
            {
                Kinds.Add(reader.Header.Kind);
                Seqs.Add(reader.Header.Seq);
                Indexes.Add(reader.Header.Index);
                byte[] record = new byte[StateRecord<StateVenue>.PrefixSize + reader.Bytes.Length - EventHeader.Size];
                Unsafe.WriteUnaligned(ref record[0], reader.Header.Account);
                Unsafe.WriteUnaligned(ref record[4], reader.Header.Market);
                record[6] = (byte)reader.Header.Kind;
                reader.Bytes[EventHeader.Size..].CopyTo(record.AsSpan(StateRecord<StateVenue>.PrefixSize));
                Hash = Hash64.Extend(Hash, record);
            }
        }
    }
}
