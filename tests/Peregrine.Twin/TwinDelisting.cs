using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>How a market's end is announced, when it comes, and at what price (domain §13.4).</summary>
public sealed partial class TwinEngine
{
    private const int ByAnnouncement = -3;
    private const long NoticeAtLeast = 7 * Day;
    private const long NoticeAtMost = 366 * Day;
    private const long PartNs = 600 * Second;
    private const int PartsNeeded = 3;

    private RejectCode Announce(in DelistMarket body)
    {
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        if (market.End is not null) return RejectCode.AlreadyDone;
        if (body.SettleAtNs < _now + NoticeAtLeast) return RejectCode.NoticeTooShort;
        if (body.SettleAtNs > _now + NoticeAtMost) return RejectCode.BadValue;
        long reduceOnlyAt = body.ReduceOnlyAtNs == 0 ? _now : body.ReduceOnlyAtNs;
        if (reduceOnlyAt < _now || reduceOnlyAt > body.SettleAtNs) return RejectCode.BadValue;
        market.End = new TwinEnd { ReduceOnlyAtNs = reduceOnlyAt, SettleAtNs = body.SettleAtNs };
        TakeNotice(market);
        Hold(market);
        Tell(0, market.Id, new DelistingAnnounced { ReduceOnlyAtNs = reduceOnlyAt, SettleAtNs = body.SettleAtNs, Mark = new(market.Mark), Reason = body.Reason });
        if (reduceOnlyAt == _now) KeepDate(market);
        _answer.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>From here on profits are counted.</summary>
    private void TakeNotice(TwinMarket market)
    {
        market.End!.Mark = market.Mark;
        foreach (TwinAccount account in _s.Accounts)
        {
            if (account.Positions.TryGetValue(market.Id, out TwinPosition? p)) p.WonAtNotice = WonAt(p, market, market.Mark);
        }
    }

    private static long WonAt(TwinPosition p, TwinMarket market, long price) => p.Size == 0 ? 0 : p.Won + Formulas.Unrealised(p.Size, p.Cost, price, market.Tv);

    /// <summary>Another index, or it is trusted otherwise.</summary>
    private void Hold(TwinMarket market) => market.End?.Held.Add((_now, market.Index, market.Prices == PriceState.Fresh));

    private static bool WindsDown(TwinMarket market) => market.End is { Stage: EndStage.Announced, ReduceOnlyAtNs: 0 };

    private void KeepDate(TwinMarket market)
    {
        TwinEnd end = market.End!;
        if (end.ReduceOnlyAtNs == 0)
        {
            long[] averages = [.. Enumerable.Range(0, SettlementAverages.Count).Select(part => AverageOf(end, part))];
            long[] known = [.. averages.Where(a => a != 0).Order()];
            bool enough = known.Length >= PartsNeeded;
            long median = enough ? Floor((Int128)known[(known.Length - 1) / 2] + known[known.Length / 2], 2)
                // Announced before its first price it has but its last mark.
                : end.Mark != 0 ? end.Mark : market.Mark;
            BeginSettlement(market, ByAnnouncement, median, averages, fromMark: !enough);
            return;
        }
        end.ReduceOnlyAtNs = 0;
        if (market.State == MarketState.Open) Enter(market, MarketState.ReduceOnly, ByAnnouncement);
    }

    /// <summary>Ten minutes of the last hour, second by second; 0 when less than half of them had a price.</summary>
    private static long AverageOf(TwinEnd end, int part)
    {
        long from = end.SettleAtNs - (SettlementAverages.Count - part) * PartNs;
        Int128 sum = 0;
        long samples = 0;
        for (long at = from; at < from + PartNs; at += Second)
        {
            (long FromNs, long Index, bool Fresh) held = end.Held.FindLast(h => h.FromNs <= at);
            if (!held.Fresh) continue;
            sum += held.Index;
            samples++;
        }
        return 2 * samples < PartNs / Second ? 0 : Floor(sum, samples);
    }

    /// <summary>Without notice: where nobody is hurt by it, or after a day in which nobody could trade.</summary>
    private RejectCode MayEndNow(TwinMarket market)
    {
        if (market.State is MarketState.Settling or MarketState.Settled) return RejectCode.BadTransition;
        if (_s.Accounts.TrueForAll(a => !a.Positions.TryGetValue(market.Id, out TwinPosition? p) || p.Size == 0)) return RejectCode.None;
        if (market.State != MarketState.Halted) return RejectCode.NoticeTooShort;
        return _now - market.SinceNs < Day ? RejectCode.TooEarly : RejectCode.None;
    }

    private void EndNow(TwinMarket market, int reason)
    {
        if (market.End is null)
        {
            market.End = new TwinEnd();
            TakeNotice(market);
        }
        BeginSettlement(market, reason, market.Mark, new long[SettlementAverages.Count], fromMark: true);
    }
}
