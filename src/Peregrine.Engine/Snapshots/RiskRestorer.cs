using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>The counterpart of <see cref="RiskTeller"/>. Thresholds are computed anew, when everything they follow from is there.</summary>
internal sealed class RiskRestorer(SnapshotReader reader, EngineState state, RiskDesk risk)
{
    public void Restore()
    {
        ReadInsurance();
        ReadMarkets();
        ReadBuyers();
        ReadCases();
        if (!state.Suspects.IsOff) risk.Load();
    }

    private void ReadInsurance()
    {
        reader.Open<StateInsurance>();
        bool found = reader.Next(out StateRecord<StateInsurance> record) && !reader.Next<StateInsurance>(out _);
        reader.Check(found, "there is one record of the insurance");
        ref StateInsurance told = ref record.Body;
        ref InsurancePot pot = ref state.System.Insurance;
        (pot.Hour, pot.HourBegan, pot.HourDrawn) = (told.Hour, told.HourBegan, told.HourDrawn);
        state.System.BadDebt = told.BadDebt;
        state.Lockout = new Lockout
        {
            UntilNs = told.LockoutUntilNs,
            BeganNs = told.LockoutBeganNs,
            WindowBeganNs = told.LockoutWindowNs,
            UsedNs = told.LockoutUsedNs,
        };
    }

    private void ReadMarkets()
    {
        reader.Open<StateMarketRisk>();
        int expected = 1;
        while (reader.Next(out StateRecord<StateMarketRisk> record))
        {
            ref StateMarketRisk told = ref record.Body;
            reader.Check(record.Market == expected++ && state.HasMarket(record.Market), "what stands behind markets comes by their id");
            reader.Check(told.Backstop.Target == 0 || state.HasAccount(told.Backstop.Target), "a backstop is an account");
            Market market = state.Markets[record.Market];
            MarketRisk behind = market.Risk;
            (behind.Terms, behind.Backstop, behind.BadDebt) = (told.Terms, told.Backstop, told.BadDebt);
            behind.Insurance = new InsurancePot { Money = told.Insurance, Hour = told.Hour, HourBegan = told.HourBegan, HourDrawn = told.HourDrawn };
            (behind.IntakeHour, behind.HourIntake, behind.Minute, behind.MinuteBegan) = (told.IntakeHour, told.HourIntake, told.Minute, told.MinuteBegan);
            behind.Trust = new TrustedAgain
            {
                OpenedNs = told.OpenedNs,
                FreshFromNs = told.FreshFromNs,
                FreshUpdates = told.FreshUpdates,
            };
            behind.LockoutIndex = told.LockoutIndex;
            behind.ByPrice = (StepRight)told.ByPrice;
            reader.Check(behind.ByPrice is StepRight.None or StepRight.Bankrupt or StepRight.All, "prices allow liquidation or not");
            market.Traded = told.Traded;
            if (told.Backstop.Target != 0) state.BackstopCount++;
        }
        reader.Check(expected == state.MarketCount + 1, "every market has its record of risk");
    }

    private void ReadBuyers()
    {
        reader.Open<StateCollateralBuyer>();
        while (reader.Next(out StateRecord<StateCollateralBuyer> record))
        {
            ref SetCollateralBuyer told = ref record.Body.Terms;
            reader.Check(state.HasAsset(told.Asset) && state.HasAccount(told.Target), "an account buys an asset");
            state.Assets[told.Asset].Buyer = told.Target;
        }
    }

    private void ReadCases()
    {
        reader.Open<StateLiquidation>();
        while (reader.Next(out StateRecord<StateLiquidation> record))
        {
            ref StateLiquidation told = ref record.Body;
            int position = record.Market == 0 ? 0 : state.FindPosition(record.Account, record.Market);
            bool known = state.HasAccount(record.Account) && (record.Market == 0 || position != 0) && !state.Suspects.IsOff;
            reader.Check(known, "a liquidation is of an account or of a position");
            ref int link = ref record.Market == 0 ? ref state.Accounts[record.Account].Case : ref state.Positions[position].Case;
            reader.Check(link == 0, "an account or a position is liquidated once at a time");
            link = state.Cases.Load(new LiquidationCase
            {
                Account = record.Account,
                Market = record.Market,
                DueNs = told.DueNs,
                LastSeq = told.LastSeq,
                Loan = told.Loan,
                StatusBefore = told.StatusBefore,
                HasStarted = told.HasStarted != 0,
            });
        }
    }
}
