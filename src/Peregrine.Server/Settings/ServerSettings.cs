using System.Globalization;
using System.Net;
using Peregrine.Core;
using Peregrine.Gateway.Fapi;
using Peregrine.Gateway.Rates;
using Peregrine.History;
using Peregrine.Identity.Keys;
using Peregrine.Identity.Mail;
using Peregrine.Identity.People;
using Peregrine.Identity.Providers;
using Peregrine.Identity.Sessions;
using Peregrine.MarketData.Accounts;
using Peregrine.Sandbox;
using Peregrine.Sequencer;
using Peregrine.Server.Run;

namespace Peregrine.Server.Settings;

/// <summary>What holds after everybody has spoken, in the shapes that the parts take.</summary>
internal sealed class ServerSettings
{
    private const int KiB = 1 << 10;
    private const long MiB = 1 << 20, GiB = 1 << 30;
    private readonly Dictionary<string, string> _values;
    private readonly string _from;

    public ServerSettings(Dictionary<string, string> values, string folder)
    {
        (_values, _from) = (values, folder);
        Folder = Path.GetFullPath(Text(Options.Data), folder);
        if (!IPAddress.TryParse(Text(Options.Address), out IPAddress? address))
            throw new SettingsException($"{Options.Address.Name} is an IP address, not '{Text(Options.Address)}'.");
        Address = address;
        PublicUrl = ReadPublicUrl();
        TrustedProxies = [.. Text(Options.TrustedProxies).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadNetwork)];
        Smtp = ReadSmtp();
        Providers = [.. ReadProviders()];
        if (!int.IsPow2((int)Whole(Options.RingCommands))) throw new SettingsException($"{Options.RingCommands.Name} is a power of two, not {Whole(Options.RingCommands)}.");
    }

    public string Folder { get; }

    public IPAddress Address { get; }

    public int Port => (int)Whole(Options.Port);

    public long Connections => Whole(Options.Connections);

    public long Sockets => Whole(Options.Sockets);

    public bool IsPaper => Text(Options.Paper) == "true";

    public long PaperMicros => Whole(Options.PaperAmount) * 1_000_000;

    public bool LogsRequests => Text(Options.RequestLog) == "on";

    public TimeSpan TokenLife => TimeSpan.FromSeconds(Whole(Options.TokenLife));

    public int SignUpsFree => (int)Whole(Options.SignUps);

    public int PasswordIterations => (int)Whole(Options.PasswordWork);

    public TimeSpan AddressDelay => TimeSpan.FromHours(Whole(Options.AddressDelay));

    public TimeSpan FactorResetDelay => TimeSpan.FromHours(Whole(Options.FactorResetDelay));

    public Micros DayLimit => new(Whole(Options.DayLimit) * 1_000_000);

    public string Prices => Text(Options.Prices);

    public bool IsSandbox => Text(Options.Sandbox) == "on";

    public SandboxOptions Sandbox => new()
    {
        Scenario = Enum.Parse<Scenario>(Text(Options.SandboxScenario), ignoreCase: true),
        Speed = (int)Whole(Options.SandboxSpeed),
        Seed = (int)Whole(Options.SandboxSeed),
    };

    public IReadOnlyList<string> Origins => Text(Options.Origins).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Who is believed when he says whom he asks for.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; }

    /// <summary>Where people find the venue; none where it was not said.</summary>
    public Uri? PublicUrl { get; }

    /// <summary>The mail host; none where there is none.</summary>
    public SmtpOptions? Smtp { get; }

    /// <summary>At which providers people may sign in.</summary>
    public IReadOnlyList<ProviderOptions> Providers { get; }

    public RateLimits Limits => new()
    {
        AccountOrders = Rate(Options.AccountOrders),
        AccountExits = Rate(Options.AccountExits),
        AccountReads = Rate(Options.AccountReads),
        AddressOrders = Rate(Options.AddressOrders),
        AddressExits = Rate(Options.AddressExits),
        AddressReads = Rate(Options.AddressReads),
        VenueOrders = Rate(Options.VenueOrders),
        VenueReads = Rate(Options.VenueReads),
        VenueAuth = Rate(Options.VenueAuth),
        KeyPercent = (int)Whole(Options.KeyShare),
        StaffTimes = (int)Whole(Options.StaffTimes),
        AddressAuth = Rate(Options.AddressAuth) with { Burst = (int)Math.Min(int.MaxValue, 15 * Whole(Options.AddressAuth)) },
    };

    public AccountLimits Accounts => new(LogBytes: Whole(Options.AccountNews) * MiB, SequenceBytes: (int)Whole(Options.AccountNewsShare) * KiB);

    public int SocketsPerAddress => (int)Whole(Options.AddressSockets);

    public FapiLimits Fapi => new()
    {
        WeightPerMinute = (int)Whole(Options.FapiWeight),
        OrdersPer10Seconds = (int)Whole(Options.FapiOrdersBrief),
        OrdersPerMinute = (int)Whole(Options.FapiOrders),
    };

    public ExplainLimits Explain => new(TimeSpan.FromSeconds(Whole(Options.ExplainSeconds)), Whole(Options.ExplainMemory) * MiB);

    public Retention Retention => new((int)Whole(Options.HistoryTrades), (int)Whole(Options.HistoryPrices), MinuteCandles: (int)Whole(Options.HistoryMinutes));

    public SequencerOptions Sequencer
    {
        get
        {
            var plain = new SequencerOptions();
            return plain with
            {
                RingCommands = (int)Whole(Options.RingCommands),
                Journal = plain.Journal with { SegmentBytes = Whole(Options.JournalSegment) * MiB },
                Snapshots = plain.Snapshots with { EveryCommands = Whole(Options.SnapshotCommands) },
                Events = plain.Events with
                {
                    KeepFor = TimeSpan.FromDays(Whole(Options.EventsKeep)),
                    KeepBytes = Whole(Options.EventsBytes) * GiB,
                    BytesMax = Math.Max(plain.Events.BytesMax, Whole(Options.EventsBytes) * GiB),
                },
            };
        }
    }

    private static IPNetwork ReadNetwork(string text) => KeyTerms.TryParseNetwork(text, out IPNetwork network)
        ? network
        : throw new SettingsException($"{Options.TrustedProxies.Name} lists IP addresses and networks such as 10.1.0.0/16, not '{text}'.");

    private Uri? ReadPublicUrl()
    {
        string text = Text(Options.PublicUrl);
        if (text.Length == 0) return null;
        bool good = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0;
        return good ? url : throw new SettingsException($"{Options.PublicUrl.Name} is http or https, a host and perhaps a port, and nothing behind them; not '{text}'.");
    }

    private SmtpOptions? ReadSmtp()
    {
        if (Text(Options.SmtpHost).Length == 0) return null;
        if (!EmailAddress.TryParse(Text(Options.MailFrom), out EmailAddress from)) throw new SettingsException($"{Options.MailFrom.Name} is the e-mail address that letters come from, not '{Text(Options.MailFrom)}'.");
        return new SmtpOptions
        {
            Host = Text(Options.SmtpHost),
            Port = (int)Whole(Options.SmtpPort),
            Security = Enum.Parse<SmtpSecurity>(Text(Options.SmtpSecurity), ignoreCase: true),
            From = from.Text,
            User = Text(Options.SmtpUser) is { Length: > 0 } user ? user : null,
            Password = Secret(Options.SmtpPassword, Options.SmtpPasswordFile),
        };
    }

    private IEnumerable<ProviderOptions> ReadProviders()
    {
        if (Text(Options.GoogleId) is { Length: > 0 } google)
        {
            yield return new ProviderOptions
            {
                Method = SignInMethod.Google,
                ClientId = google,
                ClientSecret = Secret(Options.GoogleSecret, Options.GoogleSecretFile),
                AuthorizeUrl = Endpoint(Options.GoogleAuthorize),
                TokenUrl = Endpoint(Options.GoogleToken),
                FactsUrl = Endpoint(Options.GoogleKeys),
                Issuer = Text(Options.GoogleIssuer),
            };
        }
        if (Text(Options.GitHubId) is { Length: > 0 } github)
        {
            yield return new ProviderOptions
            {
                Method = SignInMethod.GitHub,
                ClientId = github,
                ClientSecret = Secret(Options.GitHubSecret, Options.GitHubSecretFile),
                AuthorizeUrl = Endpoint(Options.GitHubAuthorize),
                TokenUrl = Endpoint(Options.GitHubToken),
                FactsUrl = Endpoint(Options.GitHubApi),
            };
        }
    }

    // Secrets and codes go there, so nobody on the way may read them; on this machine nobody is on the way.
    private Uri Endpoint(Option option)
    {
        bool good = Uri.TryCreate(Text(option), UriKind.Absolute, out Uri? url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));
        return good ? url! : throw new SettingsException($"{option.Name} is an address that begins with https (or is on this machine), not '{Text(option)}'.");
    }

    private string Secret(Option option, Option file)
    {
        string path = Text(file);
        if (path.Length == 0) return Text(option);
        try
        {
            return File.ReadAllText(Path.GetFullPath(path, _from)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file.Name}: {e.Message}", e);
        }
    }

    private string Text(Option option) => _values.GetValueOrDefault(option.Name, option.Default);

    private long Whole(Option option) => long.Parse(Text(option), NumberStyles.None, CultureInfo.InvariantCulture);

    private RateLimit Rate(Option option) => new((int)Whole(option), (int)(2 * Whole(option)));
}
