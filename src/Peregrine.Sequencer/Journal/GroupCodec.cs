using System.Numerics;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>Turns stamped commands into the bytes of a group, and back with every check that the bytes allow.</summary>
internal static class GroupCodec
{
    private const int ChainedHeader = 48;   // up to the chain itself
    private const int CheckedHeader = 60;   // up to the header's own checksum

    /// <summary>Writes a group and moves the chain on; says how many bytes it takes.</summary>
    public static int Encode(Span<byte> into, ReadOnlySpan<Command> commands, long epoch, ulong eventHash, ref ulong chain)
    {
        int at = GroupHeader.Size;
        foreach (ref readonly Command command in commands) at += EncodeRecord(into[at..], in command);
        ref GroupHeader header = ref MemoryMarshal.AsRef<GroupHeader>(into);
        header = new GroupHeader
        {
            Magic = JournalLayout.GroupMagic,
            Count = commands.Length,
            Bytes = at - GroupHeader.Size,
            FirstSeq = commands[0].Header.Seq,
            TimeNs = commands[0].Header.TimeNs,
            Epoch = epoch,
            EventHash = eventHash,
        };
        chain = ChainOver(chain, into[..at]);
        header.Chain = chain;
        header.Crc = CrcOf(into);
        return at;
    }

    /// <summary>Reads a group's header; false when there is none in these bytes.</summary>
    public static bool TryHeader(ReadOnlySpan<byte> bytes, out GroupHeader header)
    {
        header = default;
        if (bytes.Length < GroupHeader.Size) return false;
        header = MemoryMarshal.Read<GroupHeader>(bytes);
        return header.Magic == JournalLayout.GroupMagic && header.Crc == CrcOf(bytes)
            && header.Count > 0 && header.Bytes > 0 && header.Bytes % 8 == 0 && header.Bytes <= (long)header.Count * JournalLayout.RecordMax;
    }

    /// <summary>What is wrong with a whole group's bytes, and where in it; or null, and then the chain moves on.</summary>
    public static string? Fault(ReadOnlySpan<byte> group, in GroupHeader header, long nextSeq, ref ulong chain, out int at)
    {
        at = 0;
        if (header.FirstSeq != nextSeq) return $"the group begins with command {header.FirstSeq}, and {nextSeq} is next";
        ulong next = ChainOver(chain, group);
        if (FaultOfRecords(group, in header, out at) is { } fault) return fault;
        if (next != header.Chain) return "the group does not follow from what lies before it";
        chain = next;
        return null;
    }

    /// <summary>True when these are a group's bytes, wherever it belongs.</summary>
    public static bool HasSoundRecords(ReadOnlySpan<byte> group, in GroupHeader header) => FaultOfRecords(group, in header, out _) is null;

    private static string? FaultOfRecords(ReadOnlySpan<byte> group, in GroupHeader header, out int at)
    {
        at = GroupHeader.Size;
        for (int i = 0; i < header.Count; i++)
        {
            if (!TryRecord(group, at, out int stored)) return $"the record of command {header.FirstSeq + i} does not match its checksum";
            ref readonly CommandHeader command = ref MemoryMarshal.AsRef<CommandHeader>(group[(at + JournalLayout.RecordPrefix)..]);
            if (command.Seq != header.FirstSeq + i) return $"command {header.FirstSeq + i} is numbered {command.Seq}";
            at += JournalLayout.RecordPrefix + stored;
        }
        return at == group.Length ? null : "the group is longer than its records";
    }

    /// <summary>Unpacks a group whose bytes were found sound.</summary>
    public static void Decode(ReadOnlySpan<byte> group, Span<Command> into)
    {
        int at = GroupHeader.Size;
        foreach (ref Command command in into)
        {
            int stored = MemoryMarshal.Read<int>(group[(at + 4)..]);
            Span<byte> slot = MemoryMarshal.AsBytes(new Span<Command>(ref command));
            group.Slice(at + JournalLayout.RecordPrefix, stored).CopyTo(slot);
            slot[stored..].Clear();
            at += JournalLayout.RecordPrefix + stored;
        }
    }

    // A body ends with zeros more often than not: a client id that was not given, an option that was not used. They are not written.
    private static int EncodeRecord(Span<byte> into, in Command command)
    {
        int length = command.Header.Length;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Command>(in command));
        int stored = (length + 7) & ~7;
        Span<byte> place = into.Slice(JournalLayout.RecordPrefix, stored);
        bytes[..length].CopyTo(place);
        place[length..].Clear();
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(place);
        while (stored > CommandHeader.Size && words[stored / 8 - 1] == 0) stored -= 8;
        Span<byte> record = into[..(JournalLayout.RecordPrefix + stored)];
        MemoryMarshal.Write(record[4..], in stored);
        MemoryMarshal.Write(record, CrcOfRecord(record));
        return record.Length;
    }

    private static bool TryRecord(ReadOnlySpan<byte> group, int at, out int stored)
    {
        stored = 0;
        if (at + JournalLayout.RecordPrefix > group.Length) return false;
        uint length = MemoryMarshal.Read<uint>(group[(at + 4)..]);
        if (length is < CommandHeader.Size or > Command.Size || length % 8 != 0 || at + JournalLayout.RecordPrefix + length > group.Length) return false;
        stored = (int)length;
        return MemoryMarshal.Read<uint>(group[at..]) == CrcOfRecord(group.Slice(at, JournalLayout.RecordPrefix + stored));
    }

    // The checksum's own place counts as zero.
    private static uint CrcOfRecord(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(record);
        uint crc = BitOperations.Crc32C(uint.MaxValue, words[0] & 0xFFFF_FFFF_0000_0000);
        foreach (ulong word in words[1..]) crc = BitOperations.Crc32C(crc, word);
        return ~crc;
    }

    private static ulong ChainOver(ulong chain, ReadOnlySpan<byte> group) =>
        Hash64.Extend(Hash64.Extend(chain, group[..ChainedHeader]), group[GroupHeader.Size..]);

    private static uint CrcOf(ReadOnlySpan<byte> group)
    {
        Span<byte> copy = stackalloc byte[GroupHeader.Size];
        group[..CheckedHeader].CopyTo(copy);
        return JournalLayout.Crc(copy);
    }
}
