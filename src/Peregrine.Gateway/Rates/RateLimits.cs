namespace Peregrine.Gateway.Rates;

/// <summary>How fast one bucket fills, and how much it holds.</summary>
/// <param name="PerSecond">Requests a second in the long run.</param>
/// <param name="Burst">Requests at once after a pause.</param>
public readonly record struct RateLimit(int PerSecond, int Burst);

/// <summary>The buckets of each class, for an account and for an address. An address may have many accounts behind it.</summary>
public sealed record RateLimits
{
    public RateLimit AccountExits { get; init; } = new(400, 800);

    public RateLimit AccountOrders { get; init; } = new(200, 400);

    public RateLimit AccountReads { get; init; } = new(100, 300);

    public RateLimit AddressExits { get; init; } = new(4_000, 8_000);

    public RateLimit AddressOrders { get; init; } = new(2_000, 4_000);

    public RateLimit AddressReads { get; init; } = new(500, 1_500);

    public RateLimit AddressAuth { get; init; } = new(2, 30);

    public RateLimit VenueOrders { get; init; } = new(100_000, 200_000);

    public RateLimit VenueReads { get; init; } = new(50_000, 100_000);

    public RateLimit VenueAuth { get; init; } = new(200, 400);

    /// <summary>How much of its account's buckets one key may use.</summary>
    public int KeyPercent { get; init; } = 100;

    /// <summary>How much larger the buckets of the venue's own people are.</summary>
    public int StaffTimes { get; init; } = 4;

    internal RateLimit Of(LimitClass limitClass, LimitScope scope) => scope switch
    {
        LimitScope.Account => OfAccount(limitClass),
        LimitScope.Address => OfAddress(limitClass),
        LimitScope.Key => Share(OfAccount(limitClass)),
        LimitScope.Venue => OfVenue(limitClass),
    };

    private RateLimit OfAccount(LimitClass limitClass) => limitClass switch
    {
        LimitClass.Exits => AccountExits,
        LimitClass.Orders => AccountOrders,
        LimitClass.Reads => AccountReads,
        LimitClass.Auth or LimitClass.Free => Unlimited,
    };

    private RateLimit OfAddress(LimitClass limitClass) => limitClass switch
    {
        LimitClass.Exits => AddressExits,
        LimitClass.Orders => AddressOrders,
        LimitClass.Reads => AddressReads,
        LimitClass.Auth => AddressAuth,
        LimitClass.Free => Unlimited,
    };

    private RateLimit OfVenue(LimitClass limitClass) => limitClass switch
    {
        LimitClass.Orders => VenueOrders,
        LimitClass.Reads => VenueReads,
        LimitClass.Auth => VenueAuth,
        LimitClass.Exits or LimitClass.Free => Unlimited,
    };

    private RateLimit Share(RateLimit whole) =>
        new((int)Math.Max(1, (long)whole.PerSecond * KeyPercent / 100), (int)Math.Max(1, (long)whole.Burst * KeyPercent / 100));

    private static RateLimit Unlimited => new(int.MaxValue, int.MaxValue);
}
