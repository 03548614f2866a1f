using System.Runtime.InteropServices;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Accounts, referrers, builders, limits and keys.</summary>
public sealed partial class TwinEngine
{
    private const int SubAccountsMax = 50;
    private const int BuildersMax = 32;
    private const int KeysMax = 64;
    private const ushort NoMarket = 65535;
    private const int BuilderMaxPpb = 1_000_000;
    private const long LooseningNs = 24 * Hour;
    private const long AmountMax = 1L << 60;
    private const int ReferralShareMaxPpb = 300_000_000;
    private const int DiscountMaxPpb = 200_000_000;

    /// <summary>Only the owner's own session may do this.</summary>
    private static bool IsOwner(in CommandHeader header) => header.Key == 0;

    private static AllowedActions ActionsOf(in Limits limits) => limits.Actions == AllowedActions.None ? AllowedActions.All : limits.Actions;

    private bool MayDo(in CommandHeader header, AllowedActions action)
    {
        int key = header.Key;
        if ((ActionsOf(Account(header.Account).Limits.Now) & action) != action) return false;
        if (key == 0) return true;
        TwinKey found = _s.Keys[key - 1];
        return !found.Revoked && (ActionsOf(found.Limits.Now) & action) == action;
    }

    private static IEnumerable<ushort> MarketsOf(Limits limits)
    {
        MarketList list = limits.Markets;
        List<ushort> markets = [];
        foreach (ushort market in list)
        {
            if (market != 0) markets.Add(market);
        }
        return markets;
    }

    // Market 0 is none: no list speaks of it, and a later check refuses it.
    private static bool Allows(in Limits limits, int market)
    {
        List<ushort> markets = [.. MarketsOf(limits)];
        return market == 0 || markets.Count == 0 || markets.Contains((ushort)market);
    }

    private bool MayTrade(in CommandHeader header, int market) =>
        Allows(Account(header.Account).Limits.Now, market) && (header.Key == 0 || Allows(_s.Keys[header.Key - 1].Limits.Now, market));

    private bool Repeated(RequestKey request)
    {
        if (request.IsNone || !_s.Requests.TryGetValue(request, out long made)) return false;
        _answer.Duplicate = true;
        _answer.Detail1 = made;
        return true;
    }

    private void Remember(RequestKey request, long made)
    {
        if (!request.IsNone) _s.Requests = _s.Requests.SetItem(request, made);
    }

    private RejectCode Create(in CommandHeader header, in CreateAccount body)
    {
        int root = header.Account;
        if (root != 0 && !IsOwner(header)) return RejectCode.NotPermitted;
        if (Repeated(body.Request)) return RejectCode.None;
        if (root != 0 && (Account(root).Root != root || Account(root).Status == AccountStatus.Closed)) return RejectCode.AccountState;
        if (root != 0 && _s.Accounts.Count(a => a.Root == GroupOf(root)) - 1 >= SubAccountsMax) return RejectCode.TooManyAccounts;
        if (_s.Accounts.Count >= _s.Capacities.AccountsMax) return RejectCode.CapacityFull;
        int id = _s.Accounts.Count + 1;
        _s.Accounts.Add(new TwinAccount { Id = id, Root = root == 0 ? id : GroupOf(root) });
        Remember(body.Request, id);
        Tell(id, 0, new AccountCreated { Root = GroupOf(id) });
        _answer.Detail1 = id;
        return RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetReferrer body)
    {
        TwinAccount account = Account(header.Account);
        if (!IsOwner(header)) return RejectCode.NotPermitted;
        if (body.SharePpb < 0 || body.DiscountPpb < 0 || body.SharePpb > ReferralShareMaxPpb || body.DiscountPpb > DiscountMaxPpb) return RejectCode.BadParameter;
        if (body.Referrer == 0 && (body.SharePpb != 0 || body.DiscountPpb != 0)) return RejectCode.BadParameter;
        if (body.Referrer < 0 || body.Referrer > _s.Accounts.Count) return RejectCode.UnknownAccount;
        if (body.Referrer == account.Id || (body.Referrer != 0 && Account(body.Referrer).Root != body.Referrer)) return RejectCode.BadParameter;
        if (account.Root != account.Id || account.Status == AccountStatus.Closed) return RejectCode.AccountState;
        (account.Referrer, account.SharePpb, account.DiscountPpb) = (body.Referrer, body.SharePpb, body.DiscountPpb);
        Tell(account.Id, 0, new ReferrerSet { Referrer = body.Referrer, SharePpb = body.SharePpb, DiscountPpb = body.DiscountPpb });
        return RejectCode.None;
    }

    private RejectCode Approve(in CommandHeader header, in ApproveBuilder body)
    {
        if (!IsOwner(header)) return RejectCode.NotPermitted;
        if (body.MaxPpb is < 0 or > BuilderMaxPpb) return RejectCode.BadParameter;
        if (body.Builder <= 0 || body.Builder > _s.Accounts.Count) return RejectCode.UnknownAccount;
        if (Account(header.Account).Status == AccountStatus.Closed) return RejectCode.AccountState;
        TwinAccount root = RootOf(header.Account);
        if (body.MaxPpb != 0 && !root.Builders.ContainsKey(body.Builder) && (root.Builders.Count >= BuildersMax || _s.Accounts.Sum(a => a.Builders.Count) >= _s.Capacities.AccountsMax)) return RejectCode.CapacityFull;
        if (body.MaxPpb == 0) root.Builders.Remove(body.Builder);
        else root.Builders[body.Builder] = body.MaxPpb;
        Tell(root.Id, 0, new BuilderApproved { Builder = body.Builder, MaxPpb = body.MaxPpb });
        return RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetLimits body)
    {
        if (!IsOwner(header) && !KeyMay(header.Key, AllowedActions.Trade)) return RejectCode.NotPermitted;
        RejectCode code = MayChange(header, Account(header.Account).Limits.Now, body.Limits);
        if (code != RejectCode.None) return code;
        Change(header.Account, 0, Account(header.Account).Limits, Spelled(body.Limits));
        return RejectCode.None;
    }

    private bool KeyMay(int key, AllowedActions action) => (ActionsOf(_s.Keys[key - 1].Limits.Now) & action) == action;

    private RejectCode MayChange(in CommandHeader header, in Limits old, in Limits wanted)
    {
        if (!GoodLimits(wanted)) return RejectCode.BadValue;
        if (MarketsOf(wanted).Any(m => MarketOrNull(m) is null)) return RejectCode.UnknownMarket;
        if (!IsOwner(header) && Loosens(old, wanted)) return RejectCode.NotPermitted;
        return Account(header.Account).Status == AccountStatus.Closed ? RejectCode.AccountState : RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetKey body)
    {
        int account = header.Account, id = body.KeyId;
        if (!IsOwner(header) && id != header.Key) return RejectCode.NotPermitted;
        if (id == 0 && Repeated(body.Request)) return RejectCode.None;
        TwinKey? key = _s.Keys.FirstOrDefault(k => k.Id == id && k.Account == account && !k.Revoked);
        if (id != 0 && key is null) return RejectCode.UnknownKey;
        if (key is not null && body.Revoke == 1)
        {
            key.Revoked = true;
            (key.Limits.Later, key.Limits.LaterFromNs) = (default, 0);
            Sample(account);
            Tell(account, 0, new KeySet { KeyId = key.Id, Revoked = 1 });
            _answer.Detail1 = key.Id;
            return RejectCode.None;
        }
        if (body.Revoke == 1) return RejectCode.BadValue;
        RejectCode code = MayChange(header, key?.Limits.Now ?? default, body.Limits);
        if (code != RejectCode.None) return code;
        if (key is null)
        {
            if (_s.Keys.Count >= _s.Capacities.KeysMax || _s.Keys.Count(k => k.Account == account && !k.Revoked) >= KeysMax) return RejectCode.CapacityFull;
            key = new TwinKey { Id = _s.Keys.Count + 1, Account = account };
            key.Limits.Now = Spelled(body.Limits);
            _s.Keys.Add(key);
            Tell(account, 0, new KeySet { KeyId = key.Id });
            Tell(account, 0, new LimitsSet { KeyId = key.Id, FromNs = _now, Limits = key.Limits.Now });
            Restart(account, key.Limits);
            Remember(body.Request, key.Id);
        }
        else
        {
            Change(account, key.Id, key.Limits, Spelled(body.Limits));
        }
        _answer.Detail1 = key.Id;
        return RejectCode.None;
    }

    private static bool GoodLimits(in Limits l) =>
        l.OrderNotionalMax.Value >= 0 && l.PositionNotionalMax.Value >= 0 && l.TotalNotionalMax.Value >= 0
        && l.DayLossMax.Value >= 0 && l.DrawdownMax.Value >= 0 && l.OrdersPerSecondMax >= 0
        && l.LeverageMax <= 100;

    /// <summary>The one way in which limits are kept: everything is 0, reject is 0, markets in order and once.</summary>
    private static Limits Spelled(Limits limits)
    {
        if (limits.Actions == AllowedActions.All) limits.Actions = AllowedActions.None;
        if (limits.OnBreach == BreachAction.Reject) limits.OnBreach = 0;
        ushort[] markets = [.. MarketsOf(limits).Distinct().Order()];
        limits.Markets = default;
        for (int i = 0; i < markets.Length; i++) limits.Markets[i] = markets[i];
        return limits;
    }

    /// <summary>What is tighter holds at once; when anything is looser the whole of it waits a day.</summary>
    private void Change(int account, int key, TwinLimits limits, in Limits wanted)
    {
        bool loosens = Loosens(limits.Now, wanted);
        Limits now = loosens ? Tighter(limits.Now, wanted) : wanted;
        bool tightens = !Same(now, limits.Now);
        limits.Now = now;
        if (tightens || !loosens) Tell(account, 0, new LimitsSet { KeyId = key, FromNs = _now, Limits = now });
        limits.LaterFromNs = loosens ? _now + LooseningNs : 0;
        limits.Later = loosens ? wanted : default;
        if (loosens) Tell(account, 0, new LimitsSet { KeyId = key, Pending = 1, FromNs = limits.LaterFromNs, Limits = wanted });
        if (tightens) Restart(account, limits);
    }

    private static bool Loosens(in Limits old, in Limits wanted) => !Same(Tighter(old, wanted), wanted);

    /// <summary>Equal in meaning: the order of markets and the spelling of "everything" do not matter.</summary>
    private static bool Same(Limits a, Limits b)
    {
        bool markets = MarketsOf(a).ToHashSet().SetEquals(MarketsOf(b));
        (a.Markets, b.Markets) = (default, default);
        (a.Actions, b.Actions) = (ActionsOf(a), ActionsOf(b));
        (a.OnBreach, b.OnBreach) = (BreachOf(a), BreachOf(b));
        return markets && MemoryMarshal.AsBytes(new ReadOnlySpan<Limits>(in a)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<Limits>(in b)));
    }

    private static BreachAction BreachOf(in Limits limits) => limits.OnBreach == 0 ? BreachAction.Reject : limits.OnBreach;

    private static int Strength(BreachAction action) => Array.IndexOf([BreachAction.Reject, BreachAction.ReduceOnly, BreachAction.CancelAll, BreachAction.Flatten], action);

    private static Limits Tighter(in Limits old, in Limits wanted)
    {
        static long less(long a, long b) => a == 0 ? b : b == 0 ? a : Math.Min(a, b);
        Limits now = wanted;
        now.OrderNotionalMax = new(less(old.OrderNotionalMax.Value, wanted.OrderNotionalMax.Value));
        now.PositionNotionalMax = new(less(old.PositionNotionalMax.Value, wanted.PositionNotionalMax.Value));
        now.TotalNotionalMax = new(less(old.TotalNotionalMax.Value, wanted.TotalNotionalMax.Value));
        now.DayLossMax = new(less(old.DayLossMax.Value, wanted.DayLossMax.Value));
        now.DrawdownMax = new(less(old.DrawdownMax.Value, wanted.DrawdownMax.Value));
        now.OrdersPerSecondMax = (int)less(old.OrdersPerSecondMax, wanted.OrdersPerSecondMax);
        now.LeverageMax = (ushort)less(old.LeverageMax, wanted.LeverageMax);
        if (Strength(BreachOf(old)) > Strength(BreachOf(wanted))) now.OnBreach = old.OnBreach;
        AllowedActions both = ActionsOf(old) & ActionsOf(wanted);
        if (old.Actions == AllowedActions.None) now.Actions = wanted.Actions;
        else if (wanted.Actions == AllowedActions.None) now.Actions = old.Actions;
        else now.Actions = both == AllowedActions.None ? AllowedActions.Read : both;
        List<ushort> before = [.. MarketsOf(old)], after = [.. MarketsOf(wanted)];
        if (before.Count == 0) return now;
        if (after.Count == 0)
        {
            now.Markets = old.Markets;
            return now;
        }
        List<ushort> common = [.. after.Where(before.Contains)];
        if (common.Count == 0) common.Add(NoMarket);
        now.Markets = default;
        for (int i = 0; i < common.Count; i++) now.Markets[i] = common[i];
        return now;
    }

    /// <summary>Timer kind 6: a loosening whose day is over.</summary>
    private void Loosen(int account, int key)
    {
        TwinLimits limits = key == 0 ? Account(account).Limits : _s.Keys[key - 1].Limits;
        limits.Now = limits.Later;
        Tell(account, 0, new LimitsSet { KeyId = key, FromNs = limits.LaterFromNs, Limits = limits.Now });
        (limits.Later, limits.LaterFromNs) = (default, 0);
        Restart(account, limits);
    }
}
