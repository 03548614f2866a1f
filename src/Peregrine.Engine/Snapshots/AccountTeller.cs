using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Accounts by id, then what they have, kind after kind: by account, and within one by asset, market, builder, day or key.</summary>
internal sealed class AccountTeller(EngineState state)
{
    public void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        TellAccounts(ref sink);
        TellHoldings(ref sink);
        TellPositions(ref sink);
        TellProtections(ref sink);
        TellBuilders(ref sink);
        TellVolumes(ref sink);
        TellLimits(ref sink);
    }

    private void TellAccounts<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateAccount>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            ref Account account = ref state.Accounts[id];
            sink.Tell(id, 0, new StateAccount
            {
                Cash = account.Cash,
                Root = account.Root,
                Referrer = account.Referrer,
                ReferralSharePpb = account.ReferralSharePpb,
                DiscountPpb = account.DiscountPpb,
                FeeDay = account.FeeDay,
                Status = account.Status,
                FeeTier = account.FeeTier,
                Warnings = account.Warnings,
            });
        }
        sink.End();
    }

    private void TellHoldings<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateHolding>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            for (int slot = state.Accounts[id].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
            {
                ref Holding holding = ref state.Holdings[slot];
                sink.Tell(id, 0, new StateHolding { Amount = holding.Amount, Counted = holding.Counted, Asset = holding.Asset });
            }
        }
        sink.End();
    }

    private void TellPositions<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StatePosition>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            for (int slot = state.Accounts[id].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
            {
                ref Position position = ref state.Positions[slot];
                sink.Tell(id, position.Market, new StatePosition
                {
                    Size = position.Size,
                    Cost = position.Cost,
                    IsolatedMargin = position.IsolatedMargin,
                    Realised = position.Realised,
                    FeesPaid = position.FeesPaid,
                    FundingEpoch = position.FundingEpoch,
                    FundingPaid = position.FundingPaid,
                    Leverage = position.Leverage,
                    Mode = position.Mode,
                    Warnings = position.Warnings,
                    NoticeTaken = position.NoticeTaken ? (byte)1 : (byte)0,
                    NoticeProfit = position.NoticeProfit,
                });
            }
        }
        sink.End();
    }

    private void TellProtections<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateMmp>();
        for (int id = 1; id <= state.AccountCount && state.Mmps.Count != 0; id++)
        {
            for (int slot = state.Accounts[id].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
            {
                ref Position position = ref state.Positions[slot];
                if (position.Mmp == 0) continue;
                ref MmpState mmp = ref state.Mmps[position.Mmp];
                sink.Tell(id, position.Market, new StateMmp
                {
                    Qty = mmp.Qty,
                    WindowNs = mmp.WindowNs,
                    FreezeNs = mmp.FreezeNs,
                    Filled = mmp.Filled,
                    WindowStartNs = mmp.WindowStartNs,
                    FrozenUntilNs = mmp.FrozenUntilNs,
                });
            }
        }
        sink.End();
    }

    private void TellBuilders<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        Slab<BuilderApproval> builders = state.Builders;
        sink.Begin<StateBuilder>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            for (int slot = state.Accounts[id].FirstBuilder; slot != 0; slot = builders[slot].Next)
                sink.Tell(id, 0, new StateBuilder { Builder = builders[slot].Builder, MaxPpb = builders[slot].MaxPpb });
        }
        sink.End();
    }

    // Newest day first, as fees read them.
    private void TellVolumes<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        Slab<VolumeDay> volumes = state.Volumes;
        sink.Begin<StateVolume>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            for (int slot = state.Accounts[id].FirstVolume; slot != 0; slot = volumes[slot].Next)
                sink.Tell(id, 0, new StateVolume { Volume = volumes[slot].Volume, Day = volumes[slot].Day });
        }
        sink.End();
    }

    // Accounts' own by account, then the keys by id, revoked ones too: an id means one key for ever.
    private void TellLimits<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        sink.Begin<StateKey>();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            if (state.Accounts[id].Limits != 0) TellLimits(ref sink, in state.Limits[state.Accounts[id].Limits]);
        }
        for (int key = 1; key <= state.Limits.KeyCount; key++) TellLimits(ref sink, in state.Limits[key]);
        sink.End();
    }

    private static void TellLimits<TSink>(ref TSink sink, in LimitRecord record) where TSink : struct, IStateSink
    {
        KeyMarks marks = KeyMarks.None;
        if (record.LossBreached) marks |= KeyMarks.LossBreached;
        if (record.DrawdownBreached) marks |= KeyMarks.DrawdownBreached;
        if (record.Revoked) marks |= KeyMarks.Revoked;
        if (record.StoppedByKey) marks |= KeyMarks.StoppedByKey;
        sink.Tell(record.Account, 0, new StateKey
        {
            InForce = record.InForce,
            Pending = record.Pending,
            PendingFromNs = record.PendingFromNs,
            Second = record.Second,
            DayStart = record.DayStart,
            Peak = record.Peak,
            KeyId = record.Key,
            Orders = record.Orders,
            SampleDay = record.SampleDay,
            Marks = marks,
        });
    }
}
