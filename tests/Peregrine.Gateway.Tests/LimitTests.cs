using System.Diagnostics.Metrics;
using System.Net;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;

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
    public void What_is_given_refused_and_open_are_metrics()
    {
        var limiter = new RateLimiter(new RateLimits { AccountOrders = new(1, 2) }, TimeProvider.System);
        using var doors = new DoorMeter(limiter, () => 3, () => 7, () => 5, () => 2, () => 11);
        for (int i = 0; i < 3; i++) limiter.Account(1, LimitClass.Orders);
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => Watch(instrument, self, doors.Meter) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen[Named(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[Named(instrument, tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["peregrine.limits.taken scope=account class=orders"] = 2,
                ["peregrine.limits.refused scope=account class=orders"] = 1,
                ["peregrine.limits.buckets"] = 1,
                ["peregrine.sockets.open"] = 3,
                ["peregrine.sockets.subscriptions"] = 7,
                ["peregrine.sockets.refused"] = 5,
                ["peregrine.folds.broken"] = 2,
                ["peregrine.accounts.news"] = 11,
            },
            seen);
    }

    private static void Watch(Instrument instrument, MeterListener listener, Meter meter)
    {
        if (instrument.Meter == meter) listener.EnableMeasurementEvents(instrument);
    }

    private static string Named(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = instrument.Name;
        foreach ((string key, object? value) in tags) name += $" {key}={value}";
        return name;
    }

    [Fact]
    public void A_body_pays_at_its_address_what_it_did_not_pay_as_it_came_and_an_exit_does_not()
    {
        var limiter = new RateLimiter(new RateLimits { AddressOrders = new(1, 2), VenueOrders = new(1, 3) }, TimeProvider.System);
        IPAddress one = IPAddress.Parse("10.0.0.1"), other = IPAddress.Parse("10.0.0.2");
        var who = new Principal(new PersonId(7), default, Role.Trader, 7, 0, AllowedActions.All, default);
        bool Pays(IPAddress address, LimitClass paid, LimitClass limitClass) => limiter.Body(who, address, paid, limitClass).IsPaid;
        Assert.True(Pays(one, LimitClass.Exits, LimitClass.Orders) && Pays(one, LimitClass.Exits, LimitClass.Orders));
        Assert.False(Pays(one, LimitClass.Exits, LimitClass.Orders));
        Assert.True(Pays(one, LimitClass.Orders, LimitClass.Orders));
        Assert.True(Pays(one, LimitClass.Exits, LimitClass.Exits));
        // The venue's bucket had three.
        Assert.True(Pays(other, LimitClass.Exits, LimitClass.Orders));
        Assert.False(Pays(other, LimitClass.Exits, LimitClass.Orders));
    }

    [Fact]
    public void An_address_is_the_same_however_it_is_written()
    {
        IPAddress address = IPAddress.Parse("10.1.2.3");
        Assert.Equal(RateLimiter.KeyOf(address), RateLimiter.KeyOf(address.MapToIPv6()));
        Assert.NotEqual(RateLimiter.KeyOf(address), RateLimiter.KeyOf(IPAddress.Parse("10.1.2.4")));
        Assert.Equal(RateLimiter.KeyOf(IPAddress.Parse("2001:db8:1:2::3")), RateLimiter.KeyOf(IPAddress.Parse("2001:db8:1:2:4::5")));
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

    [Fact]
    public void A_key_uses_its_share_and_the_venues_own_people_have_more()
    {
        var limiter = new RateLimiter(new RateLimits { AccountOrders = new(1, 10), KeyPercent = 30, StaffTimes = 2 }, TimeProvider.System);
        var key = new Principal(PersonId.Venue, default, Role.Trader, 1, 7, AllowedActions.All, default);
        for (int i = 0; i < 3; i++) Assert.True(limiter.Of(in key, LimitClass.Orders).IsPaid);
        Assert.False(limiter.Of(in key, LimitClass.Orders).IsPaid);
        // What a key may not is still there for its account.
        var owner = new Principal(new PersonId(1), default, Role.Trader, 1, 0, AllowedActions.All, default);
        for (int i = 0; i < 7; i++) Assert.True(limiter.Of(in owner, LimitClass.Orders).IsPaid);
        Assert.False(limiter.Of(in owner, LimitClass.Orders).IsPaid);
        var staff = new Principal(new PersonId(2), default, Role.Operator, 2, 0, AllowedActions.All, default);
        for (int i = 0; i < 20; i++) Assert.True(limiter.Of(in staff, LimitClass.Orders).IsPaid);
        Assert.False(limiter.Of(in staff, LimitClass.Orders).IsPaid);
        Assert.Equal((3L, 1L), limiter.Counts.Of(LimitScope.Key, LimitClass.Orders));
    }

    [Fact]
    public void A_full_venue_refuses_orders_and_never_exits()
    {
        var limiter = new RateLimiter(new RateLimits { VenueOrders = new(1, 2) }, TimeProvider.System);
        Assert.True(limiter.Address(IPAddress.Parse("10.0.0.1"), LimitClass.Orders).IsPaid);
        Assert.True(limiter.Address(IPAddress.Parse("10.0.0.2"), LimitClass.Orders).IsPaid);
        Assert.False(limiter.Address(IPAddress.Parse("10.0.0.3"), LimitClass.Orders).IsPaid);
        Assert.True(limiter.Address(IPAddress.Parse("10.0.0.3"), LimitClass.Exits).IsPaid);
        Assert.Equal((2L, 1L), limiter.Counts.Of(LimitScope.Venue, LimitClass.Orders));
    }

    [Fact]
    public void An_address_has_so_many_sockets_and_gets_a_place_back()
    {
        var doors = new Streams.SocketDoors(2);
        IPAddress one = IPAddress.Parse("2001:db8::1"), sameNetwork = IPAddress.Parse("2001:db8::2");
        Assert.True(doors.TryEnter(one));
        Assert.True(doors.TryEnter(sameNetwork));
        Assert.False(doors.TryEnter(one));
        Assert.True(doors.TryEnter(IPAddress.Loopback));
        doors.Leave(sameNetwork);
        Assert.True(doors.TryEnter(one));
        Assert.Equal(1, doors.Refused);
    }
}
