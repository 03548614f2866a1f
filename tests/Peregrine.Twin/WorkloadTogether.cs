using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>One asks, another approves, now or later; at times the same one, at times what nobody may ask for.</summary>
    private void SendTogether()
    {
        if (_proposals.Count > 0 && _pair.Chance(350))
        {
            Send(new ApproveChange { Proposal = _proposals[_pair.Of(Math.Max(0, _proposals.Count - 8), _proposals.Count - 1)], Admin = _pair.Pick(1, 2, 2, 0) });
            return;
        }
        Command wanted = AnyOfOperators(_markets[_pair.Of(0, _markets.Count - 1)]);
        wanted.Header.Account = wanted.Header.Key = 0;
        Emit([ProposeCommand.For(in wanted, _pair.Pick(1, 1, 1, 0))]);
        _proposals.Add(_seq);
        if (_pair.Chance(500)) Send(new ApproveChange { Proposal = _seq, Admin = _pair.Pick(2, 2, 2, 1) });
        if (_pair.Chance(50)) _now += _pair.Pick(Minute, Hour, 2 * Hour);
    }

    private Command AnyOfOperators(MarketPlan m)
    {
        int somebody = _pair.Of(1, Math.Max(1, _accounts));
        ushort asset = (ushort)_pair.Of(1, _assets + 1);
        return _pair.Of(0, 14) switch
        {
            0 or 1 => Command.Of(new SetMarketState { Market = (ushort)m.Id, State = _pair.Pick(MarketState.Open, MarketState.Open, MarketState.Halted, MarketState.CancelOnly, MarketState.PostOnly), Reason = 7 }),
            2 => Command.Of(new SetFeeTier { Tier = _pair.Of(0, 2), VolumeMin = new(_pair.Of(0, 2) * 20_000_000L), MakerPpb = _pair.Pick(0, 100_000), TakerPpb = _pair.Pick(240_000, 450_000) }),
            3 => Command.Of(new SetAccountStatus { Target = somebody, Status = _pair.Pick(AccountStatus.Active, AccountStatus.Active, AccountStatus.ReduceOnly) }),
            4 => Command.Of(new SetLiquidation { Market = (ushort)m.Id, SlipPpb = _pair.Pick(20_000_000, 0), FeePpb = 1_000_000, AllowancePpb = 550_000 }),
            5 => Command.Of(new SetBackstop { Market = (ushort)m.Id, Target = somebody, Cap = new(m.Base * m.Tv * 100), Allotment = new(m.Base * m.Tv), IntakeOff = (byte)_pair.Of(0, 2) }),
            6 => Command.Of(new SetCollateralBuyer { Asset = asset, Target = somebody }),
            7 => Command.Of(new FundInsurance { Source = new RequestKey(_pair.Next() | 1, _pair.Next()), Amount = new(_pair.Of(0L, m.Base * m.Tv)), Market = (ushort)_pair.Pick(0, m.Id) }),
            8 => Command.Of(new CallAuction { Market = (ushort)m.Id, Reason = 3, DurationNs = _pair.Pick(1, 5, 0) * Second }),
            9 => Command.Of(default(EndFounding)),
            10 => Command.Of(new ResolveWithdrawal { Withdrawal = _withdrawalSeqs.Count == 0 ? 5 : _withdrawalSeqs[^1], State = (WithdrawalState)_pair.Of(1, 5) }),
            11 => Command.Of(new GrantRole { Person = _pair.Of(0, 3), Role = _pair.Of(0, 3) }),
            12 => Command.Of(new ListAsset { Symbol = Symbol.Parse($"PAIR{_pair.Of(0, 5)}"), Decimals = 6, MaintWeightPpb = _pair.Pick(0, 500_000_000), AccountCap = 1000, PlatformCap = 1000 }),
            13 => Command.Of(new SetWithdrawalCaps { Asset = asset, Floor = 5 }),
            _ => Command.Of(new SetPrices { Market = (ushort)m.Id, Index = new(m.Mark), Mark = new(m.Mark), State = PriceState.Fresh }),
        };
    }
}
