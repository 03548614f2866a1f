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

    internal RateLimit Of(LimitClass limitClass, bool isAccount) => limitClass switch
    {
        LimitClass.Exits => isAccount ? AccountExits : AddressExits,
        LimitClass.Orders => isAccount ? AccountOrders : AddressOrders,
        LimitClass.Reads => isAccount ? AccountReads : AddressReads,
        LimitClass.Auth => AddressAuth,
        LimitClass.Free => new(int.MaxValue, int.MaxValue),
    };
}
