using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Step 1 of every command: what was left over, then every timer that is due, in order of time, kind and id.</summary>
public sealed partial class TwinEngine
{
    private readonly record struct Due(long AtNs, int Kind, long A, long B, long C, long D) : IComparable<Due>
    {
        public int CompareTo(Due other) => (AtNs, Kind, A, B, C, D).CompareTo((other.AtNs, other.Kind, other.A, other.B, other.C, other.D));
        public static bool operator <(Due a, Due b) => a.CompareTo(b) < 0;
        public static bool operator >(Due a, Due b) => a.CompareTo(b) > 0;
        public static bool operator <=(Due a, Due b) => a.CompareTo(b) <= 0;
        public static bool operator >=(Due a, Due b) => a.CompareTo(b) >= 0;
    }

    /// <summary>Of kind 7: markets by id, assets behind them, and then the second for everything else.</summary>
    /// <summary>Of kind 6: accounts' limits come before markets' dates.</summary>
    private const long MarketDates = 1L << 40;
    private const int AssetTimers = 1 << 20;
    private const int SecondTimer = 1 << 21;

    private IEnumerable<Due> Timers()
    {
        foreach (TwinOrder o in _s.Orders.Values)
        {
            if (o.ExpireAtNs != 0 && (o.Place is Place.Book or Place.Waiting or Place.Inactive)) yield return new Due(o.ExpireAtNs, 1, o.Id, 0, 0, 0);
            if (o.Place == Place.Twap) yield return new Due(SliceTime(o), 4, o.Id, 0, 0, 0);
        }
        foreach (TwinDeadMan d in _s.DeadMans) yield return new Due(d.DueNs, 5, d.Account, d.Market, d.Label, d.Session);
        foreach (TwinAccount a in _s.Accounts)
        {
            if (a.Limits.LaterFromNs != 0) yield return new Due(a.Limits.LaterFromNs, 6, a.Id, 0, 0, 0);
        }
        foreach (TwinKey k in _s.Keys)
        {
            if (k.Limits.LaterFromNs != 0) yield return new Due(k.Limits.LaterFromNs, 6, k.Account, k.Id, 0, 0);
        }
        foreach (TwinMarket m in _s.Markets.Where(m => m.Feed is not null))
        {
            yield return new Due((m.Feed!.TickedSecond + 1) * Second, 7, m.Id, 0, 0, 0);
            if (m.Funding.IsOn) yield return new Due(m.Funding.NextHourNs, 10, m.Id, 0, 0, 0);
        }
        foreach (TwinAsset a in _s.Assets.Where(a => a.Feed is not null)) yield return new Due((a.Feed!.TickedSecond + 1) * Second, 7, AssetTimers + a.Id, 0, 0, 0);
        foreach (TwinMarket m in _s.Markets.Where(m => m.End is { Stage: EndStage.Announced })) yield return new Due(m.End!.DueNs, 6, MarketDates + m.Id, 0, 0, 0);
        foreach (TwinMarket m in _s.Markets.Where(m => m.AuctionEndsNs != 0)) yield return new Due(m.AuctionEndsNs, 3, m.Id, 0, 0, 0);
        foreach (TwinAuction a in _s.Auctions.Values) yield return new Due(a.EndsAtNs, 2, a.Id, 0, 0, 0);
        if (_s.NextLoanHourNs != 0) yield return new Due(_s.NextLoanHourNs, 9, 0, 0, 0, 0);
        foreach (TwinProposal p in _s.Proposals.Values) yield return new Due(p.DueNs, 8, p.Id, 0, 0, 0);
        if (WantsSeconds()) yield return new Due((_s.LastSecond + 1) * Second, 7, SecondTimer, 0, 0, 0);
    }

    private bool WantsSeconds() => AnyoneWatches() || _s.Markets.Exists(IsHeldByBackstop) || _s.Orders.Values.Any(o => o.Place == Place.Retrying);

    private void Advance()
    {
        SettleMarkets();
        RunQueue();
        RunCrossed();
        WakeCases();
        while (Liquidate()) RunCrossed();
        for (int i = 0; i < TimersMax; i++)
        {
            Due? next = null;
            foreach (Due due in Timers())
            {
                if (due.AtNs <= _now && (next is null || due < next.Value)) next = due;
            }
            if (next is null)
            {
                _s.LastSecond = Floor(_now, Second);
                SweepFunding();
                return;
            }
            Ring(next.Value);
            RunCrossed();
        }
    }

    private void Ring(Due due)
    {
        switch (due.Kind)
        {
            case 1:
                Cancel(_s.Orders[due.A], CancelReason.Expired);
                break;
            case 2:
                EndAuction(_s.Auctions[due.A]);
                break;
            case 3:
                EndAuction(Market((int)due.A));
                break;
            case 4:
                RunSlice(_s.Orders[due.A]);
                break;
            case 5:
                FireDeadMan(_s.DeadMans.Single(d => d.Account == due.A && d.Market == due.B && d.Label == due.C && d.Session == due.D));
                break;
            case 6 when due.A > MarketDates:
                KeepDate(Market((int)(due.A - MarketDates)));
                break;
            case 6:
                Loosen((int)due.A, (int)due.B);
                break;
            case 7 when due.A == SecondTimer:
                RetryStops();
                break;
            case 7:
                TickPrice(due.A > AssetTimers ? _s.Assets[(int)due.A - AssetTimers - 1].Feed! : Market((int)due.A).Feed!);
                break;
            case 8:
                ChangeIsDue(due.A);
                break;
            case 9:
                BeginLoanHour();
                break;
            default:
                EndHour(Market((int)due.A));
                break;
        }
    }
}
