using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

public sealed class DescribeTests
{
    [Fact]
    public void What_is_told_is_what_is_hashed_but_for_the_salts_of_TWAPs()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Running running = new();
            var heard = new Heard();
            foreach (Command command in Running.Stream(seed, 1500))
            {
                running.Apply(in command);
                if (command.Header.Kind == CommandKind.PlaceTwap) heard.Salts[OrderId.Of(command.Header.Seq, 0)] = Command.Body<PlaceTwap>(in command).Salt;
            }
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

        private void AddSalt(ref StateTwap told)
        {
            Assert.Equal(0UL, told.Salt);
            told.Salt = Salts[told.Order];
        }

        public ulong Hash { get; private set; }
        /// <summary>As the commands said; an event does not tell them.</summary>
        public Dictionary<OrderId, ulong> Salts { get; } = [];

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
                Span<byte> body = record.AsSpan(StateRecord<StateVenue>.PrefixSize);
                reader.Bytes[EventHeader.Size..].CopyTo(body);
                if (reader.Header.Kind == EventKind.StateTwap) AddSalt(ref Unsafe.As<byte, StateTwap>(ref body[0]));
                Hash = Hash64.Extend(Hash, record);
            }
        }
    }
}
