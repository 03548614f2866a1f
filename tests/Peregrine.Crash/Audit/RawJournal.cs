using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Crash.Audit;

/// <summary>Reads the journal from its bytes as docs/journal.md describes them, archived segments too, with nothing of the code that wrote them.</summary>
internal static class RawJournal
{
    private const int SegmentHead = 128, FirstGroupAt = 4096, GroupHead = 64;
    private const string Archived = ".archived";

    /// <summary>The groups from the one that holds <paramref name="fromSeq"/> on, up to the first bytes that do not follow from what lies before them.</summary>
    public static IEnumerable<Command[]> Groups(string folder, long fromSeq)
    {
        (string Path, byte[] Head)[] segments = [.. Segments(folder)];
        for (int i = 0; i < segments.Length; i++)
        {
            if (i + 1 < segments.Length && FirstSeq(segments[i + 1].Head) <= fromSeq) continue;
            ulong chain = BinaryPrimitives.ReadUInt64LittleEndian(segments[i].Head.AsSpan(48));
            byte[] bytes = All(segments[i].Path);
            for (int at = FirstGroupAt; TryGroup(bytes, ref at, ref chain) is { } group;)
            {
                if (group[^1].Header.Seq >= fromSeq) yield return group;
            }
        }
    }

    /// <summary>Of the segment that was named last, begun or only prepared; 0 when there is none.</summary>
    public static long NewestNumber(string folder) =>
        Directory.EnumerateFiles(folder, "*.journal").Select(static path => long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    private static IEnumerable<(string Path, byte[] Head)> Segments(string folder)
    {
        // The name begins with the number, and an archived one keeps it.
        foreach (string path in Directory.EnumerateFiles(folder, "*.journal*").OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            byte[] head = new byte[SegmentHead];
            using FileStream file = Open(path);
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan(0, 8).SequenceEqual("PEREGJNL"u8)) yield return (path, head);
        }
    }

    private static byte[] All(string path)
    {
        using FileStream file = Open(path);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    // A venue that runs may archive a segment between a look at the folder and one into the file.
    private static FileStream Open(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException) when (!path.EndsWith(Archived, StringComparison.Ordinal))
        {
            return new(path + Archived, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
    }

    private static long FirstSeq(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt64LittleEndian(head[40..]);

    private static Command[]? TryGroup(byte[] bytes, ref int at, ref ulong chain)
    {
        if (at + GroupHead > bytes.Length || !bytes.AsSpan(at, 4).SequenceEqual("PGRP"u8)) return null;
        ReadOnlySpan<byte> head = bytes.AsSpan(at, GroupHead);
        int count = BinaryPrimitives.ReadInt32LittleEndian(head[4..]), length = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        if (count <= 0 || length <= 0 || length > bytes.Length - at - GroupHead) return null;
        ReadOnlySpan<byte> records = bytes.AsSpan(at + GroupHead, length);
        ulong next = Hash64.Extend(Hash64.Extend(chain, head[..48]), records);
        if (next != BinaryPrimitives.ReadUInt64LittleEndian(head[48..])) return null;
        var commands = new Command[count];
        foreach (ref Command command in commands.AsSpan())
        {
            int stored = BinaryPrimitives.ReadInt32LittleEndian(records[4..]);
            records.Slice(8, stored).CopyTo(MemoryMarshal.AsBytes(new Span<Command>(ref command)));
            records = records[(8 + stored)..];
        }
        (at, chain) = (at + GroupHead + length, next);
        return commands;
    }
}
