using Peregrine.Core;

namespace Peregrine.Server.Run;

/// <summary>An asset that a new venue takes as collateral, priced by sources: what of it counts (domain §6.5), how much of it anybody may bring, and its first price.</summary>
/// <param name="Name">As it is listed.</param>
/// <param name="InitPercent">Of its value that counts for new risk.</param>
/// <param name="MaintPercent">Of its value that counts against liquidation.</param>
/// <param name="AccountTokens">Tokens of one account that count.</param>
/// <param name="PlatformTokens">Tokens of all accounts that count.</param>
/// <param name="FirstDollars">The first price.</param>
internal sealed record FirstAsset(string Name, int InitPercent, int MaintPercent, long AccountTokens, long PlatformTokens, long FirstDollars)
{
    private const int Percent = 10_000_000;
    private const int Decimals = 8;
    private const long Token = 100_000_000;
    private const long SecondNs = 1_000_000_000;

    public static readonly IReadOnlyList<FirstAsset> All = [new("BTC", 90, 93, 50, 2_000, 60_000), new("ETH", 85, 90, 1_000, 40_000, 3_000)];

    public Command Listing() => Command.Of(new ListAsset
    {
        Symbol = Symbol.Parse(Name),
        Decimals = Decimals,
        InitWeightPpb = InitPercent * Percent,
        MaintWeightPpb = MaintPercent * Percent,
        AccountCap = AccountTokens * Token,
        PlatformCap = PlatformTokens * Token,
    });

    /// <summary>The group that gives it its sources.</summary>
    public static Command[] Sources(ushort asset) => FirstSources.Group(new SetPriceRules
    {
        Asset = asset,
        MaxAgeNs = 5 * SecondNs,
        MaxConfPpb = Percent / 2,
        MaxDevPpb = Percent * 3 / 2,
        JumpPpb = 5 * Percent,
        MinSources = FirstSources.Least,
    });
}
