using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>Scores of everybody in a market, kept for a second: whoever asks for his place within it pays for a search, not for a walk over all positions.</summary>
internal sealed class AdlRanks(EngineState state, AdlCandidates candidates)
{
    private const long KeptNs = 1_000_000_000;

    // Longs and shorts of each market by its id.
    private readonly Side?[] _sides = new Side?[2 * (state.Capacities.MarketsMax + 1)];

    // Falling scores of one side of one market.
    private sealed class Side
    {
        public long AtNs = long.MinValue;
        public readonly List<long> Scores = [];
    }

    public AdlPlace Of(int account, int market)
    {
        int slot = state.FindPosition(account, market);
        Lots size = state.Positions[slot].Size;
        if (size.Value == 0) return default;
        Side side = Fresh(market, size.Value < 0);
        if (!candidates.TryScore(slot, out long score, out _)) return new AdlPlace(0, side.Scores.Count, 0, side.AtNs);
        // His own score may have moved since: his place is behind all that are higher.
        int higher = Higher(side.Scores, score);
        int of = Math.Max(side.Scores.Count, higher + 1);
        return new AdlPlace(higher + 1, of, score, side.AtNs);
    }

    private Side Fresh(int market, bool shorts)
    {
        Side side = _sides[2 * market + (shorts ? 1 : 0)] ??= new Side();
        if (side.AtNs != long.MinValue && state.NowNs - side.AtNs < KeptNs) return side;
        side.AtNs = state.NowNs;
        side.Scores.Clear();
        for (int slot = state.Markets[market].LatestPosition; slot != 0; slot = state.Positions[slot].NextInMarket)
        {
            Lots size = state.Positions[slot].Size;
            if ((shorts ? size.Value < 0 : size.Value > 0) && candidates.TryScore(slot, out long score, out _)) side.Scores.Add(score);
        }
        side.Scores.Sort(static (a, b) => b.CompareTo(a));
        return side;
    }

    private static int Higher(List<long> falling, long score)
    {
        (int low, int high) = (0, falling.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (falling[middle] > score) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
