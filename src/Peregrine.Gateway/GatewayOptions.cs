using Peregrine.Gateway.Fapi;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway;

/// <summary>What a venue may set about its face.</summary>
public sealed record GatewayOptions
{
    /// <summary>What this program calls itself in its status.</summary>
    public required string Version { get; init; }

    /// <summary>Paper money can be had for the asking; nothing here is worth anything.</summary>
    public bool IsPaper { get; init; }

    /// <summary>Who makes the prices, in a word that everybody may read.</summary>
    public required string Prices { get; init; }

    /// <summary>What in this venue is made up.</summary>
    public Simulation Simulation { get; init; } = Simulation.None;

    /// <summary>Sites whose scripts may call us from a browser.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Proxies that are believed when they say whom they ask for.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Of the net taker fee, to whoever brought the account; in parts per billion.</summary>
    public int ReferralSharePpb { get; init; } = 100_000_000;

    /// <summary>Of the taker fee, saved by an account that somebody brought; in parts per billion.</summary>
    public int ReferralDiscountPpb { get; init; } = 40_000_000;

    /// <summary>How a new venue gets its first operator; none where nobody may claim to be one.</summary>
    public Admin.FirstRoles? FirstRoles { get; init; }

    /// <summary>Providers that the venue plays itself; none where it plays none.</summary>
    public IPlayedProviders? PlayedProviders { get; init; }

    public RateLimits Limits { get; init; } = new();

    /// <summary>WebSockets that one address, or one network of IPv6, may have open.</summary>
    public int SocketsPerAddress { get; init; } = 2000;

    /// <summary>How much may be asked in the dialect of `/fapi`.</summary>
    public FapiLimits Fapi { get; init; } = new();

    /// <summary>How much of what accounts were told is kept for who comes back.</summary>
    public AccountLimits Accounts { get; init; } = new();

    /// <summary>Where that lies over a restart; none: nobody resumes over one.</summary>
    public NewsPlace? News { get; init; }

    /// <summary>Where the lines of the request log go; none when nowhere.</summary>
    public TextWriter? RequestLog { get; init; }

    /// <summary>Is told of what broke while nobody asked and may be whole again when somebody does; none when nobody.</summary>
    public Action<string>? OnTrouble { get; init; }
}
