using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Insurance, what stands behind each market, who buys collateral, and the liquidations under way in their order.</summary>
internal sealed class RiskTeller(EngineState state)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        TellInsurance(ref sink);
        TellMarkets(ref sink);
        TellBuyers(ref sink);
        sink.Begin<StateLiquidation>();
        TellCases(ref sink, state.Cases.FirstReady);
        TellCases(ref sink, state.Cases.FirstCooling);
        sink.End();
    }

    private void TellInsurance<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        ref InsurancePot pot = ref state.System.Insurance;
        sink.Begin<StateInsurance>();
        sink.Tell(0, 0, new StateInsurance
        {
            Hour = pot.Hour,
            HourBegan = pot.HourBegan,
            HourDrawn = pot.HourDrawn,
            BadDebt = state.System.BadDebt,
            LockoutUntilNs = state.Lockout.UntilNs,
            LockoutBeganNs = state.Lockout.BeganNs,
            LockoutWindowNs = state.Lockout.WindowBeganNs,
            LockoutUsedNs = state.Lockout.UsedNs,
        });
        sink.End();
    }

    private void TellMarkets<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateMarketRisk>();
        for (int id = 1; id <= state.MarketCount; id++)
        {
            MarketRisk risk = state.Markets[id].Risk;
            sink.Tell(0, id, new StateMarketRisk
            {
                Terms = risk.Terms,
                Backstop = risk.Backstop,
                Insurance = risk.Insurance.Money,
                BadDebt = risk.BadDebt,
                Hour = risk.Insurance.Hour,
                HourBegan = risk.Insurance.HourBegan,
                HourDrawn = risk.Insurance.HourDrawn,
                IntakeHour = risk.IntakeHour,
                HourIntake = risk.HourIntake,
                Traded = state.Markets[id].Traded,
                MinuteBegan = risk.MinuteBegan,
                Minute = risk.Minute,
                OpenedNs = risk.Trust.OpenedNs,
                FreshFromNs = risk.Trust.FreshFromNs,
                LockoutIndex = risk.LockoutIndex,
                FreshUpdates = risk.Trust.FreshUpdates,
                ByPrice = (byte)risk.ByPrice,
            });
        }
        sink.End();
    }

    private void TellBuyers<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateCollateralBuyer>();
        for (int id = 1; id <= state.AssetCount; id++)
        {
            if (state.Assets[id].Buyer == 0) continue;
            sink.Tell(0, 0, new StateCollateralBuyer { Terms = new SetCollateralBuyer { Asset = (ushort)id, Target = state.Assets[id].Buyer } });
        }
        sink.End();
    }

    private void TellCases<TSink>(ref TSink sink, int first) where TSink : struct, IStateSink
    {
        for (int slot = first; slot != 0; slot = state.Cases[slot].Next)
        {
            ref LiquidationCase told = ref state.Cases[slot];
            sink.Tell(told.Account, told.Market, new StateLiquidation
            {
                DueNs = told.DueNs,
                LastSeq = told.LastSeq,
                Loan = told.Loan,
                StatusBefore = told.StatusBefore,
                HasStarted = told.HasStarted ? (byte)1 : (byte)0,
            });
        }
    }
}
