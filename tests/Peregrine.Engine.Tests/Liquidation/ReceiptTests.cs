using System.Numerics;
using Peregrine.Core;
using Peregrine.Engine.Tests.Snapshots;
using Xunit;

namespace Peregrine.Engine.Tests.Liquidation;

/// <summary>What a step tells is enough to recompute its prices and its end, from the events alone.</summary>
public sealed class ReceiptTests
{
    // Of the stream's markets: micro-dollars a tick and lot, and the highest price.
    private const long TickLotValue = 10;
    private const long PriceMax = 10_000_000;

    [Fact]
    public void The_bankruptcy_price_follows_from_the_step_itself()
    {
        int recomputed = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Running running = new();
            foreach (Command command in CrashStream.Of(seed, 1_500))
            {
                running.Apply(in command);
                EventReader reader = new(running.Told);
                while (reader.Next())
                {
                    if (reader.Header.Kind != EventKind.LiquidationStep) continue;
                    LiquidationStep step = reader.Body<LiquidationStep>();
                    Assert.True(step.Filled <= step.Asked && step.Asked.Value <= Math.Abs(step.Size.Value));
                    Assert.True(step.Equity.Value < 0 || step.EquityAfter.Value >= 0, "a step that begins with equity ends with some");
                    // Alone in its part, a position bears all of the equity.
                    if (step.MarketMargin != step.MaintenanceMargin) continue;
                    Assert.Equal(Bankruptcy(in step), step.Bankruptcy.Value);
                    recomputed++;
                }
            }
        }
        Assert.True(recomputed > 20, $"{recomputed}");
    }

    private static long Bankruptcy(in LiquidationStep step)
    {
        BigInteger lots = BigInteger.Abs(step.Size.Value) * TickLotValue;
        BigInteger value = Floor((BigInteger)step.Size.Value * TickLotValue * step.Mark.Value, 1000);
        BigInteger lost = BigInteger.Max(0, step.Cost.Value - value);
        BigInteger share = step.Equity.Value >= 0 ? step.Equity.Value : -BigInteger.Min(-step.Equity.Value, lost);
        BigInteger price = step.Size.Value > 0 ? -Floor(-(value - share), lots) : Floor(share - value, lots);
        return (long)BigInteger.Max(1, BigInteger.Min(PriceMax, price));
    }

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
