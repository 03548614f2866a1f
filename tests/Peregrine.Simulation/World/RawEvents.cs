using System.Buffers.Binary;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>Reads event files from their bytes as docs/events.md describes them, with nothing of the code that wrote them.</summary>
internal static class RawEvents
{
    /// <summary>Each file's blocks: the commands they speak for, and their events.</summary>
    public static IEnumerable<(long First, long Last, byte[] Events)> Read(SimDisk disk)
    {
        foreach (string name in disk.List().Where(static n => n.EndsWith(".events", StringComparison.Ordinal)))
        {
            byte[] bytes = disk[name].Platter;
            long end = bytes.AsSpan(2048, 8).SequenceEqual("PEREGEVS"u8) ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(2048 + 24)) : bytes.Length;
            for (int at = 4096; at + 48 <= end && bytes.AsSpan(at, 4).SequenceEqual("EBLK"u8);)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
                long first = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 8)), last = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 16));
                yield return (first, last, bytes.AsSpan(at + 48, length).ToArray());
                at += 48 + length;
            }
        }
    }
}
