using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Opens accounts and says who they are: root or sub, status, referrer, approved builders.</summary>
internal sealed class AccountDesk(EngineState state)
{
    public const int SubsMax = 50;
    public const int BuildersMax = 32;
    private const int BuilderMaxPpb = 1_000_000;

    public RejectCode Create(in Command command, ref Outcome outcome)
    {
        int parent = command.Header.Account;
        if (command.Header.Key != 0) return RejectCode.NotPermitted;
        ref readonly CreateAccount body = ref Command.Body<CreateAccount>(in command);
        if (state.Requests.TryFind(body.Request, out outcome.Detail1))
        {
            outcome.Duplicate = true;
            return RejectCode.None;
        }
        if (parent != 0)
        {
            ref Account root = ref state.Accounts[parent];
            if (root.Root != parent || root.Status == AccountStatus.Closed) return RejectCode.AccountState;
            if (root.SubCount == SubsMax) return RejectCode.TooManyAccounts;
        }
        if (state.AccountCount == state.Capacities.AccountsMax) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        int id = ++state.AccountCount;
        state.Accounts[id] = new Account { Root = parent == 0 ? id : parent, Status = AccountStatus.Active };
        if (parent != 0) state.Accounts[parent].SubCount++;
        state.Requests.Remember(body.Request, id);
        state.Events.Add(id, 0, new AccountCreated { Root = state.Accounts[id].Root });
        outcome.Detail1 = id;
        return RejectCode.None;
    }

    public RejectCode SetReferrer(in Command command, ref Outcome outcome)
    {
        ref readonly SetReferrer body = ref Command.Body<SetReferrer>(in command);
        int account = command.Header.Account;
        ref Account root = ref state.Accounts[account];
        if (command.Header.Key != 0) return RejectCode.NotPermitted;
        if (body.SharePpb is < 0 or > FeeTable.ReferralShareMaxPpb || body.DiscountPpb is < 0 or > FeeTable.DiscountMaxPpb) return RejectCode.BadParameter;
        if (body.Referrer == 0 && (body.SharePpb != 0 || body.DiscountPpb != 0)) return RejectCode.BadParameter;
        if (body.Referrer != 0 && !state.HasAccount(body.Referrer)) return RejectCode.UnknownAccount;
        if (body.Referrer == account || state.Accounts[body.Referrer].Root != body.Referrer) return RejectCode.BadParameter;
        if (root.Root != account || root.Status == AccountStatus.Closed) return RejectCode.AccountState;
        // From here on nothing may fail.
        (root.Referrer, root.ReferralSharePpb, root.DiscountPpb) = (body.Referrer, body.SharePpb, body.DiscountPpb);
        state.Events.Add(account, 0, new ReferrerSet { Referrer = body.Referrer, SharePpb = body.SharePpb, DiscountPpb = body.DiscountPpb });
        return RejectCode.None;
    }

    /// <summary>Approvals are the root's; any account of the group may give and take them.</summary>
    public RejectCode ApproveBuilder(in Command command, ref Outcome outcome)
    {
        ref readonly ApproveBuilder body = ref Command.Body<ApproveBuilder>(in command);
        if (command.Header.Key != 0) return RejectCode.NotPermitted;
        if (body.MaxPpb is < 0 or > BuilderMaxPpb) return RejectCode.BadParameter;
        if (!state.HasAccount(body.Builder)) return RejectCode.UnknownAccount;
        if (state.Accounts[command.Header.Account].Status == AccountStatus.Closed) return RejectCode.AccountState;
        ref Account root = ref state.RootOf(command.Header.Account);
        ref int link = ref PlaceOf(ref root, body.Builder);
        bool known = link != 0 && state.Builders[link].Builder == body.Builder;
        bool adds = !known && body.MaxPpb > 0;
        if (adds && (root.BuilderCount == BuildersMax || state.Builders.Full)) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        if (adds) Insert(ref root, ref link, body.Builder, body.MaxPpb);
        else if (known && body.MaxPpb > 0) state.Builders[link].MaxPpb = body.MaxPpb;
        else if (known) Remove(ref root, ref link);
        state.Events.Add(root.Root, 0, new BuilderApproved { Builder = body.Builder, MaxPpb = body.MaxPpb });
        return RejectCode.None;
    }

    /// <summary>Whether the account lets the builder charge this much on one of its orders.</summary>
    public bool BuilderAllowed(int account, int builder, int ppb)
    {
        if (ppb < 0) return false;
        int slot = PlaceOf(ref state.RootOf(account), builder);
        return slot != 0 && state.Builders[slot].Builder == builder && ppb <= state.Builders[slot].MaxPpb;
    }

    public RejectCode SetStatus(in Command command, ref Outcome outcome)
    {
        ref readonly SetAccountStatus body = ref Command.Body<SetAccountStatus>(in command);
        if (body.Status is < AccountStatus.Active or > AccountStatus.Closed) return RejectCode.BadValue;
        if (!state.HasAccount(body.Target)) return RejectCode.UnknownAccount;
        ref Account account = ref state.Accounts[body.Target];
        if (account.Status == body.Status) return RejectCode.AlreadyDone;
        // A closed account could not even reduce what it has.
        if (body.Status == AccountStatus.Closed && HasBusiness(in account)) return RejectCode.AccountState;
        // From here on nothing may fail.
        account.Status = body.Status;
        state.Events.Add(body.Target, 0, new AccountStatusChanged { Status = body.Status });
        outcome.Detail1 = body.Target;
        return RejectCode.None;
    }

    private bool HasBusiness(in Account account)
    {
        for (int slot = account.FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            if (state.Positions[slot].Size.Value != 0 || state.Positions[slot].HasOrders) return true;
        }
        return account.FirstTwap != 0;
    }

    private ref int PlaceOf(ref Account root, int builder)
    {
        ref int link = ref root.FirstBuilder;
        while (link != 0 && state.Builders[link].Builder < builder) link = ref state.Builders[link].Next;
        return ref link;
    }

    private void Insert(ref Account root, ref int link, int builder, int maxPpb)
    {
        int slot = state.Builders.Rent();
        state.Builders[slot] = new BuilderApproval { Account = root.Root, Builder = builder, MaxPpb = maxPpb, Next = link };
        link = slot;
        root.BuilderCount++;
    }

    private void Remove(ref Account root, ref int link)
    {
        int slot = link;
        link = state.Builders[slot].Next;
        state.Builders.Return(slot);
        root.BuilderCount--;
    }
}
