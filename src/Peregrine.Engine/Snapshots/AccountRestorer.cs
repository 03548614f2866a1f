using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Snapshots;

/// <summary>Accounts and what they have, with the sums over them: counted collateral, open interest, groups' sizes, who is sampled.</summary>
internal sealed class AccountRestorer(SnapshotReader reader, EngineState state, LossWatch losses)
{
    public void Restore()
    {
        ReadAccounts();
        ReadHoldings();
        ReadPositions();
        ReadProtections();
        ReadBuilders();
        ReadVolumes();
        ReadLimits();
    }

    private void ReadAccounts()
    {
        reader.Open<StateAccount>();
        while (reader.Next(out StateRecord<StateAccount> record))
        {
            ref StateAccount told = ref record.Body;
            int id = record.Account;
            reader.Check(id == state.AccountCount + 1 && id <= state.Capacities.AccountsMax, "accounts come by id, as many as fit");
            reader.Check(told.Root > 0 && told.Root <= id && told.FeeTier < state.FeeTiers.Length, "a root is no younger than its subs");
            reader.Check(told.Warnings <= RiskLines.Warnings, "there are three warnings");
            state.AccountCount = id;
            state.Accounts[id] = new Account
            {
                Root = told.Root,
                Cash = told.Cash,
                Status = told.Status,
                FeeTier = told.FeeTier,
                Warnings = told.Warnings,
                FeeDay = told.FeeDay,
                Referrer = told.Referrer,
                ReferralSharePpb = told.ReferralSharePpb,
                DiscountPpb = told.DiscountPpb,
            };
            if (told.Root != id) state.Accounts[told.Root].SubCount++;
        }
    }

    private void ReadHoldings()
    {
        reader.Open<StateHolding>();
        while (reader.Next(out StateRecord<StateHolding> record))
        {
            StateHolding told = record.Body;
            bool known = state.HasAccount(record.Account) && state.HasAsset(told.Asset) && told.Asset != EngineState.SettleAsset;
            reader.Check(known, "a balance has an account and an asset");
            int slot = state.NeedHolding(record.Account, told.Asset);
            reader.Check(slot != 0, "there is room for every balance");
            ref Holding holding = ref state.Holdings[slot];
            (holding.Amount, holding.Counted) = (told.Amount, told.Counted);
            state.Assets[told.Asset].Held += told.Amount;
            state.Assets[told.Asset].Counted += told.Counted;
        }
    }

    private void ReadPositions()
    {
        reader.Open<StatePosition>();
        while (reader.Next(out StateRecord<StatePosition> record))
        {
            ref StatePosition told = ref record.Body;
            reader.Check(state.HasAccount(record.Account) && state.HasMarket(record.Market), "a position has an account and a market");
            reader.Check(told.Leverage > 0 && told.Mode is MarginMode.Cross or MarginMode.Isolated, "a position has a leverage and a mode");
            reader.Check(told.Warnings <= RiskLines.Warnings, "there are three warnings");
            int slot = state.NeedPosition(record.Account, record.Market);
            reader.Check(slot != 0, "there is room for every position");
            ref Position position = ref state.Positions[slot];
            position.Size = told.Size;
            position.Cost = told.Cost;
            position.IsolatedMargin = told.IsolatedMargin;
            position.Realised = told.Realised;
            position.FeesPaid = told.FeesPaid;
            position.FundingEpoch = told.FundingEpoch;
            position.FundingPaid = told.FundingPaid;
            position.Leverage = told.Leverage;
            position.Mode = told.Mode;
            position.Warnings = told.Warnings;
            position.NoticeTaken = told.NoticeTaken != 0;
            position.NoticeProfit = told.NoticeProfit;
            state.Markets[record.Market].OpenInterest += new Lots(Math.Max(0, told.Size.Value));
        }
        SumGroups();
    }

    // Where a group's share of open interest is limited, its root's record carries the sum; it was told like any other.
    private void SumGroups()
    {
        for (int id = 1; id <= state.AccountCount; id++)
        {
            for (int slot = state.Accounts[id].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
            {
                ref Position position = ref state.Positions[slot];
                if (position.Size.Value == 0 || state.Markets[position.Market].Terms.GroupOiSharePpb == 0) continue;
                int root = state.FindPosition(state.Accounts[id].Root, position.Market);
                reader.Check(root != 0, "the root of a group with a position has a record in its market");
                state.Positions[root].GroupSize += new Lots(Math.Abs(position.Size.Value));
            }
        }
    }

    private void ReadProtections()
    {
        reader.Open<StateMmp>();
        while (reader.Next(out StateRecord<StateMmp> record))
        {
            ref StateMmp told = ref record.Body;
            int position = state.FindPosition(record.Account, record.Market);
            int slot = position == 0 ? 0 : state.Mmps.Rent();
            reader.Check(slot != 0 && told.Qty.Value > 0, "market-maker protection belongs to a position");
            state.Mmps[slot] = new MmpState
            {
                Qty = told.Qty,
                WindowNs = told.WindowNs,
                FreezeNs = told.FreezeNs,
                Filled = told.Filled,
                WindowStartNs = told.WindowStartNs,
                FrozenUntilNs = told.FrozenUntilNs,
            };
            state.Positions[position].Protect(slot);
        }
    }

    private void ReadBuilders()
    {
        reader.Open<StateBuilder>();
        while (reader.Next(out StateRecord<StateBuilder> record))
        {
            reader.Check(state.HasAccount(record.Account) && state.HasAccount(record.Body.Builder), "account and builder exist");
            ref Account root = ref state.Accounts[record.Account];
            ref int link = ref root.FirstBuilder;
            while (link != 0) link = ref state.Builders[link].Next;
            int slot = state.Builders.Rent();
            reader.Check(slot != 0, "there is room for every approval");
            state.Builders[slot] = new BuilderApproval { Account = record.Account, Builder = record.Body.Builder, MaxPpb = record.Body.MaxPpb };
            link = slot;
            root.BuilderCount++;
        }
    }

    private void ReadVolumes()
    {
        reader.Open<StateVolume>();
        while (reader.Next(out StateRecord<StateVolume> record))
        {
            reader.Check(state.HasAccount(record.Account), "a volume has an account");
            ref int link = ref state.Accounts[record.Account].FirstVolume;
            while (link != 0) link = ref state.Volumes[link].Next;
            int slot = state.Volumes.Rent();
            reader.Check(slot != 0, "there is room for every volume");
            state.Volumes[slot] = new VolumeDay { Root = record.Account, Day = record.Body.Day, Volume = record.Body.Volume };
            link = slot;
        }
    }

    private void ReadLimits()
    {
        reader.Open<StateKey>();
        while (reader.Next(out StateRecord<StateKey> record))
        {
            reader.Check(state.HasAccount(record.Account), "limits have an account");
            int slot = record.Body.KeyId == 0 ? NewAccountLimits(record.Account) : NewKey(record.Account, in record.Body);
            Fill(ref state.Limits[slot], in record.Body);
        }
        state.Limits.DeferAll();
        for (int id = 1; id <= state.AccountCount; id++)
        {
            if (state.Accounts[id].Limits != 0) losses.Load(id);
        }
    }

    private int NewAccountLimits(int account)
    {
        reader.Check(state.Accounts[account].Limits == 0, "an account has its limits once");
        return state.Accounts[account].Limits = state.Limits.AddAccount(account);
    }

    private int NewKey(int account, in StateKey told)
    {
        reader.Check(told.KeyId == state.Limits.KeyCount + 1 && !state.Limits.KeysFull, "keys come by id, as many as fit");
        reader.Check(state.Accounts[account].Limits != 0, "an account with keys has limits");
        int key = state.Limits.AddKey(account);
        if ((told.Marks & KeyMarks.Revoked) != 0) return key;
        ref int link = ref state.Accounts[account].FirstKey;
        while (link != 0) link = ref state.Limits[link].NextKey;
        link = key;
        state.Accounts[account].KeyCount++;
        return key;
    }

    private static void Fill(ref LimitRecord record, in StateKey told)
    {
        record.InForce = told.InForce;
        record.Pending = told.Pending;
        record.PendingFromNs = told.PendingFromNs;
        record.Second = told.Second;
        record.Orders = told.Orders;
        record.SampleDay = told.SampleDay;
        record.DayStart = told.DayStart;
        record.Peak = told.Peak;
        record.LossBreached = (told.Marks & KeyMarks.LossBreached) != 0;
        record.DrawdownBreached = (told.Marks & KeyMarks.DrawdownBreached) != 0;
        record.Revoked = (told.Marks & KeyMarks.Revoked) != 0;
        record.StoppedByKey = (told.Marks & KeyMarks.StoppedByKey) != 0;
    }
}
