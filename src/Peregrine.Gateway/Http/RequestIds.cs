using System.Security.Cryptography;

namespace Peregrine.Gateway.Http;

/// <summary>Names requests: 26 characters that sort by time, unique over all gateways that ever ran.</summary>
/// <remarks>48 bits of milliseconds, 40 drawn at start, 40 counted.</remarks>
internal sealed class RequestIds(TimeProvider time)
{
    public const int Length = 26;
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private readonly ulong _instance = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private long _count;

    public string Next()
    {
        var high = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        UInt128 id = new(high << 16, (_instance << 32) | (uint)Interlocked.Increment(ref _count));
        return string.Create(Length, id, static (text, rest) =>
        {
            for (int i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Digits[(int)(uint)(rest & 31)];
                rest >>= 5;
            }
        });
    }
}
