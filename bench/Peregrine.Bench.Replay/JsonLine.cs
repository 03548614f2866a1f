using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Peregrine.Bench.Replay;

internal static class JsonLine
{
    public static string Of(Bench bench, ReplayFile file)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("engine", bench.Name);
            json.WriteString("file", file.Name);
            json.WriteNumber("records", file.Records.Length);
            json.WriteNumber("trades", bench.Result.Trades);
            json.WriteNumber("volume", bench.Result.Volume);
            json.WriteString("hash_pq", Hex(bench.Result.HashPq));
            json.WriteString("hash_full", Hex(bench.Result.HashFull));
            json.WriteString("hash_book", Hex(bench.Result.HashBook));
            (double median, double min, double max) = bench.Mcps();
            json.WriteNumber("mcps_median", Math.Round(median, 2));
            json.WriteNumber("mcps_min", Math.Round(min, 2));
            json.WriteNumber("mcps_max", Math.Round(max, 2));
            json.WriteNumber("p50_ns", bench.PercentileNs(500));
            json.WriteNumber("p99_ns", bench.PercentileNs(990));
            json.WriteNumber("p999_ns", bench.PercentileNs(999));
            json.WriteNumber("allocated_bytes", bench.AllocatedBytes);
            if (file.Expected is not null) json.WriteBoolean("matches", bench.MatchesExpected);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Hex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);
}
