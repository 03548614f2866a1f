using System.Net;
using System.Text;
using Peregrine.Identity.Accounts;
using Peregrine.Identity.Keys;
using Peregrine.Identity.People;

namespace Peregrine.Identity.Tests.World;

/// <summary>A registry over a folder of its own and a real engine. Opening it again is a restart; <see cref="CopyTo"/> is what a crash leaves.</summary>
internal sealed class Home : IDisposable
{
    public const string Email = "ada@example.org", Password = "correct horse battery";
    public static readonly IPAddress Address = IPAddress.Parse("203.0.113.7");
    public static readonly Caller Caller = new(Address, "tests");

    public static readonly IdentityOptions Quick = new() { VenueId = 7, PasswordIterations = 10, PasswordIterationsMin = 1, HashesAtOnce = 2 };

    private readonly IdentityOptions _options;
    private readonly IWelcome? _welcome;

    public Home(IdentityOptions? options = null, IWelcome? welcome = null, EnginePort? port = null, ManualTime? time = null, string? folder = null, PostBox? box = null)
    {
        (_options, _welcome, Port, Time, Box) = (options ?? Quick, welcome, port ?? new EnginePort(), time ?? new ManualTime(), box);
        Folder = folder ?? Directory.CreateTempSubdirectory("peregrine-identity-").FullName;
        Registry = Registry.Open(Folder, Port, _options, Time, _welcome, Box);
    }

    public string Folder { get; }

    public EnginePort Port { get; }

    public ManualTime Time { get; }

    /// <summary>Where letters go; none where there is no mail.</summary>
    public PostBox? Box { get; }

    public Registry Registry { get; private set; }

    public string FilePath => Path.Combine(Folder, Registry.FileName);

    public void Restart(IdentityOptions? options = null)
    {
        Registry.Dispose();
        Registry = Registry.Open(Folder, Port, options ?? _options, Time, _welcome, Box);
    }

    public async Task<SignedIn> Join(string email = Email, string password = Password, Caller? caller = null)
    {
        Assert.Null(await Registry.People.SignUp(email, password, caller ?? Caller));
        return (await Registry.People.SignIn(email, password, caller ?? Caller)).Value!;
    }

    public async Task<(NewApiKey Key, byte[] Secret)> NewKey(SignedIn owner, KeyTerms? terms = null)
    {
        Result<NewApiKey> key = await Registry.Keys.CreateHmac(owner.Person.Id, owner.Account, terms ?? Terms(), Caller);
        Assert.True(key.IsOk, key.Refusal?.Text);
        return (key.Value, Encoding.ASCII.GetBytes(key.Value.Secret!));
    }

    public static KeyTerms Terms(Scopes scopes = Scopes.Read | Scopes.Trade) => new() { Label = "bot", Scopes = scopes };

    /// <summary>The files as they lie on the disk now, in another folder; SQLite's index of its log is memory and goes with the process.</summary>
    public void CopyTo(string folder, long? logBytes = null)
    {
        Directory.CreateDirectory(folder);
        foreach (string path in Directory.EnumerateFiles(Folder).Where(static p => !p.EndsWith("-shm", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder, Path.GetFileName(path));
            File.Copy(path, copy, overwrite: true);
            if (logBytes is { } length && path.EndsWith("-wal", StringComparison.Ordinal))
            {
                using FileStream log = new(copy, FileMode.Open, FileAccess.Write);
                log.SetLength(Math.Min(length, log.Length));
            }
        }
    }

    public void Dispose()
    {
        Registry.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
