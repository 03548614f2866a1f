using System.Text;

namespace Peregrine.EndToEnd.Attack;

/// <summary>Bends what is right into what is nearly right, the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Odd =
    [
        .. new[]
        {
            "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e999", "-1", "0", "0.000000001", "00", "\"\"", "null", "true", "[]", "{}", "[[[[[[[[", "{\"a\":",
            "\"\\u0000\"", "\\ud800", "\"NaN\"", "'", "--", "${7*7}", "%00", "%0d%0a", "../", "\u202e", "client:", "SOL-PERP", "BTC-PERP", "\"market\":", ",", ":", "\"id\":1,", "1152921504606846976", "\"1000000000000000000\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff, 0xfe], [0xc0, 0x80], [0], [0xed, 0xa0, 0x80], [.. Enumerable.Repeat((byte)'A', 600)],
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public T Of<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>One to four changes; now and then none.</summary>
    public byte[] Bend(ReadOnlySpan<byte> right)
    {
        List<byte> bytes = [.. right];
        int changes = _random.Next(8) == 0 ? 0 : 1 + _random.Next(4);
        for (int i = 0; i < changes; i++) Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1), left = bytes.Count - at;
        switch (_random.Next(6))
        {
            case 0 when left > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes.InsertRange(at, Of(Odd));
                break;
            case 2 when left > 0:
                bytes.RemoveRange(at, 1 + _random.Next(Math.Min(left, 12)));
                break;
            case 3 when left > 0:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(left, 1 + _random.Next(40))));
                break;
            case 4 when left > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            default:
                Digits(bytes, at);
                break;
        }
    }

    // A number where one stood reaches further than noise.
    private void Digits(List<byte> bytes, int near)
    {
        int from = bytes.FindIndex(near, static b => char.IsAsciiDigit((char)b));
        if (from < 0) return;
        int to = from;
        while (to < bytes.Count && char.IsAsciiDigit((char)bytes[to])) to++;
        bytes.RemoveRange(from, to - from);
        bytes.InsertRange(from, Encoding.ASCII.GetBytes(_random.Next(3) == 0 ? "9223372036854775808" : _random.NextInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
