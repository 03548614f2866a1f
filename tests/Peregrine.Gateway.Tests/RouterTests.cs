using Peregrine.Gateway.Http;
using Peregrine.Gateway.Native;

namespace Peregrine.Gateway.Tests;

public sealed class RouterTests
{
    private static readonly Router Router = new(NativeRoutes.All);

    [Fact]
    public void Every_route_finds_itself()
    {
        foreach (Route route in NativeRoutes.All)
        {
            string path = Router.Prefix + route.Path.Replace("{market}", "BTC-PERP", StringComparison.Ordinal).Replace("{id}", "17", StringComparison.Ordinal).Replace("{keyId}", "k", StringComparison.Ordinal);
            Assert.Same(route, Router.Find(route.Method, path).Route);
        }
    }

    [Fact]
    public void Parameters_are_ranges_of_the_path()
    {
        const string path = "/api/v1/orders/client:a%2Fb/pause";
        Router.Match match = Router.Find("POST", path);
        Assert.Equal("client:a%2Fb", path[match.First]);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", "")]
    [InlineData("GET", "/api/v1/orders/", "")]
    [InlineData("GET", "/api/v1", "")]
    [InlineData("GET", "/api/v1orders", "")]
    [InlineData("TRACE", "/api/v1/status", "GET")]
    [InlineData("PUT", "/api/v1/orders", "POST, DELETE, GET")]
    public void What_is_not_there_is_told_from_what_is_not_done_there(string method, string path, string allow)
    {
        Router.Match match = Router.Find(method, path);
        Assert.Null(match.Route);
        Assert.Equal(allow, match.Allow);
    }

    [Fact]
    public void Health_answers_at_the_root_as_well() => Assert.NotNull(Router.Find("GET", "/health").Route);

    [Fact]
    public void Routes_that_change_something_are_not_public_unless_they_are_for_signing_in() =>
        Assert.Equal(
            [
                "/auth/email/confirm", "/auth/password/forgot", "/auth/password/reset", "/auth/providers/{provider}/finish", "/auth/providers/{provider}/start", "/auth/refresh",
                "/auth/second-factor/keep-by-letter", "/auth/second-factor/stop-by-letter", "/auth/sign-in", "/auth/sign-in/code", "/auth/sign-up", "/auth/wallet", "/auth/wallet/message", "/auth/way-back", "/sandbox/providers/{provider}",
            ],
            NativeRoutes.All.Where(static r => r.Access == Access.Public && r.Method != "GET").Select(static r => r.Path).Order(StringComparer.Ordinal));
}
