using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>What operators say about liquidation: its terms, who backs it, and money for insurance.</summary>
internal sealed class LiquidationDesk(EngineState state, InsuranceFund insurance)
{
    private const int SlipMaxPpb = 200_000_000;
    private const long DepositedMax = 1L << 62;

    public RejectCode SetTerms(in Command command, ref Outcome outcome)
    {
        ref readonly SetLiquidation terms = ref Command.Body<SetLiquidation>(in command);
        if (state.Suspects.IsOff) return RejectCode.LiquidationOff;
        if (!state.HasMarket(terms.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[terms.Market];
        if (terms.SlipPpb is <= 0 or > SlipMaxPpb || terms.FeePpb < 0 || terms.AllowancePpb < 0) return RejectCode.BadParameter;
        // A partial close must free more margin than it costs: φ < β·mmr.
        if (4 * ((long)terms.FeePpb + terms.AllowancePpb + TakerPpb) >= 5 * market.Tiers[0].MmrPpb) return RejectCode.BadParameter;
        // From here on nothing may fail.
        market.Risk.Terms = terms;
        state.Events.Add(0, market.Id, new LiquidationSet { Terms = terms });
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>The account must stand for this market alone: what it loses here may cost no other market its backstop.</summary>
    public RejectCode SetBackstop(in Command command, ref Outcome outcome)
    {
        ref readonly SetBackstop terms = ref Command.Body<SetBackstop>(in command);
        if (state.Suspects.IsOff) return RejectCode.LiquidationOff;
        if (!state.HasMarket(terms.Market)) return RejectCode.UnknownMarket;
        if (terms.Target != 0 && !state.HasAccount(terms.Target)) return RejectCode.UnknownAccount;
        if (terms.Cap.Value is < 0 or > Collateral.AmountMax || terms.Allotment.Value is < 0 or > Collateral.AmountMax) return RejectCode.BadParameter;
        if (terms.Target != 0 && BacksAnother(terms.Target, terms.Market)) return RejectCode.BadParameter;
        // From here on nothing may fail.
        Market market = state.Markets[terms.Market];
        state.BackstopCount += (terms.Target != 0 ? 1 : 0) - (market.Risk.Backstop.Target != 0 ? 1 : 0);
        market.Risk.Backstop = terms;
        (market.Risk.Minute, market.Risk.MinuteBegan) = (state.NowNs / MinuteNs, market.Traded);
        state.Events.Add(0, market.Id, new BackstopSet { Terms = terms });
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>Loans may need one where nobody is liquidated.</summary>
    public RejectCode SetBuyer(in Command command, ref Outcome outcome)
    {
        ref readonly SetCollateralBuyer terms = ref Command.Body<SetCollateralBuyer>(in command);
        if (!state.HasAsset(terms.Asset)) return RejectCode.UnknownAsset;
        if (terms.Asset == EngineState.SettleAsset) return RejectCode.BadValue;
        if (terms.Target != 0 && !state.HasAccount(terms.Target)) return RejectCode.UnknownAccount;
        // From here on nothing may fail.
        state.Assets[terms.Asset].Buyer = terms.Target;
        state.Events.Add(0, 0, new CollateralBuyerSet { Terms = terms });
        outcome.Detail1 = terms.Asset;
        return RejectCode.None;
    }

    public RejectCode Fund(in Command command, ref Outcome outcome)
    {
        ref readonly FundInsurance body = ref Command.Body<FundInsurance>(in command);
        if (state.Suspects.IsOff) return RejectCode.LiquidationOff;
        if (state.DepositKeys.TryFind(body.Source, out outcome.Detail1))
        {
            outcome.Duplicate = true;
            return RejectCode.None;
        }
        long amount = body.Amount.Value;
        if (body.Source.IsNone || amount is <= 0 or > Collateral.AmountMax || !Fits(amount)) return RejectCode.BadValue;
        if (body.Market != 0 && !state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        if (state.DepositKeys.Full) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        state.System.Deposited += body.Amount;
        state.DepositKeys.Remember(body.Source, state.Seq);
        Market? market = body.Market == 0 ? null : state.Markets[body.Market];
        Micros repaid = insurance.Credit(market, body.Amount);
        state.Events.Add(0, body.Market, new InsuranceFunded
        {
            Amount = body.Amount,
            Fund = market is null ? state.System.Insurance.Money : market.Risk.Insurance.Money,
            Repaid = repaid,
            BadDebt = market is null ? state.System.BadDebt : market.Risk.BadDebt,
        });
        outcome.Detail1 = state.Seq;
        return RejectCode.None;
    }

    private const long MinuteNs = 60_000_000_000;

    // The dearest row of the fee table: whoever is liquidated pays no more.
    private int TakerPpb
    {
        get
        {
            int most = 0;
            for (int i = 0; i < state.FeeTierCount; i++) most = Math.Max(most, state.FeeTiers[i].TakerPpb);
            return most;
        }
    }

    private bool BacksAnother(int account, int market)
    {
        for (int id = 1; id <= state.MarketCount; id++)
        {
            if (id != market && state.Markets[id].Risk.Backstop.Target == account) return true;
        }
        return false;
    }

    private bool Fits(long amount)
    {
        long deposited = state.System.Deposited.Value;
        return deposited + amount <= DepositedMax && deposited - state.System.Withdrawn.Value + amount <= Collateral.AmountMax;
    }
}
