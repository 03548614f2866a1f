using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    private readonly List<long> _proposals = [];

    /// <summary>Administrators ask, approve, take back, at times too soon, too late or beyond a bound; once they end the founding.</summary>
    private void SendChanges()
    {
        switch (_change.Weighted([40, 12, 40, 8, 2, 10]))
        {
            case 0: ProposeOne(); break;
            case 1: ProposeTable(); break;
            case 2: Send(new ApproveChange { Proposal = OldProposal(), Admin = _change.Pick(2, 2, 2, 1, 0) }); break;
            case 3: Send(new DropChange { Proposal = OldProposal(), Admin = _change.Pick(1, 2, 0) }); break;
            case 4: Send(default(EndFounding)); break;
            default: _now += _change.Pick(Minute, Hour, Hour, 6 * Hour, Day); break;
        }
    }

    private long OldProposal() => _proposals.Count == 0 || _change.Chance(30) ? _seq : _proposals[_change.Of(Math.Max(0, _proposals.Count - 6), _proposals.Count - 1)];

    private void ProposeOne()
    {
        MarketPlan m = _markets[_change.Of(0, _markets.Count - 1)];
        AdminParameter parameter = _change.Pick(Enum.GetValues<AdminParameter>());
        bool market = parameter is >= AdminParameter.BandUp and <= AdminParameter.AuctionDuration, asset = parameter is >= AdminParameter.InitWeight and <= AdminParameter.WithdrawalFloor;
        // Nobody borrows in streams before those of lending: the kink that would begin it stays where it is.
        if (parameter == AdminParameter.BorrowKink && _lendPermille == 0) return;
        Propose(new ProposeChange
        {
            Parameter = parameter,
            Subject = (ushort)(market ? m.Id : asset ? _change.Of(1, _assets) : _change.Chance(50) ? 1 : 0),
            Admin = _change.Pick(1, 1, 1, 1, 0),
            Value = ValueFor(parameter, m),
            EffectiveAtNs = _now + _change.Pick(0, 0, Minute, Day, 3 * Day, -1, 400 * Day),
        });
    }

    private long ValueFor(AdminParameter parameter, MarketPlan m) => parameter switch
    {
        AdminParameter.BandUp or AdminParameter.BandDown or AdminParameter.ExecRange => _change.Pick(0, 30_000_000, 100_000_000, 250_000_000, R, R + 1),
        AdminParameter.SlipMax => _change.Pick(0, 5_000_000, 50_000_000),
        AdminParameter.OiCap => m.QtyTypical * _change.Of(1L, 200),
        AdminParameter.GroupOiShare => _change.Pick(0, 200_000_000, 600_000_000),
        AdminParameter.ProfitWeight => _change.Pick(0, 500_000_000, 800_000_000, R),
        AdminParameter.LeverageMax => _change.Of(0, 110),
        AdminParameter.NotionalMin => _change.Pick(0, m.Base * m.Tv, m.Base * m.Tv * 3),
        AdminParameter.OpenOrdersMax or AdminParameter.TriggerOrdersMax or AdminParameter.ReduceOnlyMax => _change.Pick(0, 2, 20, 70_000),
        AdminParameter.AuctionOn => _change.Of(0, 2),
        AdminParameter.AuctionNotionalMin => _change.Pick(0, m.QtyTypical * m.Base * m.Tv),
        AdminParameter.AuctionDuration => _change.Pick(49_999_999, 50_000_000, 150_000_000, 500_000_000, 500_000_001),
        AdminParameter.InitWeight => _change.Pick(0, 500_000_000, 850_000_000, 950_000_000),
        AdminParameter.MaintWeight => _change.Pick(500_000_000, 700_000_000, 900_000_000, 950_000_000, 960_000_000),
        AdminParameter.AccountCap or AdminParameter.PlatformCap => _change.Pick(0, 1_000, 10_000_000, 40_000_000_000),
        _ => _change.Pick(0L, 100_000, 50_000_000, 1_000_000_000, 1L << 60),
    };

    private void Propose(in ProposeChange body)
    {
        Send(body);
        _proposals.Add(_seq);
    }

    private void ProposeTable()
    {
        MarketPlan m = _markets[_change.Of(0, _markets.Count - 1)];
        long step = m.QtyTypical * m.Base * m.Tv / 1000 * 1000 + 1000;
        int imr = (int)(R / Math.Max(1, (int)m.Terms.LeverageMax)), mmr = _change.Pick(imr / 2, imr / 4, imr * 3 / 4, imr);
        List<Command> group = [Command.Of(new ProposeTiers { Market = (ushort)m.Id, Admin = _change.Pick(1, 1, 1, 0), EffectiveAtNs = _now + _change.Pick(0, 0, Day, 2 * Day) })];
        int tiers = _change.Of(1, 4);
        for (int t = 0; t < tiers; t++)
        {
            group.Add(Command.Of(new SetTier { Floor = new(t * step * _change.Of(1, 2)), ImrPpb = imr, MmrPpb = mmr }));
            imr = Math.Min(imr * 2, (int)R);
            mmr = Math.Min(mmr * 2, 500_000_000);
        }
        Emit(CollectionsMarshal.AsSpan(group));
        // A group has the number of its last member.
        _proposals.Add(_seq);
    }
}
