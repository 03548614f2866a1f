using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Core;
using Peregrine.Identity.Accounts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Keys;

/// <summary>Makes, changes and revokes API keys: a row that says what is wanted, the engine's word, a row that says what is.</summary>
/// <remarks>
/// What tightens holds here from the moment it is written down, and in the engine a moment later; what loosens holds here when the engine has heard of it, which then waits
/// its own day. A revoked key opens nothing from the moment it is written down; its sockets are closed when the engine has said yes. Those of a key that is to do less are
/// closed as that is written down: they were opened as what it was.
/// </remarks>
public sealed class ApiKeyDesk : IDisposable
{
    /// <summary>As many as the engine keeps for one account.</summary>
    public const int PerAccountMax = 64;

    private const string Purpose = "api-secret";
    private const int SecretBytes = 32;

    private readonly Database _database;
    private readonly AuditTrail _audit;
    private readonly SecretBox _box;
    private readonly EngineLink _engine;
    private readonly AccountDesk _accounts;
    private readonly ApiKeyTable _table;
    private readonly LetterDesk _letters;
    private readonly TimeProvider _time;
    // One word with the engine at a time: an older change must not reach it behind a newer one.
    private readonly SemaphoreSlim _one = new(1);

    internal ApiKeyDesk(Database database, AuditTrail audit, SecretBox box, EngineLink engine, AccountDesk accounts, ApiKeyTable table, LetterDesk letters, TimeProvider time)
    {
        (_database, _audit, _box, _engine, _accounts, _table, _letters, _time) = (database, audit, box, engine, accounts, table, letters, time);
        foreach (StoredKey key in database.Read(s => s.Rows($"{StoredKey.Select} WHERE k.state IN (2, 3)", StoredKey.Read))) Publish(key);
    }

    /// <summary>The engine has taken a key away, or it is to do less from now on, by its number: whoever holds its sockets closes them.</summary>
    public Action<int>? OnEnded { get; set; }

    /// <summary>A key that signs with a secret of ours. The secret is told once.</summary>
    public ValueTask<Result<NewApiKey>> CreateHmac(PersonId owner, int account, KeyTerms terms, Caller caller)
    {
        Span<byte> random = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(random);
        string secret = Base64Url.EncodeToString(random);
        return Create(owner, account, KeyKind.HmacSha256, Encoding.ASCII.GetBytes(secret), secret, terms, caller);
    }

    /// <summary>A key whose secret we never see.</summary>
    public ValueTask<Result<NewApiKey>> CreateEd25519(PersonId owner, int account, ReadOnlyMemory<byte> publicKey, KeyTerms terms, Caller caller)
    {
        if (!Ed25519Key.IsAvailable) return new(new Refusal(IdentityCode.NotNow, "This venue runs without OpenSSL 3 and takes no Ed25519 keys."));
        if (!Ed25519Key.IsFit(publicKey.Span))
            return new(Refusal.BadField("publicKey", "An Ed25519 public key has 32 bytes, and is not one of the few for which anybody can sign."));
        return Create(owner, account, KeyKind.Ed25519, publicKey.ToArray(), secret: null, terms, caller);
    }

    /// <summary>Gives a key other terms. <see cref="NewApiKey.Secret"/> stays what it was.</summary>
    public async ValueTask<Result<ApiKeyInfo>> Change(PersonId owner, Id128 name, KeyTerms terms, Caller caller)
    {
        if (terms.Complaint(_time.NowMs()) is { } complaint) return complaint;
        var (key, isTaken) = _database.Write(s =>
        {
            StoredKey? now = Owned(s, owner, name);
            if (now is not { State: KeyState.Active }) return (now, false);
            s.Run("UPDATE api_keys SET state = 3, wanted = $2, refusal = 0 WHERE id = $1", now.Row, TermsText.Write(terms));
            _audit.Add(s, Act.KeyChangeAsked, owner, owner, caller, name.ToString(), terms.Scopes.ToString());
            return (Get(s, now.Row), true);
        });
        if (key is null) return Unknown();
        if (!isTaken) return new Refusal(IdentityCode.NotNow, $"The key is {key.State.ToString().ToLowerInvariant()}, and cannot be changed.");
        Publish(key);
        if (key.IsNarrowing) OnEnded?.Invoke(key.Key);
        EngineWord word = await Advance(key.Row);
        StoredKey after = _database.Read(s => Get(s, key.Row));
        return word.Says == EngineSays.Yes ? after.Info : word.Refusal;
    }

    /// <summary>Takes a key away for ever.</summary>
    public async ValueTask<Refusal?> Revoke(PersonId owner, Id128 name, Caller caller)
    {
        StoredKey? key = _database.Write(s =>
        {
            StoredKey? now = Owned(s, owner, name);
            if (now is null or { State: KeyState.Refused or KeyState.Revoked or KeyState.Revoking }) return now;
            s.Run("UPDATE api_keys SET state = 4, wanted = NULL WHERE id = $1", now.Row);
            _audit.Add(s, Act.KeyRevokeAsked, owner, owner, caller, name.ToString());
            return Get(s, now.Row);
        });
        if (key is null) return Unknown();
        if (key.State != KeyState.Revoking) return null;
        _table.Remove(name);
        EngineWord word = await Advance(key.Row);
        // A key that the engine never made is as gone as one that it took away.
        return word.Says == EngineSays.Yes || _database.Read(s => Get(s, key.Row)).State == KeyState.Refused ? null : word.Refusal;
    }

    /// <summary>Takes every key of a person away for ever: he lost hold of his account, and whoever was in it may have made them, or read their secrets as they were made.</summary>
    internal async ValueTask RevokeAll(PersonId owner, Caller caller)
    {
        _database.Write(s => WantNone(s, owner, caller));
        List<Id128> going = _database.Read(s => s.Rows($"{StoredKey.Select} WHERE a.person = $1 AND k.state = 4", StoredKey.Read, owner.Value).ConvertAll(static k => k.Name));
        foreach (Id128 name in going) _table.Remove(name);
        // What the engine has no time for it is told again, as after every wish.
        await Resume();
    }

    /// <summary>Writes down that all of them are to go, in the transaction of what it follows from.</summary>
    internal void WantNone(Statements s, PersonId owner, Caller caller)
    {
        foreach (StoredKey key in s.Rows($"{StoredKey.Select} WHERE a.person = $1 AND k.state IN (1, 2, 3)", StoredKey.Read, owner.Value))
        {
            s.Run("UPDATE api_keys SET state = 4, wanted = NULL WHERE id = $1", key.Row);
            _audit.Add(s, Act.KeyRevokeAsked, owner, owner, caller, key.Name.ToString());
        }
    }

    /// <summary>The keys of one of the owner's accounts; those that are gone as well.</summary>
    public IReadOnlyList<ApiKeyInfo> Of(PersonId owner, int account)
    {
        const string Owned = $"{StoredKey.Select} WHERE a.person = $1 AND a.engine_account = $2 ORDER BY k.id";
        return [.. _database.Read(s => s.Rows(Owned, StoredKey.Read, owner.Value, account)).Select(static k => k.Info)];
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Takes up every row that is not finished, oldest first, until the engine has no time; says how many are left.</summary>
    internal async ValueTask<int> Resume()
    {
        List<StoredKey> unfinished = _database.Read(s => s.Rows($"{StoredKey.Select} WHERE k.state IN (1, 3, 4) ORDER BY k.id", StoredKey.Read));
        int left = unfinished.Count;
        foreach (StoredKey key in unfinished)
        {
            EngineWord word = await Advance(key.Row);
            if (word.Says == EngineSays.AskAgain) return left;
            left--;
        }
        return left;
    }

    private async ValueTask<Result<NewApiKey>> Create(PersonId owner, int account, KeyKind kind, byte[] material, string? secret, KeyTerms terms, Caller caller)
    {
        if (terms.Complaint(_time.NowMs()) is { } complaint) return complaint;
        if (_accounts.OwnerOf(account) != owner) return new Refusal(IdentityCode.UnknownAccount, "There is no such account of yours.");
        long row = 0;
        Refusal? refusal = _database.Write(s => Want(s, owner, account, kind, material, terms, caller, out row));
        if (refusal is not null) return refusal;
        EngineWord word = await Advance(row);
        StoredKey key = _database.Read(s => Get(s, row));
        // A key that is only written down has its secret told as well: it will be made, and nobody could tell it later.
        return word.Says == EngineSays.No ? word.Refusal : new NewApiKey(key.Info, secret);
    }

    private Refusal? Want(Statements s, PersonId owner, int account, KeyKind kind, byte[] material, KeyTerms terms, Caller caller, out long row)
    {
        row = 0;
        long accountRow = AccountDesk.RowOf(s, owner, account);
        long keys = s.Number("SELECT COUNT(*) FROM api_keys WHERE account = $1 AND state < 5", accountRow);
        if (keys >= PerAccountMax) return new Refusal(IdentityCode.TooManyKeys, $"An account has at most {PerAccountMax} keys.");
        Id128 name = Id128.Random();
        byte[] nameBytes = name.ToBytes();
        byte[] kept = kind == KeyKind.HmacSha256 ? _box.Seal(Purpose, nameBytes, material) : material;
        row = s.Insert(
            "INSERT INTO api_keys (name, account, kind, material, terms, request, state, created_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
            nameBytes, accountRow, (int)kind, kept, TermsText.Write(terms), RandomNumberGenerator.GetBytes(Id128.Bytes), _time.NowMs());
        _audit.Add(s, Act.KeyAsked, owner, owner, caller, name.ToString(), $"account {account}, {kind}, {terms.Scopes}");
        return null;
    }

    /// <summary>Brings one row a step further, or to its end.</summary>
    private async ValueTask<EngineWord> Advance(long row)
    {
        await _one.WaitAsync();
        try
        {
            StoredKey key = _database.Read(s => Get(s, row));
            // A key whose making was cut short has a number in the engine, perhaps; only making it again tells.
            if (key.State == KeyState.Pending || key is { State: KeyState.Revoking, Key: 0 })
            {
                EngineWord made = await _engine.Ask(new SetKey { Limits = key.Terms.EngineLimits(), Request = key.Request }, key.Account);
                if (made.Says == EngineSays.AskAgain) return made;
                key = Settle(key, made, made.Says == EngineSays.Yes ? Make : Refuse);
                if (key.State != KeyState.Revoking) return made;
            }
            return key switch
            {
                { State: KeyState.Changing, Wanted: { } wanted } => await Finish(key, new SetKey { KeyId = key.Key, Limits = wanted.EngineLimits() }, Replace),
                { State: KeyState.Revoking } => await Finish(key, new SetKey { KeyId = key.Key, Revoke = 1 }, End),
                _ => new EngineWord(EngineSays.Yes, RejectCode.None, key.Key),
            };
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask<EngineWord> Finish(StoredKey key, SetKey command, Action<Statements, StoredKey, EngineWord> onYes)
    {
        EngineWord word = await _engine.Ask(command, key.Account);
        if (word.Says == EngineSays.AskAgain) return word;
        // The engine does not know the key any more: somebody took it away there, and it is gone here too.
        bool isGone = word.Code == RejectCode.UnknownKey;
        StoredKey after = Settle(key, word, isGone ? End : word.Says == EngineSays.Yes ? onYes : Keep);
        if (after.State == KeyState.Revoked) OnEnded?.Invoke(after.Key);
        return isGone && command.Revoke != 0 ? word with { Says = EngineSays.Yes } : word;
    }

    private StoredKey Settle(StoredKey key, EngineWord word, Action<Statements, StoredKey, EngineWord> how)
    {
        StoredKey after = _database.Write(s =>
        {
            how(s, key, word);
            return Get(s, key.Row);
        });
        Publish(after);
        return after;
    }

    private void Make(Statements s, StoredKey key, EngineWord word)
    {
        // Revoked in the meantime: it gets its number, and stays on its way out.
        s.Run("UPDATE api_keys SET engine_key = $2, state = CASE state WHEN 1 THEN 2 ELSE state END WHERE id = $1", key.Row, word.Id);
        _audit.Add(s, Act.KeyMade, PersonId.Venue, key.Owner, caller: null, key.Name.ToString(), $"key {word.Id}");
        TellOfWithdraw(s, key, Scopes.None, key.Terms);
    }

    private void Refuse(Statements s, StoredKey key, EngineWord word)
    {
        s.Run("UPDATE api_keys SET state = 5, refusal = $2, ended_at = $3 WHERE id = $1", key.Row, (int)word.Code, _time.NowMs());
        _audit.Add(s, Act.KeyRefused, PersonId.Venue, key.Owner, caller: null, key.Name.ToString(), word.Code.ToString());
    }

    private void Replace(Statements s, StoredKey key, EngineWord word)
    {
        s.Run("UPDATE api_keys SET terms = wanted, wanted = NULL, state = 2 WHERE id = $1 AND state = 3", key.Row);
        _audit.Add(s, Act.KeyChanged, PersonId.Venue, key.Owner, caller: null, key.Name.ToString());
        TellOfWithdraw(s, key, key.Terms.Scopes, key.Wanted!);
    }

    // From here on money can leave by the key alone, without anybody being asked for a second factor.
    private void TellOfWithdraw(Statements s, StoredKey key, Scopes before, KeyTerms now)
    {
        if ((now.Scopes & ~before & Scopes.Withdraw) == 0) return;
        _letters.Tell(s, key.Owner, (letters, to) => letters.WithdrawKey(to, now.Label, key.Name.ToString()));
    }

    private void Keep(Statements s, StoredKey key, EngineWord word)
    {
        s.Run("UPDATE api_keys SET wanted = NULL, state = 2, refusal = $2 WHERE id = $1 AND state = 3", key.Row, (int)word.Code);
        _audit.Add(s, Act.KeyChangeRefused, PersonId.Venue, key.Owner, caller: null, key.Name.ToString(), word.Code.ToString());
    }

    private void End(Statements s, StoredKey key, EngineWord word)
    {
        s.Run("UPDATE api_keys SET state = 6, wanted = NULL, ended_at = $2 WHERE id = $1", key.Row, _time.NowMs());
        _audit.Add(s, Act.KeyRevoked, PersonId.Venue, key.Owner, caller: null, key.Name.ToString(), $"key {key.Key}");
    }

    private void Publish(StoredKey key)
    {
        if (key.State is not (KeyState.Active or KeyState.Changing))
        {
            _table.Remove(key.Name);
            return;
        }
        byte[]? secret = key.Kind == KeyKind.HmacSha256 ? _box.Open(Purpose, key.Name.ToBytes(), key.Material) : null;
        _table.Set(key.Name, key.ToEntry(secret));
    }

    private static Refusal Unknown() => new(IdentityCode.UnknownKey, "There is no such key of yours.");

    private static StoredKey Get(Statements s, long row) => s.First($"{StoredKey.Select} WHERE k.id = $1", StoredKey.Read, row)!;

    private static StoredKey? Owned(Statements s, PersonId owner, Id128 name) =>
        s.First($"{StoredKey.Select} WHERE k.name = $1 AND a.person = $2", StoredKey.Read, name.ToBytes(), owner.Value);
}
