using Peregrine.Core;

namespace Peregrine.Identity;

/// <summary>What a venue may set about people and secrets. Every default stands here, with its unit in its name.</summary>
public sealed record IdentityOptions
{
    /// <summary>Which engine's account numbers these are: a file of one venue is refused by another.</summary>
    public required ulong VenueId { get; init; }

    /// <summary>Who issues the access tokens, and for whom.</summary>
    public string Issuer { get; init; } = "peregrine";

    public string Audience { get; init; } = "peregrine-api";

    /// <summary>Work for a password; a raise takes hold at each person's next sign-in.</summary>
    public int PasswordIterations { get; init; } = 220_000;

    /// <summary>Passwords that are hashed at once.</summary>
    public int HashesAtOnce { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Passwords that may wait to be hashed; the rest is told to come back.</summary>
    public int HashesWaiting { get; init; } = 64;

    /// <summary>So many people may sign up from one network address before each further one has to wait.</summary>
    public int SignUpsFree { get; init; } = 10;

    public TimeSpan AccessTokenLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A session ends when nothing was heard of it for so long.</summary>
    public TimeSpan SessionIdleMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A session ends after this, however busy it is.</summary>
    public TimeSpan SessionLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For so long a client whose answer was lost may ask again with the same refresh token.</summary>
    public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromSeconds(10);

    public int SessionsMax { get; init; } = 50;

    /// <summary>What authenticator apps and mails call the venue.</summary>
    public string ServiceName { get; init; } = "Peregrine";

    /// <summary>What wallets are told is the chain: mainnet, testnet, devnet or localnet.</summary>
    public string WalletChain { get; init; } = "mainnet";

    /// <summary>At which providers people may sign in.</summary>
    public IReadOnlyList<Providers.ProviderOptions> Providers { get; init; } = [];

    /// <summary>How long a provider may take to answer.</summary>
    public TimeSpan ProviderPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Nothing leaves to an address that is newer than this.</summary>
    public TimeSpan PayoutAddressDelay { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What of one person may leave in any 24 hours, in settle money; 0 for any amount.</summary>
    public Micros PayoutsPerDay { get; init; } = new(50_000_000_000);

    /// <summary>Letters go to a box of the venue's own, where a sandbox's people read them.</summary>
    public bool HasMailbox { get; init; }

    /// <summary>For so long somebody who came in the first way may show his second factor.</summary>
    public TimeSpan ChallengeLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For so long a session that has shown the second factor again may do what wants it.</summary>
    public TimeSpan StepUpLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For so long a lost second factor stays on after two of the venue let it go, so that its owner can say no.</summary>
    public TimeSpan FactorResetDelay { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After this a new key signs the access tokens.</summary>
    public TimeSpan SigningKeyLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How far the clocks of two of our machines may lie apart.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The work below which we do not hash; tests, whose passwords protect nothing, go below.</summary>
    internal int PasswordIterationsMin { get; init; } = 100_000;

    internal void Validate()
    {
        Require(VenueId != 0, nameof(VenueId), "is the number in the journal's header, and not 0");
        Require(IsPlain(Issuer), nameof(Issuer), "is 1 to 100 letters, digits and . : / - _");
        Require(IsPlain(Audience), nameof(Audience), "is 1 to 100 letters, digits and . : / - _");
        Require(PasswordIterations >= PasswordIterationsMin, nameof(PasswordIterations), $"is {PasswordIterationsMin} or more");
        Require(HashesAtOnce > 0, nameof(HashesAtOnce), "is 1 or more");
        Require(HashesWaiting >= 0, nameof(HashesWaiting), "is 0 or more");
        Require(AccessTokenLife >= TimeSpan.FromSeconds(10) && AccessTokenLife <= TimeSpan.FromHours(1), nameof(AccessTokenLife), "is from 10 s to 1 h");
        Require(SessionIdleMax > AccessTokenLife, nameof(SessionIdleMax), "is longer than an access token's life");
        Require(SessionLife >= SessionIdleMax, nameof(SessionLife), "is not shorter than the idle time");
        Require(RefreshGrace >= TimeSpan.Zero && RefreshGrace <= TimeSpan.FromMinutes(1), nameof(RefreshGrace), "is from 0 to 1 min");
        Require(SessionsMax is > 0 and <= 1000, nameof(SessionsMax), "is from 1 to 1000");
        Require(IsPlain(ServiceName), nameof(ServiceName), "is 1 to 100 letters, digits and . : / - _");
        Require(ChallengeLife > TimeSpan.Zero && ChallengeLife <= TimeSpan.FromHours(1), nameof(ChallengeLife), "is more than 0 and at most 1 h");
        Require(StepUpLife > TimeSpan.Zero && StepUpLife <= TimeSpan.FromHours(1), nameof(StepUpLife), "is more than 0 and at most 1 h");
        Require(SigningKeyLife > AccessTokenLife, nameof(SigningKeyLife), "is longer than an access token's life");
        Require(ClockSkew >= TimeSpan.Zero && ClockSkew <= TimeSpan.FromMinutes(1), nameof(ClockSkew), "is from 0 to 1 min");
    }

    // Such names are spelled the same in JSON, so that a claim can be compared as it stands.
    private static bool IsPlain(string name) => name.Length is > 0 and <= 100 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/' or '-' or '_');

    private static void Require(bool good, string option, string rule)
    {
        if (!good) throw new ArgumentException($"Identity option {option}: it {rule}.", option);
    }
}
