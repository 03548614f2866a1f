using System.Net;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Tests;

public sealed class LimitTests
{
    private const long Second = 1_000_000_000;
    private static readonly RateLimit Ten = new(10, 20);

    [Fact]
    public void A_bucket_gives_its_burst_then_its_rate()
    {
        var bucket = new TokenBucket();
        for (int i = 0; i < 20; i++)
        {
            Charge paid = bucket.Take(Ten, 1, Second);
            Assert.Equal((true, 20, 19 - i), (paid.IsPaid, paid.Limit, paid.Remaining));
        }
        Charge refused = bucket.Take(Ten, 1, Second);
        Assert.Equal((false, 0, Second / 10), (refused.IsPaid, refused.Remaining, refused.RetryInNs));
        Assert.False(bucket.Take(Ten, 1, Second + refused.RetryInNs - 1).IsPaid);
        Assert.True(bucket.Take(Ten, 1, Second + refused.RetryInNs).IsPaid);
        Assert.True(bucket.IsFull(Second + 3 * Second));
    }

    [Fact]
    public void Many_tokens_at_once_are_all_or_nothing()
    {
        var bucket = new TokenBucket();
        Assert.True(bucket.Take(Ten, 15, Second).IsPaid);
        Assert.False(bucket.Take(Ten, 6, Second).IsPaid);
        Assert.True(bucket.Take(Ten, 5, Second).IsPaid);
    }

    [Fact]
    public void Classes_accounts_and_addresses_do_not_share()
    {
        var limiter = new RateLimiter(new RateLimits { AccountOrders = new(1, 1), AccountExits = new(1, 1), AddressOrders = new(1, 1) }, TimeProvider.System);
        Assert.True(limiter.Account(1, LimitClass.Orders).IsPaid);
        Assert.False(limiter.Account(1, LimitClass.Orders).IsPaid);
        Assert.True(limiter.Account(1, LimitClass.Exits).IsPaid);
        Assert.True(limiter.Account(2, LimitClass.Orders).IsPaid);
        Assert.True(limiter.Address(IPAddress.Loopback, LimitClass.Orders).IsPaid);
        Assert.False(limiter.Address(IPAddress.Parse("::ffff:127.0.0.1"), LimitClass.Orders).IsPaid);
        Assert.True(limiter.Address(IPAddress.Parse("2001:db8::1"), LimitClass.Orders).IsPaid);
        Assert.False(limiter.Address(IPAddress.Parse("2001:db8::2"), LimitClass.Orders).IsPaid);
        Assert.True(limiter.Address(IPAddress.Parse("2001:db8:0:1::1"), LimitClass.Orders).IsPaid);
    }
}
