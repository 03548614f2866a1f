using System.Numerics;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>The formulas of the specification that need no state; the worked vectors are asked of these.</summary>
public static class Formulas
{
    public static IReadOnlyList<TwinTier> Tiers(IEnumerable<SetTier> rows)
    {
        List<TwinTier> tiers = [];
        long im = 0, mm = 0;
        int lastImr = 0, lastMmr = 0;
        foreach (SetTier row in rows)
        {
            im += Floor((Int128)row.Floor.Value * (row.ImrPpb - lastImr), R);
            mm += Floor((Int128)row.Floor.Value * (row.MmrPpb - lastMmr), R);
            tiers.Add(new TwinTier(row.Floor.Value, row.ImrPpb, row.MmrPpb, im, mm));
            (lastImr, lastMmr) = (row.ImrPpb, row.MmrPpb);
        }
        return tiers;
    }

    public static long InitialMargin(IReadOnlyList<TwinTier> tiers, long notional, int leverage)
    {
        if (notional == 0) return 0;
        TwinTier tier = tiers.Last(t => t.Floor <= notional);
        long byTier = Ceil((Int128)notional * tier.ImrPpb, R) - tier.CumulativeIm;
        return Math.Max(Ceil(notional, leverage), byTier);
    }

    public static long MaintenanceMargin(IReadOnlyList<TwinTier> tiers, long notional)
    {
        TwinTier tier = tiers.Last(t => t.Floor <= notional);
        return Ceil((Int128)notional * tier.MmrPpb, R) - tier.CumulativeMm;
    }

    /// <summary>P: what the position is worth at mark, signed.</summary>
    public static long PositionValue(long size, long mark, long tv) => Floor((Int128)size * mark * tv, Sub);

    /// <summary>N: the position's size in money at mark, never negative.</summary>
    public static long Notional(long size, long mark, long tv) => Ceil((Int128)Abs(size) * mark * tv, Sub);

    public static long Unrealised(long size, long cost, long mark, long tv) => PositionValue(size, mark, tv) - cost;

    public static long Exposure(long p, long buys, long sells) => Math.Max(Abs(p + buys), Abs(p - sells));

    /// <summary>What an order at this price loses at once against mark.</summary>
    public static long OpenLoss(Side side, long price, long qty, long mark, long tv)
    {
        long worse = side == Side.Buy ? price * Sub - mark : mark - price * Sub;
        return worse <= 0 ? 0 : Ceil((Int128)worse * qty * tv, Sub);
    }

    /// <summary>The open-interest floor under initial margin, as a rate.</summary>
    public static long OiScaledRate(long baseRate, long oi, long low, long high)
    {
        if (low == 0 && high == 0) return 0;
        if (oi <= low) return baseRate;
        if (oi >= high) return R;
        return baseRate + Floor((Int128)(oi - low) * (R - baseRate), high - low);
    }

    /// <summary>Where equity meets maintenance margin, in subticks; null when it never does. Kept between 0 and four times the largest price.</summary>
    public static long? LiquidationPrice(IReadOnlyList<TwinTier> tiers, long size, long cost, long backing, long tv, long priceMax)
    {
        BigInteger s = new BigInteger(Abs(size)) * tv, c = Abs(cost), m = backing;
        BigInteger worth = size > 0 ? c - m : c + m;
        BigInteger atFloor(TwinTier t) => size > 0
            ? new BigInteger(t.Floor) * (R - t.MmrPpb) + new BigInteger(t.CumulativeMm) * R
            : new BigInteger(t.Floor) * (R + t.MmrPpb) - new BigInteger(t.CumulativeMm) * R;
        TwinTier tier = tiers.LastOrDefault(t => atFloor(t) <= worth * R) ?? tiers[0];
        BigInteger money = size > 0 ? worth - tier.CumulativeMm : worth + tier.CumulativeMm;
        BigInteger most = 4 * new BigInteger(priceMax);
        if (size > 0 ? money <= 0 : money > most * s) return null;
        BigInteger up = money * Sub * R, down = s * (size > 0 ? R - tier.MmrPpb : R + tier.MmrPpb);
        BigInteger price = BigInteger.Divide(up, down);
        if (size > 0 && price * down != up) price++;
        return (long)BigInteger.Max(0, BigInteger.Min(price, most * Sub));
    }

    public static long BandMax(long mark, long up) => Floor((Int128)mark * (R + up), (Int128)R * Sub);
    public static long BandMin(long mark, long down) => Ceil((Int128)mark * (R - down), (Int128)R * Sub);

    /// <summary>The limit that slippage gives, before any clamp; <paramref name="opposite"/> is the best opposite price or 0.</summary>
    public static long MarketLimit(Side side, long mark, long opposite, long slip)
    {
        if (side == Side.Buy)
        {
            long from = opposite == 0 ? mark : Math.Max(mark, opposite * Sub);
            return Floor((Int128)from * (R + slip), (Int128)R * Sub);
        }
        long start = opposite == 0 ? mark : Math.Min(mark, opposite * Sub);
        return Ceil((Int128)start * (R - slip), (Int128)R * Sub);
    }

    public static long FeeUp(long notional, long rate) => Ceil((Int128)notional * rate, R);
    public static long Rebate(long notional, long rate) => Floor((Int128)notional * rate, R);
    public static long Discounted(long rate, long discount) => rate - Floor((Int128)rate * discount, R);
    public static long Referral(long takerFee, long rebate, long share) => Math.Max(0, Floor((Int128)(takerFee - rebate) * share, R));

    /// <summary>A trade of signed <paramref name="q"/> on a position: new size and cost, and what it realised.</summary>
    public static (long Size, long Cost, long Realised) Trade(long size, long cost, long q, long price, long tv)
    {
        if (size == 0 || (size > 0) == (q > 0)) return (size + q, cost + q * price * tv, 0);
        if (Abs(q) > Abs(size))
        {
            (_, _, long closed) = Trade(size, cost, -size, price, tv);
            (long opened, long openedCost, _) = Trade(0, 0, q + size, price, tv);
            return (opened, openedCost, closed);
        }
        long released = Trunc((Int128)cost * Abs(q), Abs(size));
        long realised = -(q * price * tv) - released;
        return size + q == 0 ? (0, 0, realised) : (size + q, cost - released, realised);
    }

    /// <summary>How much open interest a fill of q adds.</summary>
    public static long AddedInterest(long buyer, long seller, long q) =>
        Math.Max(buyer + q, 0) - Math.Max(buyer, 0) + Math.Max(seller - q, 0) - Math.Max(seller, 0);

    public static long TrailLevel(Side side, long peak, int callback, long offset)
    {
        if (side == Side.Sell) return callback != 0 ? Floor((Int128)peak * (R - callback), R) : peak - offset * Sub;
        return callback != 0 ? Ceil((Int128)peak * (R + callback), R) : peak + offset * Sub;
    }

    /// <summary>Splits whole lots by weights: floors first, then one each to the largest remainders, lower index first.</summary>
    public static long[] LargestRemainder(long lots, IReadOnlyList<long> weights)
    {
        Int128 total = weights.Aggregate(Int128.Zero, (sum, w) => sum + w);
        long[] parts = [.. weights.Select(w => Floor((Int128)lots * w, total))];
        long left = lots - parts.Sum();
        foreach (int i in Enumerable.Range(0, parts.Length).OrderByDescending(i => (Int128)lots * weights[i] - parts[i] * total).ThenBy(i => i).Take((int)left)) parts[i]++;
        return parts;
    }

    public static IReadOnlyList<(long Price, long Qty)> Scale(long first, long last, int count, long qty, long num, long den)
    {
        long steps = count - 1;
        long[] weights = [.. Enumerable.Range(0, count).Select(i => steps * den + i * (num - den))];
        long[] lots = LargestRemainder(qty, weights);
        return [.. Enumerable.Range(0, count).Select(i => (first + Floor(2 * (Int128)(last - first) * i + steps, 2 * steps), lots[i]))];
    }

    /// <summary>How soon a position is asked to give lots up: profit and leverage, less of it when hedged.</summary>
    public static long AdlScore(long unrealised, long cost, long notional, long equity, long hedged)
    {
        long profit = cost == 0 ? 0 : (long)Int128.Clamp(Divide((Int128)unrealised * R, cost), -10 * R, 10 * R);
        long leverage = (long)Int128.Clamp(Divide((Int128)notional * R, equity), R / 1000, 1000 * R);
        long score = profit > 0 ? Floor((Int128)profit * leverage, R) : Floor((Int128)profit * R, leverage);
        return Floor((Int128)score * (2 * R - hedged), 2 * R);
    }

    private static Int128 Divide(Int128 a, Int128 b)
    {
        Int128 q = a / b;
        return q * b != a && (a < 0) != (b < 0) ? q - 1 : q;
    }

    /// <summary>For eight hours: the average premium drawn toward the interest rate, within a cap.</summary>
    public static long FundingRate8(long average, long interest, long band, long cap) =>
        Math.Clamp(average + Math.Clamp(interest - average, -band, band), -cap, cap);

    /// <summary>Positive is paid.</summary>
    public static long Funding(long size, long index, long tv, long rate) => Ceil((Int128)size * index * tv * rate, (Int128)Sub * R);

    public static long TwapTarget(long qty, long slice, long slices) => Floor((Int128)qty * slice, slices);

    public static long TwapAsk(long qty, long slice, long slices, long executed) =>
        Math.Min(TwapTarget(qty, slice, slices) - executed, 3 * Ceil(qty, slices));

    /// <summary>What each take-profit level of a bracket has been given once F of Q is filled; with the entry over, the floors' leftovers join.</summary>
    public static long[] BracketTargets(long filled, long qty, IReadOnlyList<long> levels, bool over) =>
        over ? LargestRemainder(filled, levels) : [.. levels.Select(l => Floor((Int128)filled * l, qty))];
}
