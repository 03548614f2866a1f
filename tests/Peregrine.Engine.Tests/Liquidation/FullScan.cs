using System.Numerics;
using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Tests.Liquidation;

/// <summary>What the threshold index saves: equity and margin of every account and pot, counted anew from the records and the definitions alone.</summary>
internal sealed class FullScan(EngineState state)
{
    private static readonly int[] Lines = [1500, 1200, 1050, 1000];

    /// <summary>One cross part (market 0) or pot.</summary>
    public readonly record struct Part(int Account, int Market, BigInteger Equity, BigInteger Margin, int Told)
    {
        public bool IsFailing => Equity < Margin;

        /// <summary>The lowest warning line it is below, from 1; 0 above all of them.</summary>
        public int Below
        {
            get
            {
                BigInteger equity = Equity, margin = Margin;
                return Lines.Take(3).Count(line => equity * 1000 < margin * line);
            }
        }
    }

    public IEnumerable<Part> Parts()
    {
        for (int account = 1; account <= state.AccountCount; account++)
        {
            List<Part> pots = [];
            BigInteger equity = state.Accounts[account].Cash.Value, margin = 0;
            for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
            {
                Position position = state.Positions[slot];
                Market market = state.Markets[position.Market];
                BigInteger exact = (BigInteger)position.Size.Value * market.TickLotValue * market.Mark.Value;
                BigInteger profit = FloorDiv(exact, 1000) - position.Cost.Value;
                BigInteger needed = MarginOf(market, -FloorDiv(-BigInteger.Abs(exact), 1000));
                if (position.Mode == MarginMode.Isolated)
                {
                    if (position.Size.Value != 0) pots.Add(new(account, position.Market, position.IsolatedMargin.Value + profit, needed, position.Warnings));
                    continue;
                }
                equity += profit;
                margin += needed;
            }
            for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
            {
                Asset asset = state.Assets[state.Holdings[slot].Asset];
                equity += FloorDiv(FloorDiv((BigInteger)state.Holdings[slot].Counted * asset.Index.Value, asset.Scale) * asset.Terms.MaintWeightPpb, 1_000_000_000);
            }
            yield return new(account, 0, equity, margin, state.Accounts[account].Warnings);
            foreach (Part pot in pots) yield return pot;
        }
    }

    // Marginal, bracket by bracket, as a tax: not by the cumulative amounts that the engine keeps.
    private static BigInteger MarginOf(Market market, BigInteger notional)
    {
        BigInteger scaled = 0;
        ReadOnlySpan<MarginTier> tiers = market.Tiers;
        for (int i = 0; i < tiers.Length; i++)
        {
            BigInteger top = i + 1 < tiers.Length ? BigInteger.Min(notional, tiers[i + 1].Floor.Value) : notional;
            if (top > tiers[i].Floor.Value) scaled += (top - tiers[i].Floor.Value) * tiers[i].MmrPpb;
        }
        return -FloorDiv(-scaled, 1_000_000_000);
    }

    private static BigInteger FloorDiv(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
