using System.Diagnostics;
using Peregrine.Core;

namespace Peregrine.Bench.Sequencer;

/// <summary>What one write and flush costs here and now, with nothing around it: the yardstick for everything else in the run.</summary>
internal static class FlushProbe
{
    private const long FileBytes = 32 << 20;

    public static Percentiles Measure(IStorage storage, int bytes, int count)
    {
        byte[] block = new byte[bytes];
        Array.Fill(block, (byte)7);
        var times = new Percentiles(count);
        const string Name = "probe";
        using (IStorageFile file = storage.Create(Name, FileBytes))
        {
            long at = 0;
            for (int i = 0; i < count; i++, at = (at + bytes) % (FileBytes - bytes))
            {
                long start = Stopwatch.GetTimestamp();
                file.Write(at, block);
                file.Flush();
                times.Add(Stopwatch.GetTimestamp() - start);
            }
        }
        storage.Delete(Name);
        return times;
    }
}
