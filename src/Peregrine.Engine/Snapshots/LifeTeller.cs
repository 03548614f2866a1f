using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>The lives of markets, the changes under way, and lending: markets by id, changes by proposal, accounts by id.</summary>
internal sealed class LifeTeller(EngineState state)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        TellLives(ref sink);
        TellSettlements(ref sink);
        TellRamps(ref sink);
        TellProposals(ref sink);
        TellLending(ref sink);
        TellCredits(ref sink);
    }

    private void TellLives<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateMarketLife>();
        for (int id = 1; id <= state.MarketCount; id++)
        {
            MarketLife life = state.Markets[id].Life;
            sink.Tell(0, id, new StateMarketLife
            {
                StateSinceNs = life.StateSinceNs,
                AuctionEndsNs = life.AuctionEndsNs,
                AuctionDurationNs = life.AuctionDurationNs,
                AuctionNotionalMin = life.AuctionNotionalMin,
                CapRaisedNs = life.CapRaisedNs,
                ReturnTo = life.ReturnTo,
                AfterHalt = life.AfterHalt ? (byte)1 : (byte)0,
                AuctionOn = life.AuctionOn ? (byte)1 : (byte)0,
            });
        }
        sink.End();
    }

    private void TellSettlements<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateSettlement>();
        for (int id = 1; id <= state.MarketCount; id++)
        {
            SettlementState end = state.Markets[id].Life.Settlement;
            if (end.Phase == 0) continue;
            StateSettlement told = new()
            {
                NoticeNs = end.NoticeNs,
                ReduceOnlyAtNs = end.ReduceOnlyAtNs,
                SettleAtNs = end.SettleAtNs,
                NoticeMark = end.NoticeMark,
                SampledUntilNs = end.SampledUntilNs,
                Held = end.Held,
                Price = end.Price,
                Deficits = end.Deficits,
                Profits = end.Profits,
                Insurance = end.Insurance,
                Haircut = end.Haircut,
                Pot = end.Pot,
                Cursor = end.Cursor,
                Positions = end.Positions,
                Phase = end.Phase,
                HeldFresh = end.HeldFresh ? (byte)1 : (byte)0,
            };
            for (int i = 0; i < SettlementAverages.Count; i++) told.Buckets[i] = BucketOf(end, i);
            sink.Tell(0, id, in told);
        }
        sink.End();
    }

    private static SettlementBucket BucketOf(SettlementState end, int i) => new()
    {
        SumHigh = (long)(end.Sums[i] >> 64),
        SumLow = unchecked((ulong)end.Sums[i]),
        Samples = end.Samples[i],
    };

    private void TellRamps<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateRamp>();
        for (int id = 1; id <= state.MarketCount; id++)
        {
            ReadOnlySpan<MarginTier> before = state.Markets[id].Ramp.Before;
            for (int i = 0; i < before.Length; i++)
                sink.Tell(0, id, new StateRamp { Floor = before[i].Floor, ImrPpb = (int)before[i].ImrPpb, MmrPpb = (int)before[i].MmrPpb, Tier = i });
        }
        sink.End();
    }

    private void TellProposals<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateProposal>();
        Slab<Proposal> proposals = state.Proposals;
        long after = 0;
        for (int slot = Following(after); slot != 0; slot = Following(after))
        {
            ref Proposal proposal = ref proposals[slot];
            after = proposal.Id;
            sink.Tell(0, 0, new StateProposal
            {
                Proposal = proposal.Id,
                Value = proposal.Value,
                Before = proposal.Before,
                EffectiveAtNs = proposal.EffectiveAtNs,
                DueNs = proposal.DueNs,
                Tiers = proposal.Tiers,
                Admin = proposal.Admin,
                Step = proposal.Step,
                Subject = proposal.Subject,
                TierCount = proposal.TierCount,
                Parameter = proposal.Parameter,
                Stage = proposal.Stage,
            });
        }
        sink.End();
    }

    private int Following(long after)
    {
        int found = 0;
        for (int slot = 1; slot <= state.Proposals.HighWater; slot++)
        {
            long id = state.Proposals[slot].Id;
            if (id > after && (found == 0 || id < state.Proposals[found].Id)) found = slot;
        }
        return found;
    }

    private void TellLending<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        Borrow.LendingState lending = state.Lending;
        sink.Begin<StateLending>();
        sink.Tell(0, 0, new StateLending
        {
            Supplied = lending.Supplied,
            TotalShares = lending.TotalShares,
            BasePpb = lending.BasePpb,
            SlopePpb = lending.SlopePpb,
            SteepSlopePpb = lending.SteepSlopePpb,
            KinkPpb = lending.KinkPpb,
            ReservePpb = lending.ReservePpb,
            RatePpb = lending.RatePpb,
            BeforeRatePpb = lending.BeforeRatePpb,
            HourNs = lending.HourNs,
            CollateralChangedNs = state.Life.CollateralChangedNs,
            AccrualCursor = lending.AccrualCursor,
            CollateralCursor = lending.CollateralCursor,
            Epoch = lending.Epoch,
            FoundingEnded = state.Life.FoundingEnded ? (byte)1 : (byte)0,
            AwaitsReady = state.Life.AwaitsReady ? (byte)1 : (byte)0,
        });
        sink.End();
    }

    private void TellCredits<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateCredit>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            ref Account account = ref state.Accounts[id];
            bool owes = account.Cash.Value < 0;
            long ban = state.QuoteBans[id] > state.NowNs ? state.QuoteBans[id] : 0;
            if (!owes && account.LendShares == 0 && !account.MayBorrow && ban == 0) continue;
            sink.Tell(id, 0, new StateCredit
            {
                Shares = account.LendShares,
                AccruedNs = owes ? account.AccruedNs : 0,
                QuoteBanNs = ban,
                Epoch = account.LendEpoch,
                MayBorrow = account.MayBorrow ? (byte)1 : (byte)0,
            });
        }
        sink.End();
    }
}
