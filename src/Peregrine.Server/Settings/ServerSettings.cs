using System.Globalization;
using System.Net;
using Peregrine.Gateway.Fapi;
using Peregrine.Gateway.Rates;
using Peregrine.History;
using Peregrine.Sandbox;
using Peregrine.Sequencer;

namespace Peregrine.Server.Settings;

/// <summary>What holds after everybody has spoken, in the shapes that the parts take.</summary>
internal sealed class ServerSettings
{
    private const long MiB = 1 << 20, GiB = 1 << 30;
    private readonly Dictionary<string, string> _values;

    public ServerSettings(Dictionary<string, string> values, string folder)
    {
        _values = values;
        Folder = Path.GetFullPath(Text(Options.Data), folder);
        if (!IPAddress.TryParse(Text(Options.Address), out IPAddress? address))
            throw new SettingsException($"{Options.Address.Name} is an IP address, not '{Text(Options.Address)}'.");
        Address = address;
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

    public int PasswordIterations => (int)Whole(Options.PasswordWork);

    public string Prices => Text(Options.Prices);

    public bool IsSandbox => Text(Options.Sandbox) == "on";

    public SandboxOptions Sandbox => new()
    {
        Scenario = Enum.Parse<Scenario>(Text(Options.SandboxScenario), ignoreCase: true),
        Speed = (int)Whole(Options.SandboxSpeed),
        Seed = (int)Whole(Options.SandboxSeed),
    };

    public IReadOnlyList<string> Origins => Text(Options.Origins).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

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

    public int SocketsPerAddress => (int)Whole(Options.AddressSockets);

    public FapiLimits Fapi => new()
    {
        WeightPerMinute = (int)Whole(Options.FapiWeight),
        OrdersPer10Seconds = (int)Whole(Options.FapiOrdersBrief),
        OrdersPerMinute = (int)Whole(Options.FapiOrders),
    };

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

    private string Text(Option option) => _values.GetValueOrDefault(option.Name, option.Default);

    private long Whole(Option option) => long.Parse(Text(option), NumberStyles.None, CultureInfo.InvariantCulture);

    private RateLimit Rate(Option option) => new((int)Whole(option), (int)(2 * Whole(option)));
}
