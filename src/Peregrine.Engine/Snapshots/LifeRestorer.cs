using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Lets markets live on where they were: their auctions, their ends, the changes under way, and what everybody owes.</summary>
internal sealed class LifeRestorer(SnapshotReader reader, EngineState state, LifeKeepers keepers)
{
    public void Restore()
    {
        ReadLives();
        ReadSettlements();
        ReadRamps();
        ReadProposals();
        ReadLending();
        ReadCredits();
        for (int id = 1; id <= state.MarketCount; id++)
        {
            keepers.States.Load(state.Markets[id]);
            keepers.Delisting.Load(state.Markets[id]);
            keepers.Settlement.Load(state.Markets[id]);
        }
        keepers.Hours.Load();
    }

    private void ReadLives()
    {
        reader.Open<StateMarketLife>();
        while (reader.Next(out StateRecord<StateMarketLife> record))
        {
            reader.Check(state.HasMarket(record.Market), "a life belongs to a market");
            ref StateMarketLife told = ref record.Body;
            MarketLife life = state.Markets[record.Market].Life;
            life.StateSinceNs = told.StateSinceNs;
            life.AuctionEndsNs = told.AuctionEndsNs;
            life.AuctionDurationNs = told.AuctionDurationNs;
            life.AuctionNotionalMin = told.AuctionNotionalMin;
            life.CapRaisedNs = told.CapRaisedNs;
            life.ReturnTo = told.ReturnTo;
            life.AfterHalt = told.AfterHalt != 0;
            life.AuctionOn = told.AuctionOn != 0;
        }
    }

    private void ReadSettlements()
    {
        reader.Open<StateSettlement>();
        while (reader.Next(out StateRecord<StateSettlement> record))
        {
            reader.Check(state.HasMarket(record.Market), "a settlement belongs to a market");
            Market market = state.Markets[record.Market];
            Fill(market.Life.Settlement, in record.Body);
            market.IsEnding = market.Life.Settlement.Phase != SettlementPhase.Done;
        }
    }

    private static void Fill(SettlementState end, in StateSettlement told)
    {
        end.Phase = told.Phase;
        end.NoticeNs = told.NoticeNs;
        end.ReduceOnlyAtNs = told.ReduceOnlyAtNs;
        end.SettleAtNs = told.SettleAtNs;
        end.NoticeMark = told.NoticeMark;
        end.SampledUntilNs = told.SampledUntilNs;
        end.Held = told.Held;
        end.HeldFresh = told.HeldFresh != 0;
        end.Price = told.Price;
        end.Cursor = told.Cursor;
        end.Positions = told.Positions;
        end.Deficits = told.Deficits;
        end.Profits = told.Profits;
        end.Insurance = told.Insurance;
        end.Haircut = told.Haircut;
        end.Pot = told.Pot;
        for (int i = 0; i < SettlementAverages.Count; i++)
        {
            SettlementBucket bucket = told.Buckets[i];
            end.Sums[i] = ((Int128)bucket.SumHigh << 64) + bucket.SumLow;
            end.Samples[i] = bucket.Samples;
        }
    }

    private void ReadRamps()
    {
        reader.Open<StateRamp>();
        Span<MarginTier> tiers = stackalloc MarginTier[Market.TiersMax];
        while (reader.Next(out StateRecord<StateRamp> record))
        {
            StateRamp told = record.Body;
            reader.Check(state.HasMarket(record.Market) && told.Tier >= 0 && told.Tier < Market.TiersMax, "an old tier belongs to a market");
            Market market = state.Markets[record.Market];
            SetTier asked = new() { Floor = told.Floor, ImrPpb = told.ImrPpb, MmrPpb = told.MmrPpb };
            // The market's largest leverage is the new table's, so the old one is not asked about it.
            ListMarket terms = market.Terms;
            terms.LeverageMax = 1;
            bool continues = ListingRules.TryTier(in asked, tiers[..told.Tier], in terms, out tiers[told.Tier]);
            reader.Check(continues, "an old tier continues those below it");
            market.Ramp.Begin(tiers[..(told.Tier + 1)]);
        }
    }

    private void ReadProposals()
    {
        reader.Open<StateProposal>();
        while (reader.Next(out StateRecord<StateProposal> record))
        {
            ref StateProposal told = ref record.Body;
            reader.Check(told.Proposal > 0 && !state.Proposals.Full && told.TierCount <= ProposedTiers.Count, "there is room for every change");
            Proposal proposal = new()
            {
                Id = told.Proposal,
                Value = told.Value,
                Before = told.Before,
                EffectiveAtNs = told.EffectiveAtNs,
                DueNs = told.DueNs,
                Tiers = told.Tiers,
                Admin = told.Admin,
                Step = told.Step,
                Subject = told.Subject,
                TierCount = told.TierCount,
                Parameter = told.Parameter,
                Stage = told.Stage,
            };
            keepers.Changes.Load(in proposal);
            bool moves = proposal.Parameter == AdminParameter.Tiers && proposal.Stage == ChangeStage.Moving;
            if (moves) state.Markets[proposal.Subject].Ramp.Take(proposal.Step);
        }
    }

    private void ReadLending()
    {
        reader.Open<StateLending>();
        bool found = reader.Next(out StateRecord<StateLending> record) && !reader.Next<StateLending>(out _);
        reader.Check(found, "there is one record of lending");
        ref StateLending told = ref record.Body;
        Borrow.LendingState lending = state.Lending;
        lending.Supplied = told.Supplied;
        lending.TotalShares = told.TotalShares;
        lending.BasePpb = told.BasePpb;
        lending.SlopePpb = told.SlopePpb;
        lending.SteepSlopePpb = told.SteepSlopePpb;
        lending.KinkPpb = told.KinkPpb;
        lending.ReservePpb = told.ReservePpb;
        lending.RatePpb = told.RatePpb;
        lending.BeforeRatePpb = told.BeforeRatePpb;
        lending.HourNs = told.HourNs;
        lending.AccrualCursor = told.AccrualCursor;
        lending.CollateralCursor = told.CollateralCursor;
        lending.Epoch = told.Epoch;
        state.Life.CollateralChangedNs = told.CollateralChangedNs;
        state.Life.FoundingEnded = told.FoundingEnded != 0;
        state.Life.AwaitsReady = told.AwaitsReady != 0;
    }

    private void ReadCredits()
    {
        reader.Open<StateCredit>();
        while (reader.Next(out StateRecord<StateCredit> record))
        {
            StateCredit told = record.Body;
            reader.Check(state.HasAccount(record.Account), "credit belongs to an account");
            ref Account account = ref state.Accounts[record.Account];
            account.LendShares = told.Shares;
            account.AccruedNs = told.AccruedNs;
            account.LendEpoch = told.Epoch;
            account.MayBorrow = told.MayBorrow != 0;
            state.QuoteBans[record.Account] = told.QuoteBanNs;
            state.Loans.Load(record.Account);
        }
    }
}
