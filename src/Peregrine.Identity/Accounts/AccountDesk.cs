using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Accounts;

/// <summary>Root accounts and sub-accounts: a row that says what is wanted, the engine's word, a row that says what is.</summary>
/// <remarks>
/// The request key is drawn with the row, so the engine may be asked again at any time and opens one account. It remembers a key for a million
/// requests or so; rows are asked again at every start and whenever the server tends, long before that.
/// </remarks>
public sealed class AccountDesk
{
    public const int SubsMax = 50;
    private const int LabelMax = 40;

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly EngineLink _engine;
    private readonly IWelcome? _welcome;
    private readonly TimeProvider _time;
    private readonly AccountOwners _owners = new();

    internal AccountDesk(Database database, AuditTrail audit, EngineLink engine, IWelcome? welcome, TimeProvider time)
    {
        (_database, _audit, _engine, _welcome, _time) = (database, audit, engine, welcome, time);
        foreach (Stored account in database.Read(s => s.Rows($"{Select} WHERE a.state = 2", ReadStored))) _owners.Set(account.Engine, account.Person);
    }

    /// <summary>Whose account this is, by the engine's number; the venue's when nobody's.</summary>
    public PersonId OwnerOf(int account) => _owners.Of(account);

    /// <summary>All of a person's accounts, the root first.</summary>
    public IReadOnlyList<AccountInfo> Of(PersonId person) =>
        [.. _database.Read(s => s.Rows($"{Select} WHERE a.person = $1 ORDER BY a.id", ReadStored, person.Value)).Select(static a => a.Info)];

    /// <summary>Opens a sub-account below the person's root.</summary>
    public async ValueTask<Result<AccountInfo>> OpenSub(PersonId person, string label, Caller caller)
    {
        if (label.Trim().Length is 0 or > LabelMax || label.Any(char.IsControl)) return Refusal.BadField("label", $"The label has 1 to {LabelMax} characters.");
        long id = 0;
        Refusal? refusal = _database.Write(s => WantSub(s, person, label.Trim(), caller, out id));
        if (refusal is not null) return refusal;
        (Stored account, EngineWord word) = await Advance(id);
        return account.State == AccountState.Active ? account.Info : word.Refusal;
    }

    internal void WantRoot(Statements s, PersonId person, Caller caller) => Want(s, person, parent: null, "main", caller);

    /// <summary>The engine's number of the person's root account, opened now if it was not; 0 when the engine has not opened it.</summary>
    internal async ValueTask<int> OpenRoot(PersonId person)
    {
        Stored? root = _database.Read(s => Root(s, person));
        if (root is { IsDone: false }) (root, _) = await Advance(root.Id);
        return root?.Engine ?? 0;
    }

    /// <summary>Takes up every row that is not finished, oldest first, until the engine has no time; says how many are left.</summary>
    internal async ValueTask<int> Resume()
    {
        List<Stored> unfinished = _database.Read(s => s.Rows($"{Select} WHERE a.state = 1 OR (a.state = 2 AND a.welcomed_at IS NULL) ORDER BY a.id", ReadStored));
        int left = unfinished.Count;
        foreach (Stored account in unfinished)
        {
            (Stored now, EngineWord word) = await Advance(account.Id);
            if (word.Says == EngineSays.AskAgain) return left;
            if (now.IsDone) left--;
        }
        return left;
    }

    internal static long RowOf(Statements s, PersonId person, int account) =>
        s.Number("SELECT id FROM accounts WHERE person = $1 AND engine_account = $2 AND state = 2", person.Value, account);

    private Refusal? WantSub(Statements s, PersonId person, string label, Caller caller, out long id)
    {
        id = 0;
        if (Root(s, person) is not { State: AccountState.Active } root) return new Refusal(IdentityCode.NotNow, "The main account is not open yet.");
        long subs = s.Number("SELECT COUNT(*) FROM accounts WHERE parent = $1 AND state <> 3", root.Id);
        if (subs >= SubsMax) return new Refusal(IdentityCode.TooManySubAccounts, $"A person has at most {SubsMax} sub-accounts.");
        id = Want(s, person, root.Id, label, caller);
        return null;
    }

    private long Want(Statements s, PersonId person, long? parent, string label, Caller caller)
    {
        long now = _time.NowMs();
        // Only root accounts are welcomed, and only where there is a welcome: nobody is to get one years later because a venue thought of it then.
        long? welcomedAt = parent is null && _welcome is not null ? null : now;
        long id = s.Insert(
            "INSERT INTO accounts (person, parent, label, request, state, created_at, welcomed_at) VALUES ($1, $2, $3, $4, 1, $5, $6)",
            person.Value, parent, label, RandomNumberGenerator.GetBytes(Id128.Bytes), now, welcomedAt);
        _audit.Add(s, Act.AccountAsked, person, person, caller, id.ToString());
        return id;
    }

    // Asking the engine twice at the same time is as good as once, so there is no lock here.
    private async ValueTask<(Stored Account, EngineWord Word)> Advance(long id)
    {
        Stored account = Get(id);
        var word = new EngineWord(EngineSays.Yes, RejectCode.None, account.Engine);
        if (account.State == AccountState.Pending)
        {
            word = await _engine.Ask(new CreateAccount { Request = account.Request }, account.ParentEngine);
            // The engine can say no to a root only because it is full, and a venue that is full today may have room tomorrow.
            if (word.Says == EngineSays.AskAgain || (word.Says == EngineSays.No && account.IsRoot)) return (account, word);
            account = _database.Write(s => Settle(s, account, word));
            if (account.State == AccountState.Active) _owners.Set(account.Engine, account.Person);
        }
        if (account is { State: AccountState.Active, IsWelcomed: false } && _welcome is not null && await _welcome.Welcome(account.Engine, account.Request))
        {
            _database.Write(s => s.Run("UPDATE accounts SET welcomed_at = $1 WHERE id = $2", _time.NowMs(), id));
            account = account with { IsWelcomed = true };
        }
        return (account, word);
    }

    private Stored Settle(Statements s, Stored account, EngineWord word)
    {
        bool yes = word.Says == EngineSays.Yes;
        int changed = yes
            ? s.Run("UPDATE accounts SET state = 2, engine_account = $2 WHERE id = $1 AND state = 1", account.Id, word.Id)
            : s.Run("UPDATE accounts SET state = 3, refusal = $2 WHERE id = $1 AND state = 1", account.Id, (int)word.Code);
        string detail = yes ? $"account {word.Id}" : word.Code.ToString();
        if (changed != 0) _audit.Add(s, yes ? Act.AccountOpened : Act.AccountRefused, PersonId.Venue, account.Person, caller: null, account.Id.ToString(), detail);
        return Get(s, account.Id);
    }

    private Stored Get(long id) => _database.Read(s => Get(s, id));

    private static Stored Get(Statements s, long id) => s.First($"{Select} WHERE a.id = $1", ReadStored, id)!;

    private static Stored? Root(Statements s, PersonId person) => s.First($"{Select} WHERE a.person = $1 AND a.parent IS NULL", ReadStored, person.Value);

    private const string Select =
        "SELECT a.id, a.person, a.parent, a.label, a.request, a.state, COALESCE(a.engine_account, 0), a.refusal, a.created_at, a.welcomed_at, COALESCE(p.engine_account, 0) "
        + "FROM accounts a LEFT JOIN accounts p ON p.id = a.parent";

    private static Stored ReadStored(Row r) => new(
        r.Long(0), new(r.Long(1)), r.LongOrNull(2) is null, r.Text(3), r.Request(4), (AccountState)r.Byte(5), r.Int(6), (RejectCode)r.Int(7), r.Long(8),
        r.LongOrNull(9) is not null, r.Int(10));

    private sealed record Stored(
        long Id, PersonId Person, bool IsRoot, string Label, RequestKey Request, AccountState State, int Engine, RejectCode Refused, long CreatedAt,
        bool IsWelcomed, int ParentEngine)
    {
        public bool IsDone => State == AccountState.Refused || (State == AccountState.Active && IsWelcomed);

        public AccountInfo Info => new(Id, Engine, IsRoot, Label, State, Refused, CreatedAt);
    }
}
