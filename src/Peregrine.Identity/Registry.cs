using Peregrine.Core;
using Peregrine.Identity.Accounts;
using Peregrine.Identity.Attempts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Links;
using Peregrine.Identity.Mail;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.Providers;
using Peregrine.Identity.Roles;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Secrets;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Settings;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity;

/// <summary>Everything the venue knows about people, put together over one file and one port to the engine.</summary>
public sealed class Registry : IDisposable
{
    public const string FileName = "identity.db";
    public const string KeyFileName = "identity.key";

    private const string ProofPurpose = "proof";

    private readonly Database _database;
    private readonly PasswordHasher _hasher;
    private readonly HashGate _gate;
    private readonly AttemptCounter _attempts;
    private readonly TicketOffice _tickets;
    private readonly ApiKeyTable _table = new();

    private Registry(Database database, SecretBox box, ICommandPort port, IdentityOptions options, TimeProvider time, IWelcome? welcome, IMailSender? sender)
    {
        _database = database;
        _gate = new HashGate(options.HashesAtOnce, options.HashesWaiting);
        _attempts = new AttemptCounter(time, box.Subkey("attempts"), options.SignUpsFree);
        var engine = new EngineLink(port);
        var ended = new EndedSessions(time, options.AccessTokenLife + 2 * options.ClockSkew);
        Audit = new AuditTrail(database, time);
        Tokens = new AccessTokens(new SigningKeys(database, Audit, box, options, time), ended, options, time);
        Sessions = new SessionDesk(database, Audit, box, Tokens, ended, options, time);
        Accounts = new AccountDesk(database, Audit, engine, welcome, time);
        _tickets = new TicketOffice(box, time);
        Mailbox = options.HasMailbox ? new Mailbox(database, box, time) : null;
        Mail = new MailDesk(database, box, sender ?? Mailbox, time);
        var texts = new Letters(options.ServiceName, Site);
        var letters = new LetterDesk(Mail, texts);
        var standing = new StandingLinks(options, time);
        FreshSignIns = new FreshSignIns(Audit, options, time);
        SecondFactors = new SecondFactorDesk(database, Audit, _attempts, _tickets, letters, Sessions, standing, FreshSignIns, box, options, time);
        var wayBack = new WayBack(Audit, _tickets, letters, standing, options, time);
        FactorResets = new FactorResetDesk(database, Audit, _tickets, letters, Sessions, wayBack, options, time);
        Entrance = new Entrance(Sessions, Accounts, _tickets, SecondFactors, Audit, options);
        _hasher = new PasswordHasher(options.PasswordIterations);
        Keys = new ApiKeyDesk(database, Audit, box, engine, Accounts, _table, letters, time);
        Emails = new EmailDesk(database, Audit, _attempts, _tickets, Mail, texts, _hasher, _gate, Sessions, Keys, wayBack, options, time);
        People = new PeopleDesk(database, Audit, _attempts, _hasher, _gate, Sessions, Accounts, Entrance, SecondFactors, FreshSignIns, Emails, letters, time);
        Links = new LinkDesk(database, Audit, _attempts, Entrance, Emails, letters, Accounts, Sessions, SecondFactors, standing, FreshSignIns, time);
        var walletTexts = new WalletTexts(database, _tickets, Site, options, time);
        Wallets = new WalletDesk(walletTexts, Links, options);
        Providers = new ProviderDesk(database, _tickets, Links, standing, FreshSignIns, Site, options, time);
        Payouts = new PayoutDesk(database, Audit, letters, options, time);
        WalletFactor = new WalletFactor(database, Audit, walletTexts, SecondFactors, standing, FreshSignIns, Payouts, options);
        Settings = new SettingDesk(database, time);
        Roles = new RoleBook(database, People);
        Requests = new RequestVerifier(_table, time);
    }

    public PeopleDesk People { get; }

    /// <summary>Where people find the venue; whoever opens its doors says so.</summary>
    public Site Site { get; } = new();

    public MailDesk Mail { get; }

    /// <summary>Of a sandbox; none elsewhere.</summary>
    public Mailbox? Mailbox { get; }

    public EmailDesk Emails { get; }

    public LinkDesk Links { get; }

    public WalletDesk Wallets { get; }

    public ProviderDesk Providers { get; }

    public PayoutDesk Payouts { get; }

    public SettingDesk Settings { get; }

    public SecondFactorDesk SecondFactors { get; }

    public WalletFactor WalletFactor { get; }

    public FactorResetDesk FactorResets { get; }

    public Entrance Entrance { get; }

    public RoleBook Roles { get; }

    public SessionDesk Sessions { get; }

    public AccessTokens Tokens { get; }

    public AccountDesk Accounts { get; }

    public ApiKeyDesk Keys { get; }

    public RequestVerifier Requests { get; }

    public AuditTrail Audit { get; }

    internal FreshSignIns FreshSignIns { get; }

    internal Database Database => _database;

    internal PasswordHasher Hasher => _hasher;

    /// <summary>Opens the folder's file, making it and its key when both are missing. Sends nothing: <see cref="Resume"/> does, when the engine listens.</summary>
    /// <exception cref="StorageException">The file or its key cannot be used; the sentence says why and what to do.</exception>
    public static Registry Open(string folder, ICommandPort port, IdentityOptions options, TimeProvider time, IWelcome? welcome = null, IMailSender? sender = null)
    {
        options.Validate();
        string path = Path.GetFullPath(folder);
        string keyPath = Path.Combine(path, KeyFileName), filePath = Path.Combine(path, FileName);
        // A new key beside an old file would open nothing in it, and hide that the old key is missing.
        if (!File.Exists(keyPath) && !File.Exists(filePath)) KeyFile.Create(keyPath);
        var box = new SecretBox(KeyFile.Read(keyPath));
        Database database = Database.Open(filePath);
        try
        {
            Belongs(database, box, options.VenueId);
            return new Registry(database, box, port, options, time, welcome, sender);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Tells the engine what it has not answered yet: at start, before the doors open, and now and then. Says how many wishes are left.</summary>
    public async ValueTask<int> Resume() => await Accounts.Resume() + await Keys.Resume();

    /// <summary>Writes down last uses, drops what counts no more and does what has waited long enough; once a minute is right.</summary>
    public void Tend()
    {
        _table.WriteUses(_database);
        _database.Write(s =>
        {
            Sessions.Tidy(s);
            _attempts.Tidy(s);
            _tickets.Tidy(s);
            Mailbox?.Tidy(s);
        });
        FactorResets.Finish();
        SecondFactors.Finish();
    }

    public void Dispose()
    {
        Keys.Dispose();
        Providers.Dispose();
        Mail.Dispose();
        _gate.Dispose();
        _database.Dispose();
    }

    // The first start writes whose file it is and something only its key opens; every other start compares.
    private static void Belongs(Database database, SecretBox box, ulong venueId)
    {
        byte[] venue = BitConverter.GetBytes(venueId);
        byte[]? proof = database.Read(static s => s.First("SELECT seal_proof FROM venue", static r => r.Blob(0)));
        if (proof is null)
        {
            database.Write(s => s.Run("INSERT INTO venue (one, venue_id, seal_proof) VALUES (1, $1, $2)", unchecked((long)venueId), box.Seal(ProofPurpose, venue, venue)));
            return;
        }
        ulong owner = unchecked((ulong)database.Read(static s => s.Number("SELECT venue_id FROM venue")));
        if (owner != venueId) throw new StorageException($"{database.Path} belongs to venue {owner}, and this is venue {venueId}: its accounts are not these.");
        try
        {
            box.Open(ProofPurpose, venue, proof);
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw new StorageException($"{KeyFileName} is not the key that {database.Path} was made with.", e);
        }
    }
}
