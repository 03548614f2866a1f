using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Payouts;

public class PayoutTests
{
    private static readonly IdentityOptions Thousand = Home.Quick with { PayoutsPerDay = new(1_000_000_000) };

    [Fact]
    public async Task A_new_address_waits_a_day_through_a_restart_and_its_owner_hears_of_it()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        PayoutAddress address = Add(home, ada);
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains(home.Box!.Letters, l => l.Text.Contains(address.Address, StringComparison.Ordinal));
        home.Restart();
        home.Time.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        Refusal early = home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, 1), Home.Caller)!;
        Assert.Equal((IdentityCode.AddressTooNew, "addressId", 1), (early.Code, early.Field, early.RetryAfterMs));
        home.Time.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Null(home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, 1), Home.Caller));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_waits_longer_and_a_days_limit_no_larger()
    {
        using var home = new Home(Thousand);
        SignedIn ada = await home.Join();
        PayoutAddress old = Add(home, ada);
        home.Time.Pass(TimeSpan.FromDays(2));
        Assert.Null(home.Registry.Payouts.Reserve(ada.Person.Id, Of(old, 600, 1), Home.Caller));
        PayoutAddress address = home.Registry.Payouts.Add(ada.Person.Id, new Wallet(8).Address, "warm", Home.Caller).Value!;
        home.Time.Pass(TimeSpan.FromDays(-1));
        home.Restart();
        // What left tomorrow left.
        Assert.Equal(IdentityCode.DayLimit, home.Registry.Payouts.Reserve(ada.Person.Id, Of(old, 600, 2), Home.Caller)!.Code);
        home.Time.Pass(TimeSpan.FromDays(1.5));
        Assert.Equal(IdentityCode.AddressTooNew, home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, 1, 3), Home.Caller)!.Code);
        home.Time.Pass(TimeSpan.FromDays(0.5));
        Assert.Null(home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, 600, 4), Home.Caller));
    }

    [Fact]
    public async Task An_address_is_its_owners_until_he_takes_it_out_and_waits_again_when_it_comes_back()
    {
        using var home = new Home();
        SignedIn ada = await home.Join(), bob = await home.Join("bob@example.org");
        PayoutAddress address = Add(home, ada);
        Assert.Equal(IdentityCode.NotNow, home.Registry.Payouts.Add(ada.Person.Id, address.Address, "again", Home.Caller).Refusal!.Code);
        home.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal("addressId", home.Registry.Payouts.Reserve(bob.Person.Id, Of(address, 1), Home.Caller)!.Field);
        Assert.NotNull(home.Registry.Payouts.Remove(bob.Person.Id, address.Id, Home.Caller));
        Assert.Null(home.Registry.Payouts.Remove(ada.Person.Id, address.Id, Home.Caller));
        Assert.Equal(IdentityCode.UnknownLink, home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, 1), Home.Caller)!.Code);
        Assert.Equal(IdentityCode.AddressTooNew, home.Registry.Payouts.Reserve(ada.Person.Id, Of(Add(home, ada), 1), Home.Caller)!.Code);
        Act[] acts = [.. home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 3).Select(static e => e.Act)];
        Assert.Equal([Act.PayoutAddressAdded, Act.PayoutAddressRemoved, Act.PayoutAddressAdded], acts);
    }

    [Fact]
    public async Task No_more_than_the_limit_leaves_in_any_day()
    {
        using var home = new Home(Thousand);
        SignedIn ada = await home.Join();
        PayoutAddress address = Add(home, ada);
        home.Time.Pass(TimeSpan.FromDays(1));
        Assert.Null(Reserve(600, request: 1));
        home.Time.Pass(TimeSpan.FromHours(12));
        Assert.Null(Reserve(400, request: 2));
        Assert.Equal((IdentityCode.DayLimit, "amount"), (Reserve(1, request: 3)!.Code, Reserve(1, request: 3)!.Field));
        // The same request again is the same, and counts once.
        Assert.Null(Reserve(400, request: 2));
        home.Restart();
        Assert.NotNull(Reserve(1, request: 3));
        home.Time.Pass(TimeSpan.FromHours(12));
        Assert.Null(Reserve(600, request: 4));
        Assert.NotNull(Reserve(1, request: 5));
        home.Registry.Payouts.Release(Of(address, 600, request: 4));
        Assert.Null(Reserve(1, request: 5));

        Refusal? Reserve(long dollars, ulong request) => home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, dollars, request), Home.Caller);
    }

    [Fact]
    public async Task Many_at_once_are_counted_one_by_one()
    {
        using var home = new Home(Thousand);
        SignedIn ada = await home.Join();
        PayoutAddress address = Add(home, ada);
        home.Time.Pass(TimeSpan.FromDays(1));
        Refusal?[] all = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Task.Run(() => home.Registry.Payouts.Reserve(ada.Person.Id, Of(address, 100, (ulong)i), Home.Caller))));
        Assert.Equal(10, all.Count(static r => r is null));
    }

    [Fact]
    public async Task One_request_goes_to_one_address()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        PayoutAddress one = Add(home, ada), other = Add(home, ada, seed: 2);
        home.Time.Pass(TimeSpan.FromDays(1));
        Assert.Null(home.Registry.Payouts.Reserve(ada.Person.Id, Of(one, 1), Home.Caller));
        Assert.Equal("addressId", home.Registry.Payouts.Reserve(ada.Person.Id, Of(other, 1), Home.Caller)!.Field);
    }

    [Theory]
    [InlineData("nobody", "cold", "address")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", " ", "label")]
    [InlineData("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "a\nb", "label")]
    public async Task What_does_not_do_names_its_field(string address, string label, string field)
    {
        using var home = new Home();
        Assert.Equal(field, home.Registry.Payouts.Add((await home.Join()).Person.Id, address, label, Home.Caller).Refusal!.Field);
    }

    private static PayoutAddress Add(Home home, SignedIn person, byte seed = 1) =>
        home.Registry.Payouts.Add(person.Person.Id, new Wallet(seed).Address, "cold", Home.Caller).Value!;

    private static Payout Of(PayoutAddress address, long dollars, ulong request = 1) => new(1, new RequestKey(request, 1), address.Id, "USDC", dollars * 1_000_000, new Micros(dollars * 1_000_000));
}
