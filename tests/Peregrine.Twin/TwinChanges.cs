using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>A change that an administrator asked for: until another approves it, until it holds, and until open positions have followed.</summary>
public sealed record TwinProposal(long Id, AdminParameter Parameter, int Subject, long Value, SetTier[] Tiers, int Admin, long EffectiveAtNs)
{
    public long Before { get; init; }
    public ChangeStage Stage { get; init; } = ChangeStage.Proposed;
    public long DueNs { get; init; }
    public int Step { get; init; }
    /// <summary>A whole command that was asked for.</summary>
    public Command? Wanted { get; init; }

    public bool IsMarkets => Parameter is >= AdminParameter.BandUp and <= AdminParameter.AuctionDuration;
    public bool Moves => Parameter is AdminParameter.Tiers or AdminParameter.MaintWeight;
}

/// <summary>Changes while the venue runs: two persons, hard bounds, notice, and a day in hourly steps for open positions.</summary>
public sealed partial class TwinEngine
{
    private const int ChangesMax = 64;
    private const int RampSteps = 24;
    private const int MaintenanceMaxPpb = 500_000_000;
    private const long YearAndADay = 366 * Day;

    private RejectCode Propose(in ProposeChange body)
    {
        AdminParameter parameter = body.Parameter;
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (parameter is AdminParameter.Tiers or AdminParameter.Founding or AdminParameter.Command) return RejectCode.BadParameter;
        var asked = new TwinProposal(_seq, parameter, body.Subject, body.Value, [], body.Admin, body.EffectiveAtNs);
        RejectCode subject = SubjectOf(asked);
        if (subject != RejectCode.None) return subject;
        if (!Sound(asked)) return RejectCode.BadParameter;
        RejectCode pace = Pace(asked);
        if (pace != RejectCode.None) return pace;
        if (InForce(asked) == asked.Value) return RejectCode.AlreadyDone;
        return Announce(asked with { Before = InForce(asked) });
    }

    private RejectCode ProposeTable(Command[] members)
    {
        ProposeTiers body = Command.Body<ProposeTiers>(members[0]);
        SetTier[] rows = [.. members[1..].Select(m => Command.Body<SetTier>(m))];
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        var asked = new TwinProposal(_seq, AdminParameter.Tiers, body.Market, rows.Length, rows, body.Admin, body.EffectiveAtNs);
        return GoodTiers(market.Terms, rows) ? Announce(asked with { Before = market.Tiers.Count }) : RejectCode.BadParameter;
    }

    private RejectCode SubjectOf(TwinProposal asked)
    {
        if (asked.IsMarkets) return MarketOrNull(asked.Subject) is null ? RejectCode.UnknownMarket : RejectCode.None;
        if (IsAssets(asked.Parameter)) return asked.Subject > 0 && asked.Subject <= _s.Assets.Count ? RejectCode.None : RejectCode.UnknownAsset;
        return asked.Subject == 0 ? RejectCode.None : RejectCode.BadValue;
    }

    private static bool IsAssets(AdminParameter parameter) => parameter is >= AdminParameter.InitWeight and <= AdminParameter.WithdrawalFloor;

    private RejectCode Announce(TwinProposal asked)
    {
        if (asked.EffectiveAtNs > _now + YearAndADay) return RejectCode.BadValue;
        if (asked.EffectiveAtNs < _now + NoticeOf(asked)) return RejectCode.NoticeTooShort;
        if (_s.Proposals.Count >= ChangesMax) return RejectCode.CapacityFull;
        asked = asked with { DueNs = _now + Hour };
        _s.Proposals[asked.Id] = asked;
        var told = new ChangeProposed
        {
            Proposal = asked.Id,
            Value = asked.Value,
            Before = asked.Before,
            EffectiveAtNs = asked.EffectiveAtNs,
            ExpiresNs = asked.DueNs,
            Admin = asked.Admin,
            Subject = (ushort)asked.Subject,
            Parameter = asked.Parameter,
            TierCount = (byte)asked.Tiers.Length,
        };
        for (int i = 0; i < asked.Tiers.Length; i++) told.Tiers[i] = asked.Tiers[i];
        Tell(0, MarketOf(asked), told);
        _answer.Detail1 = asked.Id;
        return RejectCode.None;
    }

    private static int MarketOf(TwinProposal asked) => asked.IsMarkets ? asked.Subject : 0;

    /// <summary>A day; three to let collateral count more; nothing where only new risk becomes less, or before the venue has users.</summary>
    private long NoticeOf(TwinProposal asked)
    {
        if (!_s.FoundingEnded) return 0;
        bool less = asked.Parameter != AdminParameter.Tiers && asked.Value < InForce(asked);
        return asked.Parameter switch
        {
            AdminParameter.OiCap or AdminParameter.GroupOiShare or AdminParameter.AccountCap or AdminParameter.PlatformCap or AdminParameter.WithdrawalFloor or AdminParameter.AuctionOn when less => 0,
            AdminParameter.InitWeight or AdminParameter.MaintWeight when !less => 3 * Day,
            _ => Day,
        };
    }

    private RejectCode Approve(in ApproveChange body)
    {
        if (!_s.Proposals.TryGetValue(body.Proposal, out TwinProposal? asked)) return RejectCode.UnknownChange;
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (asked.Stage != ChangeStage.Proposed) return RejectCode.AlreadyDone;
        if (body.Admin == asked.Admin) return RejectCode.SameAdmin;
        if (asked.Wanted is { } wanted) return DoTogether(asked, wanted, body.Admin);
        asked = asked with { Stage = ChangeStage.Scheduled, DueNs = Math.Max(asked.EffectiveAtNs, _now) };
        _s.Proposals[asked.Id] = asked;
        Tell(0, MarketOf(asked), new ChangeScheduled { Proposal = asked.Id, EffectiveAtNs = asked.DueNs, Admin = body.Admin, Subject = (ushort)asked.Subject, Parameter = asked.Parameter });
        _answer.Detail1 = asked.Id;
        if (asked.DueNs == _now) ChangeIsDue(asked.Id);
        return RejectCode.None;
    }

    private RejectCode Drop(in DropChange body)
    {
        if (!_s.Proposals.TryGetValue(body.Proposal, out TwinProposal? asked)) return RejectCode.UnknownChange;
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (asked.Stage == ChangeStage.Moving) return RejectCode.BadTransition;
        Forget(asked, RejectCode.None, body.Admin);
        _answer.Detail1 = asked.Id;
        return RejectCode.None;
    }

    private void Forget(TwinProposal asked, RejectCode code, int admin)
    {
        _s.Proposals.Remove(asked.Id);
        Tell(0, MarketOf(asked), new ChangeDropped { Proposal = asked.Id, Admin = admin, Code = code });
    }

    private RejectCode EndFounding()
    {
        if (_s.FoundingEnded) return RejectCode.AlreadyDone;
        _s.FoundingEnded = true;
        Tell(0, 0, new ChangeApplied { Value = 1, Parameter = AdminParameter.Founding });
        return RejectCode.None;
    }

    /// <summary>Nobody approved it in time, or it begins to hold, or open positions follow one step more.</summary>
    private void ChangeIsDue(long id)
    {
        TwinProposal asked = _s.Proposals[id];
        if (asked.Stage == ChangeStage.Proposed) Forget(asked, RejectCode.ExpiredRequest, 0);
        else if (asked.Stage == ChangeStage.Scheduled) Hold(asked);
        else Follow(asked with { Step = asked.Step + 1 });
    }

    /// <summary>The bounds are asked again: they may have moved.</summary>
    private void Hold(TwinProposal asked)
    {
        RejectCode code = asked.Parameter == AdminParameter.Tiers
            ? Market(asked.Subject) is { OldTiers: null } market && GoodTiers(market.Terms, asked.Tiers) ? RejectCode.None : RejectCode.BadParameter
            : Sound(asked) ? Pace(asked) : RejectCode.BadParameter;
        if (code != RejectCode.None)
        {
            Forget(asked, code, 0);
            return;
        }
        if (asked.Parameter == AdminParameter.Tiers) BeginTable(Market(asked.Subject), asked.Tiers);
        else if (asked.Moves) asked = asked with { Before = InForce(asked) };
        else Write(asked, asked.Value);
        TellApplied(asked);
        if (asked.Moves) WaitAnHour(asked);
        else _s.Proposals.Remove(asked.Id);
    }

    private void BeginTable(TwinMarket market, SetTier[] rows)
    {
        (market.OldTiers, market.RampStep, market.Tiers) = (market.Tiers, 0, Formulas.Tiers(rows));
        for (int i = 0; i < market.Tiers.Count; i++)
        {
            TwinTier tier = market.Tiers[i];
            Tell(0, market.Id, new TierListed { Floor = new(tier.Floor), ImrPpb = tier.ImrPpb, MmrPpb = tier.MmrPpb, CumulativeIm = new(tier.CumulativeIm), CumulativeMm = new(tier.CumulativeMm), Tier = i });
        }
    }

    private void Follow(TwinProposal asked)
    {
        bool last = asked.Step == RampSteps;
        if (asked.Parameter == AdminParameter.Tiers)
        {
            TwinMarket market = Market(asked.Subject);
            market.RampStep = asked.Step;
            if (last) market.OldTiers = null;
            _movedMarkets.Add(market.Id);
        }
        else
        {
            Write(asked, OnTheWay(asked.Before, asked.Value, asked.Step));
        }
        TellApplied(asked);
        if (last) _s.Proposals.Remove(asked.Id);
        else WaitAnHour(asked);
    }

    private void WaitAnHour(TwinProposal asked) => _s.Proposals[asked.Id] = asked with { Stage = ChangeStage.Moving, DueNs = asked.DueNs + Hour };

    private void TellApplied(TwinProposal asked) => Tell(0, MarketOf(asked), new ChangeApplied
    {
        Proposal = asked.Id,
        Value = asked.Parameter is AdminParameter.Tiers or AdminParameter.Command ? asked.Value : InForce(asked),
        Step = asked.Step,
        Steps = asked.Moves ? RampSteps : 0,
        Subject = (ushort)asked.Subject,
        Parameter = asked.Parameter,
    });

    /// <summary>What an open position needs: on the way from one table to the next by so many twenty-fourths.</summary>
    private static long MaintenanceAt(TwinMarket market, long notional)
    {
        long now = Formulas.MaintenanceMargin(market.Tiers, notional);
        if (market.OldTiers is null) return now;
        long old = Formulas.MaintenanceMargin(market.OldTiers, notional);
        return OnTheWay(old, now, market.RampStep);
    }

    private static long OnTheWay(long before, long after, int step) => before + Trunc((Int128)(after - before) * step, RampSteps);
}
