using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Whole commands that one operator asks for and another one approves; to halt waits for nobody.</summary>
public sealed partial class TwinEngine
{
    private static readonly HashSet<CommandKind> Together =
    [
        CommandKind.ListAsset, CommandKind.SetMarketState, CommandKind.SetFeeTier, CommandKind.SetAccountStatus, CommandKind.SetLiquidation, CommandKind.SetBackstop, CommandKind.SetCollateralBuyer,
        CommandKind.FundInsurance, CommandKind.CallAuction, CommandKind.DelistMarket, CommandKind.EndFounding, CommandKind.ResolveWithdrawal, CommandKind.GrantRole,
    ];

    private RejectCode Propose(in ProposeCommand body)
    {
        if (body.Admin <= 0) return RejectCode.BadValue;
        if (!ProposeCommand.TryOpen(body.What, body.Length, body.Bytes, out Command wanted)) return RejectCode.BadValue;
        if (!Together.Contains((CommandKind)body.What)) return RejectCode.NotPermitted;
        RejectCode sound = WellFormed(wanted);
        if (sound != RejectCode.None) return sound;
        var asked = new TwinProposal(_seq, AdminParameter.Command, body.What, body.Length, [], body.Admin, _now) { Wanted = wanted, DueNs = _now + Exact.Hour };
        var told = new ChangeProposed
        {
            Proposal = asked.Id,
            Value = asked.Value,
            EffectiveAtNs = _now,
            ExpiresNs = asked.DueNs,
            Tiers = body.Bytes,
            Admin = body.Admin,
            Subject = body.What,
            Parameter = AdminParameter.Command,
        };
        if (wanted.Header.Kind == CommandKind.SetMarketState && Command.Body<SetMarketState>(wanted).State == MarketState.Halted) return HaltNow(asked, wanted, told);
        if (_s.Proposals.Count >= ChangesMax) return RejectCode.CapacityFull;
        _s.Proposals[asked.Id] = asked;
        Tell(0, 0, told);
        _answer.Detail1 = asked.Id;
        return RejectCode.None;
    }

    private RejectCode HaltNow(TwinProposal asked, in Command wanted, in ChangeProposed told)
    {
        RejectCode code = Run([wanted]);
        if (code != RejectCode.None) return code;
        // Nothing waits that could expire.
        Tell(0, 0, told with { ExpiresNs = _now });
        TellApplied(asked);
        _answer.Detail1 = asked.Id;
        return RejectCode.None;
    }

    /// <summary>What it refuses is the answer, and the proposal stands.</summary>
    private RejectCode DoTogether(TwinProposal asked, in Command wanted, int admin)
    {
        RejectCode code = Run([wanted]);
        if (code != RejectCode.None) return code;
        Tell(0, 0, new ChangeScheduled { Proposal = asked.Id, EffectiveAtNs = _now, Admin = admin, Subject = (ushort)asked.Subject, Parameter = AdminParameter.Command });
        TellApplied(asked);
        _s.Proposals.Remove(asked.Id);
        _answer.Detail1 = asked.Id;
        return RejectCode.None;
    }

    private RejectCode Grant(in GrantRole body)
    {
        if (body.Person <= 0 || body.Role <= 0) return RejectCode.BadValue;
        Tell(0, 0, new RoleGranted { Person = body.Person, Role = body.Role });
        return RejectCode.None;
    }
}
