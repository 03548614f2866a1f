using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Peregrine.Bench.Replay.Workloads;

/// <summary>Writes a workload and, beside it, what a replay of it must reproduce.</summary>
internal static class WorkloadFile
{
    /// <summary>0 when the file is the one the name stands for; then replaying it checks every trade against the recorded ones.</summary>
    public static int Make(string name, string folder, TextWriter output)
    {
        WorkloadSpec spec = WorkloadSpec.Named(name);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes<Record>(WorkloadGenerator.Generate(spec));
        string path = Path.Combine(folder, name + ".bin");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path, bytes);
        File.Copy(WorkloadSpec.PathOf(name), Path.ChangeExtension(path, WorkloadSpec.Ending), overwrite: true);

        ReplayResult expected = ReplayFile.Read(path).Expected!.Value;
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        output.WriteLine($"{path}: {spec.Records} records, sha256 {sha256}");
        output.WriteLine($"expected of a replay: {expected.Trades} trades, volume {expected.Volume}, "
            + $"hash_pq {expected.HashPq:x16}, hash_full {expected.HashFull:x16}, hash_book {expected.HashBook:x16}");
        if (sha256 == spec.Sha256) return 0;
        output.WriteLine($"WRONG: the file that the name stands for has sha256 {spec.Sha256}");
        return 1;
    }
}
