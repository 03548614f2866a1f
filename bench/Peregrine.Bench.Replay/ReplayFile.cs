using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Peregrine.Bench.Replay;

/// <summary>A recorded stream in memory, and what must come out of it when a FILE.expect.json lies beside it.</summary>
internal sealed class ReplayFile
{
    public required string Name { get; init; }
    public required Record[] Records { get; init; }
    public required ReplayResult? Expected { get; init; }

    /// <summary>Live orders to make room for: what the workload declares, rounded up to a power of two; else every limit order there is.</summary>
    public required int OrdersMax { get; init; }

    public static ReplayFile Read(string path)
    {
        if (!File.Exists(path)) throw new BadInputException($"There is no file '{path}'.");
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length == 0 || bytes.Length % 16 != 0)
            throw new BadInputException($"'{path}' is no recording: {bytes.Length} bytes are not a whole number of 16-byte records.");
        Record[] records = MemoryMarshal.Cast<byte, Record>(bytes).ToArray();
        int bad = Array.FindIndex(records, static r => !r.IsValid);
        if (bad >= 0) throw new BadInputException($"'{path}' is no recording: record {bad} is neither a limit order, an IOC nor a cancel.");

        using JsonDocument? expect = ReadExpect(Path.ChangeExtension(path, ".expect.json"));
        int live = expect is null ? records.Count(static r => r.Kind == RecordKind.Limit) : expect.RootElement.GetProperty("max_live").GetInt32();
        return new ReplayFile
        {
            Name = Path.GetFileName(path),
            Records = records,
            Expected = expect is null ? null : Expect(expect.RootElement),
            OrdersMax = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(live, 1)),
        };
    }

    private static JsonDocument? ReadExpect(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            _ = Expect(document.RootElement);
            _ = document.RootElement.GetProperty("max_live").GetInt32();
            return document;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new BadInputException($"'{path}' does not hold what a replay must reproduce: {e.Message}", e);
        }
    }

    private static ReplayResult Expect(JsonElement root) => new(
        root.GetProperty("trades").GetInt64(),
        root.GetProperty("volume").GetInt64(),
        Hash(root, "hash_pq"),
        Hash(root, "hash_full"),
        Hash(root, "hash_book"));

    private static ulong Hash(JsonElement root, string name) =>
        ulong.Parse(root.GetProperty(name).GetString() ?? "", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
