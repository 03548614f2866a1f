using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Changes while the venue runs (domain §13.5): one administrator proposes, another approves, everybody is told in advance, open positions get a day.</summary>
internal sealed class ChangeDesk(EngineState state, Timers timers, ParameterTable table)
{
    private const long Hour = 3_600_000_000_000;
    private const long ApprovalNs = Hour;
    private const long StepNs = Hour;
    private const long AheadMaxNs = 366 * 24 * Hour;

    /// <summary>Who does the commands that two ask for together; set once, by whoever knows every handler.</summary>
    public CommandHandler Do { get; set; } = static (in _, ref _) => RejectCode.BadValue;

    public RejectCode Propose(in Command command, ref Outcome outcome)
    {
        ref readonly ProposeChange body = ref Command.Body<ProposeChange>(in command);
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (body.Parameter is AdminParameter.Tiers or AdminParameter.Founding or AdminParameter.Command) return RejectCode.BadParameter;
        RejectCode code = CheckSubject(body.Parameter, body.Subject);
        if (code == RejectCode.None) code = table.Check(body.Parameter, body.Subject, body.Value);
        if (code != RejectCode.None) return code;
        if (body.Value == table.Read(body.Parameter, body.Subject)) return RejectCode.AlreadyDone;
        code = CheckTime(body.EffectiveAtNs, table.NoticeOf(body.Parameter, body.Subject, body.Value));
        if (code != RejectCode.None) return code;
        Proposal proposal = new()
        {
            Value = body.Value,
            Before = table.Read(body.Parameter, body.Subject),
            EffectiveAtNs = body.EffectiveAtNs,
            Admin = body.Admin,
            Subject = body.Subject,
            Parameter = body.Parameter,
        };
        outcome.Detail1 = Begin(in proposal);
        return RejectCode.None;
    }

    public RejectCode ProposeTiers(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        ref readonly ProposeTiers body = ref Command.Body<ProposeTiers>(in group[0]);
        if (body.Admin <= 0 || group.Length is < 2 or > Market.TiersMax + 1) return RejectCode.BadValue;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        Proposal proposal = new()
        {
            Value = group.Length - 1,
            Before = state.Markets[body.Market].TierCount,
            EffectiveAtNs = body.EffectiveAtNs,
            Admin = body.Admin,
            Subject = body.Market,
            Parameter = AdminParameter.Tiers,
            TierCount = (byte)(group.Length - 1),
        };
        for (int i = 1; i < group.Length; i++)
        {
            if (group[i].Header.Kind != CommandKind.SetTier) return RejectCode.BadValue;
            proposal.Tiers[i - 1] = Command.Body<SetTier>(in group[i]);
        }
        Span<MarginTier> tiers = stackalloc MarginTier[Market.TiersMax];
        if (!TryTiers(in proposal, tiers)) return RejectCode.BadParameter;
        RejectCode code = CheckTime(body.EffectiveAtNs, table.NoticeOf(AdminParameter.Tiers, body.Market, proposal.Value));
        if (code != RejectCode.None) return code;
        outcome.Detail1 = Begin(in proposal);
        return RejectCode.None;
    }

    /// <summary>Keeps a command until another approves it; a halt, which waits for nobody, is done and told who asked for it.</summary>
    public RejectCode ProposeCommand(in Command command, ref Outcome outcome)
    {
        ref readonly ProposeCommand body = ref Command.Body<ProposeCommand>(in command);
        if (body.Admin <= 0 || !Core.ProposeCommand.TryOpen(body.What, body.Length, in body.Bytes, out Command wanted)) return RejectCode.BadValue;
        if (!ByTwo.May(wanted.Header.Kind)) return RejectCode.NotPermitted;
        RejectCode code = CommandLayout.Check(in wanted);
        if (code != RejectCode.None) return code;
        Proposal proposal = new()
        {
            Value = body.Length,
            EffectiveAtNs = state.NowNs,
            Tiers = body.Bytes,
            Admin = body.Admin,
            Subject = body.What,
            Parameter = AdminParameter.Command,
        };
        if (ByTwo.IsHalt(in wanted)) return Halt(in wanted, ref proposal, ref outcome);
        if (state.Proposals.Full) return RejectCode.CapacityFull;
        outcome.Detail1 = Begin(in proposal);
        return RejectCode.None;
    }

    private RejectCode Halt(in Command wanted, ref Proposal proposal, ref Outcome outcome)
    {
        RejectCode code = Do(in wanted, ref outcome);
        if (code != RejectCode.None) return code;
        (proposal.Id, proposal.DueNs) = (state.Seq, state.NowNs);
        TellProposed(in proposal);
        Tell(in proposal, 0);
        outcome.Detail1 = proposal.Id;
        return RejectCode.None;
    }

    public RejectCode Approve(in Command command, ref Outcome outcome)
    {
        ref readonly ApproveChange body = ref Command.Body<ApproveChange>(in command);
        int slot = Find(body.Proposal);
        if (slot == 0) return RejectCode.UnknownChange;
        ref Proposal proposal = ref state.Proposals[slot];
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (proposal.Stage != ChangeStage.Proposed) return RejectCode.AlreadyDone;
        if (body.Admin == proposal.Admin) return RejectCode.SameAdmin;
        bool isCommand = proposal.Parameter == AdminParameter.Command;
        // Refused, it still stands: what is in its way may be gone within the hour.
        RejectCode code = isCommand ? DoProposed(in proposal, ref outcome) : RejectCode.None;
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        proposal.Stage = ChangeStage.Scheduled;
        proposal.DueNs = Math.Max(proposal.EffectiveAtNs, state.NowNs);
        timers.Move(proposal.Timer, proposal.DueNs);
        state.Events.Add(0, MarketOf(in proposal), new ChangeScheduled
        {
            Proposal = proposal.Id,
            EffectiveAtNs = proposal.DueNs,
            Admin = body.Admin,
            Subject = proposal.Subject,
            Parameter = proposal.Parameter,
        });
        outcome.Detail1 = body.Proposal;
        // What needs no notice waits for nobody.
        if (proposal.DueNs == state.NowNs)
        {
            timers.Cancel(proposal.Timer);
            if (isCommand) Finish(slot);
            else Due(slot);
        }
        return RejectCode.None;
    }

    private RejectCode DoProposed(in Proposal proposal, ref Outcome outcome)
    {
        bool opens = Core.ProposeCommand.TryOpen(proposal.Subject, proposal.Value, in proposal.Tiers, out Command wanted);
        Invariant.That(opens, "what was proposed can be done");
        return Do(in wanted, ref outcome);
    }

    private void Finish(int slot)
    {
        Tell(in state.Proposals[slot], 0);
        state.Proposals.Return(slot);
    }

    public RejectCode Drop(in Command command, ref Outcome outcome)
    {
        ref readonly DropChange body = ref Command.Body<DropChange>(in command);
        int slot = Find(body.Proposal);
        if (slot == 0) return RejectCode.UnknownChange;
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (state.Proposals[slot].Stage == ChangeStage.Moving) return RejectCode.BadTransition;
        // From here on nothing may fail.
        timers.Cancel(state.Proposals[slot].Timer);
        End(slot, RejectCode.None, body.Admin);
        outcome.Detail1 = body.Proposal;
        return RejectCode.None;
    }

    /// <summary>From here on changes need notice; there is no way back.</summary>
    public RejectCode EndFounding()
    {
        if (state.Life.FoundingEnded) return RejectCode.AlreadyDone;
        state.Life.FoundingEnded = true;
        state.Events.Add(0, 0, new ChangeApplied { Value = 1, Parameter = AdminParameter.Founding });
        return RejectCode.None;
    }

    /// <summary>A change expires, takes effect or moves one step; its timer has left the queue.</summary>
    public void Due(int slot)
    {
        ref Proposal proposal = ref state.Proposals[slot];
        proposal.Timer = 0;
        if (proposal.Stage == ChangeStage.Proposed) End(slot, RejectCode.ExpiredRequest, 0);
        else if (proposal.Stage == ChangeStage.Scheduled) Apply(slot);
        else Move(slot);
    }

    /// <summary>Goes on with a change that a snapshot brought.</summary>
    public void Load(in Proposal told)
    {
        int slot = state.Proposals.Rent();
        Invariant.That(slot != 0, "there is room for every change");
        ref Proposal proposal = ref state.Proposals[slot];
        proposal = told;
        proposal.Timer = timers.Add(proposal.DueNs, TimerKind.ParameterStep, proposal.Id, slot);
    }

    private RejectCode CheckSubject(AdminParameter parameter, int subject)
    {
        if (ParameterTable.IsMarkets(parameter)) return state.HasMarket(subject) ? RejectCode.None : RejectCode.UnknownMarket;
        if (ParameterTable.IsAssets(parameter)) return state.HasAsset(subject) ? RejectCode.None : RejectCode.UnknownAsset;
        return subject == 0 ? RejectCode.None : RejectCode.BadValue;
    }

    private RejectCode CheckTime(long effectiveAtNs, long noticeNs)
    {
        // The other way round a time before all others would overflow.
        if (effectiveAtNs > state.NowNs + AheadMaxNs) return RejectCode.BadValue;
        if (effectiveAtNs < state.NowNs + noticeNs) return RejectCode.NoticeTooShort;
        return state.Proposals.Full ? RejectCode.CapacityFull : RejectCode.None;
    }

    private long Begin(in Proposal asked)
    {
        int slot = state.Proposals.Rent();
        ref Proposal proposal = ref state.Proposals[slot];
        proposal = asked;
        proposal.Id = state.Seq;
        proposal.Stage = ChangeStage.Proposed;
        proposal.DueNs = state.NowNs + ApprovalNs;
        proposal.Timer = timers.Add(proposal.DueNs, TimerKind.ParameterStep, proposal.Id, slot);
        TellProposed(in proposal);
        return proposal.Id;
    }

    private void TellProposed(in Proposal proposal) =>
        state.Events.Add(0, MarketOf(in proposal), new ChangeProposed
        {
            Proposal = proposal.Id,
            Value = proposal.Value,
            Before = proposal.Before,
            EffectiveAtNs = proposal.EffectiveAtNs,
            ExpiresNs = proposal.DueNs,
            Tiers = proposal.Tiers,
            Admin = proposal.Admin,
            Subject = proposal.Subject,
            Parameter = proposal.Parameter,
            TierCount = proposal.TierCount,
        });

    // The bounds are asked again: what lay within them when it was proposed may not do so now.
    private void Apply(int slot)
    {
        ref Proposal proposal = ref state.Proposals[slot];
        Span<MarginTier> tiers = stackalloc MarginTier[Market.TiersMax];
        RejectCode code = proposal.Parameter != AdminParameter.Tiers ? table.Check(proposal.Parameter, proposal.Subject, proposal.Value)
            : state.Markets[proposal.Subject].Ramp.IsOn || !TryTiers(in proposal, tiers) ? RejectCode.BadParameter : RejectCode.None;
        if (code != RejectCode.None)
        {
            End(slot, code, 0);
            return;
        }
        bool moves = proposal.Parameter is AdminParameter.Tiers or AdminParameter.MaintWeight;
        if (proposal.Parameter == AdminParameter.Tiers) Replace(in proposal, tiers[..proposal.TierCount]);
        else if (!moves) table.Write(proposal.Parameter, proposal.Subject, proposal.Value);
        else proposal.Before = table.Read(proposal.Parameter, proposal.Subject);
        Tell(in proposal, moves ? MarginRamp.Steps : 0);
        if (moves) Wait(slot, ref proposal);
        else state.Proposals.Return(slot);
    }

    // One hour's part of the way for open positions.
    private void Move(int slot)
    {
        ref Proposal proposal = ref state.Proposals[slot];
        proposal.Step++;
        if (proposal.Parameter == AdminParameter.Tiers) Advance(state.Markets[proposal.Subject], proposal.Step);
        else table.Write(proposal.Parameter, proposal.Subject, proposal.Before + (proposal.Value - proposal.Before) * proposal.Step / MarginRamp.Steps);
        Tell(in proposal, MarginRamp.Steps);
        if (proposal.Step == MarginRamp.Steps) state.Proposals.Return(slot);
        else Wait(slot, ref proposal);
    }

    private void Advance(Market market, int step)
    {
        market.Ramp.Take(step);
        state.Suspects.RetestMarket(market.Id);
    }

    private void Wait(int slot, ref Proposal proposal)
    {
        proposal.Stage = ChangeStage.Moving;
        proposal.DueNs = proposal.EffectiveAtNs = Math.Max(proposal.DueNs, proposal.EffectiveAtNs) + StepNs;
        proposal.Timer = timers.Add(proposal.DueNs, TimerKind.ParameterStep, proposal.Id, slot);
    }

    private void Replace(in Proposal proposal, ReadOnlySpan<MarginTier> tiers)
    {
        Market market = state.Markets[proposal.Subject];
        market.ReplaceTiers(tiers);
        for (int i = 0; i < tiers.Length; i++)
        {
            state.Events.Add(0, market.Id, new TierListed
            {
                Floor = tiers[i].Floor,
                ImrPpb = (int)tiers[i].ImrPpb,
                MmrPpb = (int)tiers[i].MmrPpb,
                CumulativeIm = tiers[i].CumulativeIm,
                CumulativeMm = tiers[i].CumulativeMm,
                Tier = i,
            });
        }
    }

    private bool TryTiers(in Proposal proposal, Span<MarginTier> tiers)
    {
        ref readonly ListMarket terms = ref state.Markets[proposal.Subject].Terms;
        for (int i = 0; i < proposal.TierCount; i++)
        {
            SetTier asked = proposal.Tiers[i];
            if (!ListingRules.TryTier(in asked, tiers[..i], in terms, out tiers[i])) return false;
        }
        return true;
    }

    private void Tell(in Proposal proposal, int steps) => state.Events.Add(0, MarketOf(in proposal), new ChangeApplied
    {
        Proposal = proposal.Id,
        Value = proposal.Parameter is AdminParameter.Tiers or AdminParameter.Command ? proposal.Value : table.Read(proposal.Parameter, proposal.Subject),
        Step = proposal.Step,
        Steps = steps,
        Subject = proposal.Subject,
        Parameter = proposal.Parameter,
    });

    private void End(int slot, RejectCode code, int admin)
    {
        ref Proposal proposal = ref state.Proposals[slot];
        state.Events.Add(0, MarketOf(in proposal), new ChangeDropped { Proposal = proposal.Id, Admin = admin, Code = code });
        state.Proposals.Return(slot);
    }

    private static int MarketOf(in Proposal proposal) => ParameterTable.IsMarkets(proposal.Parameter) ? proposal.Subject : 0;

    private int Find(long id)
    {
        for (int slot = 1; slot <= state.Proposals.HighWater; slot++)
        {
            if (id != 0 && state.Proposals[slot].Id == id) return slot;
        }
        return 0;
    }
}
