using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>Reads journal files from their bytes as docs/journal.md describes them, with nothing of the code that wrote them. Checks no checksums: what it reads is compared with what clients were told.</summary>
internal static class RawJournal
{
    public static bool IsName(string name) => name.EndsWith(".journal", StringComparison.Ordinal);

    public static List<Command> Read(SimDisk disk) => [.. disk.List().Where(IsName).SelectMany(name => ReadFile(disk[name]))];

    public static List<Command> ReadFile(SimFile file)
    {
        List<Command> commands = [];
        byte[] bytes = file.Platter;
        for (int at = 4096; at + 64 <= bytes.Length && bytes.AsSpan(at, 4).SequenceEqual("PGRP"u8);)
        {
            int count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
            at += 64;
            for (int i = 0; i < count; i++)
            {
                int stored = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
                Command command = default;
                bytes.AsSpan(at + 8, stored).CopyTo(MemoryMarshal.AsBytes(new Span<Command>(ref command)));
                commands.Add(command);
                at += 8 + stored;
            }
        }
        return commands;
    }
}
