using Peregrine.Core;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>What everybody may ask about a market and the venue's own money.</summary>
internal sealed class MarketQuestions(EngineState state)
{
    public IndexFigures Index(Market market)
    {
        if (market.Feed is not { } feed) return new IndexFigures(market.Index, market.Mark, market.PriceState, 0, 0, 0, 0, []);
        IndexReading reading = IndexReading.Of(feed, state.NowNs);
        SourceFigures[] sources = new SourceFigures[feed.Sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            ref PriceSource source = ref feed.Sources[i];
            sources[i] = new SourceFigures(
                source.Terms.Source, source.Price, source.TimeNs, source.ConfidencePpb, source.Terms.Weight, source.Terms.Upstream, HealthOf(in reading, i));
        }
        return new IndexFigures(
            market.Index, market.Mark, market.PriceState, feed.IndexNs, feed.Rules.MinSources, feed.Rules.MaxAgeNs, feed.Guard.Candidate, sources);
    }

    public InsuranceFigures Insurance()
    {
        InsurancePotFigures[] pots = new InsurancePotFigures[state.MarketCount + 1];
        pots[0] = new InsurancePotFigures(0, state.System.Insurance.Money, state.System.Insurance.Allowance(state.NowNs), state.System.BadDebt);
        for (int i = 1; i < pots.Length; i++)
        {
            MarketRisk risk = state.Markets[i].Risk;
            pots[i] = new InsurancePotFigures((ushort)i, risk.Insurance.Money, risk.Insurance.Allowance(state.NowNs), risk.BadDebt);
        }
        return new InsuranceFigures(pots);
    }

    public LendingFigures Lending(int account)
    {
        LendingState vault = state.Lending;
        Micros borrowed = state.Loans.Borrowed;
        long used = LendingMath.Utilisation(borrowed, vault.Supplied);
        // What lenders get of a year's interest, spread over all they supplied.
        long supplyRate = vault.IsOn ? Rounding.MulDivFloor(Rounding.MulDivFloor(vault.RatePpb, Ppb.One - vault.ReservePpb, Ppb.One), used, Ppb.One) : 0;
        LendingFigures told = new(
            vault.IsOn, vault.Supplied, borrowed, used, vault.IsOn ? vault.RatePpb : 0, supplyRate, vault.TotalShares,
            0, Micros.Zero, Micros.Zero, Micros.Zero, false);
        if (account == 0) return told;
        ref Account owner = ref state.Accounts[account];
        long shares = owner.LendEpoch == vault.Epoch ? owner.LendShares : 0;
        return told with
        {
            Shares = shares,
            Worth = LendingMath.WorthOf(shares, vault.TotalShares, vault.Supplied),
            Loan = Loans.LoanOf(owner.Cash),
            Interest = vault.IsOn && owner.Cash.Value < 0 ? state.Loans.InterestOf(account, state.NowNs) : Micros.Zero,
            MayBorrow = owner.MayBorrow,
        };
    }

    private static SampleHealth HealthOf(in IndexReading reading, int at)
    {
        int bit = 1 << at;
        if ((reading.Old & bit) != 0) return SampleHealth.Old;
        if ((reading.Uncertain & bit) != 0) return SampleHealth.Uncertain;
        if ((reading.Outliers & bit) != 0) return SampleHealth.Outlier;
        if ((reading.Used & bit) != 0) return SampleHealth.Used;
        return reading.Used == 0 ? SampleHealth.Idle : SampleHealth.Shared;
    }
}
