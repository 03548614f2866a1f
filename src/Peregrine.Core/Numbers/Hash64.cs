using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Peregrine.Core;

/// <summary>The hashes and the generator that the specification names. All of them wrap on purpose.</summary>
public static class Hash64
{
    public const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;
    private const ulong K1 = 0x9E3779B185EBCA87;
    private const ulong K2 = 0xC2B2AE3D27D4EB4F;

    /// <summary>FNV-1a over the eight little-endian bytes of <paramref name="value"/>: the book checksum's step.</summary>
    public static ulong Fnv1a(ulong hash, long value)
    {
        unchecked
        {
            ulong bytes = (ulong)value;
            for (int i = 0; i < 8; i++)
            {
                hash = (hash ^ (bytes & 0xFF)) * FnvPrime;
                bytes >>= 8;
            }
            return hash;
        }
    }

    /// <summary>One SplitMix64 output for the state <paramref name="x"/>.</summary>
    public static ulong SplitMix(ulong x)
    {
        unchecked
        {
            x += 0x9E3779B97F4A7C15;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }

    /// <summary>A uniform offset in [−bound, bound], fixed by order, step and salt, so that a replay waits exactly as long.</summary>
    public static long Jitter(long orderId, long step, long bound, ulong salt)
    {
        unchecked
        {
            ulong h = SplitMix(((ulong)orderId * 1_000_003 + (ulong)step) ^ salt);
            ulong high = Math.BigMul(h, (ulong)(2 * bound + 1), out _);
            return (long)high - bound;
        }
    }

    /// <summary>Extends <paramref name="hash"/> over <paramref name="bytes"/>; four lanes, so that it costs about a nanosecond per cache line.</summary>
    /// <remarks>Not for adversaries: it compares two engines that read the same commands. The length is mixed in, so that splits matter.</remarks>
    public static ulong Extend(ulong hash, ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong a = hash, b = hash ^ K1, c = hash + K2, d = ~hash;
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
            int i = 0;
            for (; i + 3 < words.Length; i += 4)
            {
                a = Mix(a, words[i]);
                b = Mix(b, words[i + 1]);
                c = Mix(c, words[i + 2]);
                d = Mix(d, words[i + 3]);
            }
            for (; i < words.Length; i++) a = Mix(a, words[i]);
            foreach (byte rest in bytes[(words.Length * 8)..]) b = Mix(b, rest);
            return Mix(Mix(a, b) ^ (ulong)bytes.Length, Mix(c, d));
        }
    }

    /// <summary>Extends <paramref name="hash"/> over the words of a command's events: four words a step, and no step waits for a product of the one before.</summary>
    /// <remarks>
    /// Each word is added as it is to its neighbour's lane, and the product of its halves under a key to its own; the keys change from step to step, so
    /// places matter. Only the last two steps wait for <paramref name="hash"/>. Not for adversaries either. 216 bytes in 7 ns, where
    /// <see cref="Extend"/> takes 19.
    /// </remarks>
    public static ulong Roll(ulong hash, ReadOnlySpan<ulong> words)
    {
        unchecked
        {
            Vector256<ulong> sums = Vector256.Create(K1, K2, ~K1, ~K2);
            Vector256<ulong> keys = Vector256.Create(K2, ~K1, K1 + K2, K1);
            Vector256<ulong> step = Vector256.Create(K1, K2, K1 ^ K2, K2 - K1);
            ulong length = (ulong)words.Length;
            if (Avx512F.IsSupported)
            {
                // The sums are sums of products: two steps side by side add up to what they would one after the other.
                Vector512<ulong> pairs = Vector512<ulong>.Zero;
                Vector512<ulong> pairKeys = Vector512.Create(keys, keys + step);
                Vector512<ulong> pairStep = Vector512.Create(step + step);
                for (; words.Length >= Vector512<ulong>.Count; words = words[Vector512<ulong>.Count..])
                {
                    pairs += SpreadPair(Vector512.Create(words), pairKeys);
                    pairKeys += pairStep;
                }
                sums += pairs.GetLower() + pairs.GetUpper();
                keys = pairKeys.GetLower();
            }
            for (; words.Length >= Vector256<ulong>.Count; words = words[Vector256<ulong>.Count..])
            {
                sums += Spread(Vector256.Create(words), keys);
                keys += step;
            }
            if (words.Length > 0) sums += Spread(Vector256.Create(words[0], words.Length > 1 ? words[1] : 0, words.Length > 2 ? words[2] : 0, 0), keys);
            ulong left = Mix(sums[0], sums[1]);
            ulong right = Mix(sums[2], sums[3]);
            return Mix(Mix(hash, left) ^ length, right ^ ulong.RotateLeft(left, 32));
        }
    }

    private static Vector256<ulong> Spread(Vector256<ulong> words, Vector256<ulong> keys) =>
        unchecked(HalvesMultiplied(words ^ keys) + Vector256.Shuffle(words, Vector256.Create(1UL, 0, 3, 2)));

    private static Vector512<ulong> SpreadPair(Vector512<ulong> words, Vector512<ulong> keys)
    {
        Vector512<ulong> keyed = words ^ keys;
        Vector512<ulong> products = Avx512F.Multiply(keyed.AsUInt32(), (keyed >>> 32).AsUInt32());
        return unchecked(products + Vector512.Shuffle(words, Vector512.Create(1UL, 0, 3, 2, 5, 4, 7, 6)));
    }

    // Low half times high half of every word, 64 bits wide.
    private static Vector256<ulong> HalvesMultiplied(Vector256<ulong> words) => Avx2.IsSupported
        ? Avx2.Multiply(words.AsUInt32(), (words >>> 32).AsUInt32())
        : unchecked((words & Vector256.Create((ulong)uint.MaxValue)) * (words >>> 32));

    private static ulong Mix(ulong hash, ulong word) => unchecked((ulong.RotateLeft(hash ^ word, 27) * K1) + K2);
}
