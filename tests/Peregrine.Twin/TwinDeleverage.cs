using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Lots that nobody takes are closed against the other side: by score, then at mark by size.</summary>
public sealed partial class TwinEngine
{
    private sealed record Asked(int Account, long Score, long Available);

    private void Deleverage(TwinPart part, TwinMarket market, long lots, long price)
    {
        long left = lots - DeleverageByScore(part, market, lots, price);
        if (left > 0) DeleverageAtMark(part, market, left);
    }

    /// <summary>At that price in ticks, or with 0 at mark; the answer is how many lots found somebody.</summary>
    private long DeleverageByScore(TwinPart part, TwinMarket market, long lots, long price)
    {
        int side = Math.Sign(Position(part.Account, market.Id).Size);
        long taken = 0;
        // What they owe of an hour's funding counts before it is asked how much they can give.
        foreach (TwinAccount other in _s.Accounts.Where(a => a.Positions.TryGetValue(market.Id, out TwinPosition? p) && Math.Sign(p.Size) == -side)) SettleFunding(other.Id, market);
        long notional(long q) => price == 0 ? Floor((Int128)q * market.Mark * market.Tv, Sub) : q * price * market.Tv;
        List<Asked> candidates = [.. Candidates(part, market, side, notional).OrderByDescending(c => c.Score).ThenBy(c => c.Account)];
        Int128 weight = candidates.Where(c => c.Score > 0).Aggregate(Int128.Zero, (sum, c) => sum + (Int128)c.Score * c.Available);
        TellAdl(part, market, side, lots, price, candidates, weight);
        long[] parts = policy.AsksGreedily ? OneAfterTheOther(lots, candidates) : Shares(lots, candidates, weight);
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == 0) continue;
            Swap(part, market, side, parts[i], price == 0 ? market.Mark : price * Sub, notional(parts[i]), candidates[i], lots);
            taken += parts[i];
        }
        TrimReduceOnly(part.Account, market.Id);
        return taken;
    }

    private void TellAdl(TwinPart part, TwinMarket market, int side, long lots, long price, List<Asked> candidates, Int128 weight)
    {
        ulong hash = Hash64.FnvOffset;
        foreach (Asked c in candidates)
        {
            foreach (long word in (ReadOnlySpan<long>)[c.Account, Position(c.Account, market.Id).Size, c.Score, c.Available]) hash = Hash64.Fnv1a(hash, word);
        }
        Tell(part.Account, market.Id, new AdlStarted
        {
            Qty = new(lots),
            Price = new(price),
            Mark = new(market.Mark),
            Equity = new(EquityOf(part)),
            Candidates = candidates.Count,
            WeightLow = (ulong)(weight & ulong.MaxValue),
            WeightHigh = (ulong)(weight >> 64),
            CandidatesHash = hash,
            Side = side > 0 ? Side.Sell : Side.Buy,
        });
    }

    private void DeleverageAtMark(TwinPart part, TwinMarket market, long lots)
    {
        int side = Math.Sign(Position(part.Account, market.Id).Size);
        List<TwinAccount> others = [.. _s.Accounts.Where(a => a.Id != part.Account && a.Positions.TryGetValue(market.Id, out TwinPosition? p) && Math.Sign(p.Size) == -side)];
        List<Asked> everybody = [.. others.Select(a => new Asked(a.Id, 1, Abs(a.Positions[market.Id].Size)))];
        TellAdl(part, market, side, lots, 0, everybody, everybody.Aggregate(Int128.Zero, (sum, e) => sum + e.Available));
        long[] parts = Formulas.LargestRemainder(lots, [.. others.Select(a => Abs(a.Positions[market.Id].Size))]);
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == 0) continue;
            long notional = Floor((Int128)parts[i] * market.Mark * market.Tv, Sub);
            Swap(part, market, side, parts[i], market.Mark, notional, everybody[i], lots);
        }
        TrimReduceOnly(part.Account, market.Id);
    }

    private void Swap(TwinPart part, TwinMarket market, int side, long lots, long price, long notional, Asked other, long requested)
    {
        Tell(other.Account, market.Id, new AdlApplied
        {
            Qty = new(lots),
            Price = new(price),
            Notional = new(notional),
            ScorePpb = other.Score,
            Available = new(other.Available),
            Requested = new(requested),
            FailedHash = Hash64.Fnv1a(Hash64.Fnv1a(Hash64.FnvOffset, part.Account), _seq),
        });
        long given = ApplyForced(part.Account, market, -side * lots, notional, 0);
        long gained = ApplyForced(other.Account, market, side * lots, notional, 0);
        TellPosition(part.Account, market.Id, given, 0, FillReason.Adl);
        TellPosition(other.Account, market.Id, gained, 0, FillReason.Adl);
        TrimReduceOnly(other.Account, market.Id);
    }

    /// <summary>Opposite positions of parts that have their margin and are not being liquidated.</summary>
    private IEnumerable<Asked> Candidates(TwinPart failed, TwinMarket market, int side, Func<long, long> notional)
    {
        foreach (TwinAccount account in _s.Accounts)
        {
            if (account.Id == failed.Account || !account.Positions.TryGetValue(market.Id, out TwinPosition? p) || p.Size == 0 || Math.Sign(p.Size) == side) continue;
            var part = new TwinPart(account.Id, p.Isolated ? market.Id : 0);
            if (_s.Cases.Exists(c => c.Part == part && c.Started) || account.Status == AccountStatus.Liquidating) continue;
            if (EquityOf(part) < MaintenanceOf(part)) continue;
            long equity = PositionEquity(part, p, market);
            if (equity <= 0) continue;
            long score = Formulas.AdlScore(Unrealised(p, market), Abs(p.Cost), Formulas.Notional(p.Size, market.Mark, market.Tv), equity, policy.AsksGreedily ? 0 : Hedged(account, p, market));
            long available = policy.AsksGreedily ? Abs(p.Size) : AvailableLots(part, market, notional);
            if (available > 0) yield return new Asked(account.Id, score, available);
        }
    }

    private long PositionEquity(TwinPart part, TwinPosition p, TwinMarket market)
    {
        if (part.Market != 0) return EquityOf(part);
        Int128 all = MarketsOf(part).Aggregate(Int128.Zero, (sum, m) => sum + Formulas.Notional(Position(part.Account, m).Size, Market(m).Mark, Market(m).Tv));
        return Floor((Int128)Formulas.Notional(p.Size, market.Mark, market.Tv) * EquityOf(part), all);
    }

    /// <summary>The share of the position that others of the account in the same underlying offset.</summary>
    private long Hedged(TwinAccount account, TwinPosition p, TwinMarket market)
    {
        static string underlying(TwinMarket m) => m.Terms.Symbol.ToString().Split('-')[0];
        long against = account.Positions
            .Where(x => x.Key != market.Id && Math.Sign(x.Value.Size) == -Math.Sign(p.Size) && underlying(Market(x.Key)) == underlying(market))
            .Sum(x => Formulas.Notional(x.Value.Size, Market(x.Key).Mark, Market(x.Key).Tv));
        long own = Formulas.Notional(p.Size, market.Mark, market.Tv);
        return own == 0 ? 0 : Floor((Int128)Math.Min(against, own) * R, own);
    }

    /// <summary>The most lots that leave the candidate its margin.</summary>
    private long AvailableLots(TwinPart part, TwinMarket market, Func<long, long> notional)
    {
        TwinPosition p = Position(part.Account, market.Id);
        int side = Math.Sign(p.Size);
        long low = 0, high = Abs(p.Size);
        while (low < high)
        {
            long middle = low + (high - low + 1) / 2;
            bool fits = ImagineForced(part, market, -side * middle, notional(middle), () => EquityOf(part) >= MaintenanceOf(part));
            if (fits) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private static long[] OneAfterTheOther(long lots, List<Asked> candidates)
    {
        long[] parts = new long[candidates.Count];
        for (int i = 0; i < parts.Length && lots > 0; i++)
        {
            parts[i] = Math.Min(lots, candidates[i].Available);
            lots -= parts[i];
        }
        return parts;
    }

    /// <summary>By score times available lots; who would be asked for more than that gives all of it. Then those without profit, one after the other.</summary>
    private static long[] Shares(long lots, List<Asked> candidates, Int128 weight)
    {
        long[] parts = new long[candidates.Count];
        long left = lots;
        int at = 0;
        for (; at < candidates.Count && candidates[at].Score > 0 && left > 0 && (Int128)left * candidates[at].Score >= weight; at++)
        {
            parts[at] = Math.Min(left, candidates[at].Available);
            left -= parts[at];
            weight -= (Int128)candidates[at].Score * candidates[at].Available;
        }
        int end = candidates.FindIndex(c => c.Score <= 0);
        if (end < 0) end = candidates.Count;
        if (left > 0 && at < end)
        {
            Int128 remainder(int i) => (Int128)left * candidates[i].Score * candidates[i].Available % weight;
            int[] rest = [.. Enumerable.Range(at, end - at)];
            foreach (int i in rest) parts[i] = (long)((Int128)left * candidates[i].Score * candidates[i].Available / weight);
            long missing = left - rest.Sum(i => parts[i]);
            foreach (int i in rest.OrderByDescending(remainder).ThenBy(i => candidates[i].Account).Take((int)missing)) parts[i]++;
            left = 0;
        }
        for (int i = end; i < candidates.Count && left > 0; i++)
        {
            parts[i] = Math.Min(left, candidates[i].Available);
            left -= parts[i];
        }
        return parts;
    }
}
