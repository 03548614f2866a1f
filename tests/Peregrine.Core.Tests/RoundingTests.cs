using System.Numerics;
using Xunit;

namespace Peregrine.Core.Tests;

public sealed class RoundingTests
{
    private static readonly long[] Edges = [0, 1, -1, 2, -2, 3, -3, 7, 999_999_999, 1_000_000_000, 1_000_000_001, -1_000_000_000, (1L << 60) - 1, -(1L << 60) + 1, int.MaxValue, int.MinValue];

    [Fact]
    public void Floor_ceil_and_trunc_are_those_of_the_exact_quotient()
    {
        foreach ((long a, long b, long c) in Triples())
        {
            if (c == 0) continue;
            BigInteger product = (BigInteger)a * b;
            BigInteger floor = FloorOf(product, c);
            if (BigInteger.Abs(floor) >= long.MaxValue) continue;
            Assert.Equal(floor, Rounding.MulDivFloor(a, b, c));
            Assert.Equal(-FloorOf(-product, c), Rounding.MulDivCeil(a, b, c));
            Assert.Equal(BigInteger.Divide(product, c), Rounding.MulDivTrunc(a, b, c));
            Assert.Equal(floor, Rounding.Floor((Int128)product, c));
            Assert.Equal(-FloorOf(-product, c), Rounding.Ceil((Int128)product, c));
            Assert.Equal(BigInteger.Divide(product, c), Rounding.Trunc((Int128)product, c));
        }
    }

    [Fact]
    public void A_rate_of_an_amount_is_exact_in_64_bits()
    {
        foreach ((long a, long b, _) in Triples())
        {
            long amount = a % (1L << 60);
            long rate = Math.Abs(b % (Ppb.One + 1));
            Assert.Equal(FloorOf((BigInteger)amount * rate, Ppb.One), Ppb.MulFloor(amount, rate));
            Assert.Equal(-FloorOf(-(BigInteger)amount * rate, Ppb.One), Ppb.MulCeil(amount, rate));
        }
    }

    [Fact]
    public void A_quotient_that_does_not_fit_is_a_bug_and_throws()
    {
        Assert.Throws<OverflowException>(() => Rounding.MulDivFloor(long.MaxValue, 4, 2));
        Assert.Equal(long.MaxValue, Rounding.MulDivFloorAtMost(long.MaxValue, 4, 2));
        Assert.Equal(long.MaxValue - 1, Rounding.MulDivFloorAtMost(long.MaxValue - 1, 4, 4));
        Assert.Throws<OverflowException>(() => Rounding.MulDivCeil(long.MinValue, 4, 2));
        Assert.Throws<OverflowException>(() => Rounding.MulDivTrunc(long.MaxValue, -4, 2));
    }

    private static BigInteger FloorOf(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return rest != 0 && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    private static IEnumerable<(long A, long B, long C)> Triples()
    {
        foreach (long a in Edges)
        {
            foreach (long b in Edges)
            {
                foreach (long c in Edges) yield return (a, b, c);
            }
        }
        ulong state = 7;
        for (int i = 0; i < 50_000; i++) yield return (Next(ref state), Next(ref state), Next(ref state));
    }

    // Of every width, so that small quotients and products at the edge of 64 bits come up.
    private static long Next(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        ulong bits = Hash64.SplitMix(state);
        return unchecked((long)Hash64.SplitMix(bits)) >> (int)(bits % 63);
    }
}
