using System.Net;
using Peregrine.Gateway.Http;

namespace Peregrine.Gateway.Tests;

/// <summary>Whose word about a client's address is taken.</summary>
public sealed class TrustedProxiesTests
{
    private static readonly TrustedProxies Proxies = new([IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("fd00::/8")]);

    [Theory]
    // A stranger says what he likes.
    [InlineData("203.0.113.5", "198.51.100.1", "203.0.113.5")]
    [InlineData("203.0.113.5", "10.1.2.3", "203.0.113.5")]
    // One proxy, and one before it.
    [InlineData("10.1.2.3", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.1.2.3", "198.51.100.1, 10.1.9.9", "198.51.100.1")]
    // What the client wrote stands left of what the proxy saw.
    [InlineData("10.1.2.3", "1.2.3.4, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.1.2.3", "10.1.0.1, 198.51.100.1", "198.51.100.1")]
    [InlineData("10.1.2.3", "127.0.0.1, 198.51.100.1, 10.1.9.9", "198.51.100.1")]
    [InlineData("10.1.2.3", "rubbish, 198.51.100.1", "198.51.100.1")]
    // All the way trusted: the first of them is who asks.
    [InlineData("10.1.2.3", "10.1.4.4, 127.0.0.1", "10.1.4.4")]
    // What is no address says nothing: it stays with the last proxy that is known.
    [InlineData("10.1.2.3", "unknown", "10.1.2.3")]
    [InlineData("10.1.2.3", "198.51.100.1, _hidden, 10.1.9.9", "10.1.9.9")]
    [InlineData("10.1.2.3", "198.51.100.1,", "10.1.2.3")]
    [InlineData("10.1.2.3", "", "10.1.2.3")]
    // Other spellings of the same.
    [InlineData("::ffff:10.1.2.3", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("10.1.2.3", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("fd00::1", "[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("fd00::1", "2001:db8::7", "2001:db8::7")]
    public void The_client_is_the_last_address_that_is_no_trusted_proxys(string peer, string header, string client) =>
        Assert.Equal(IPAddress.Parse(client), Proxies.Client(IPAddress.Parse(peer), header));

    [Fact]
    public void Nobody_is_trusted_who_was_not_named() =>
        Assert.Equal(IPAddress.Loopback, new TrustedProxies([]).Client(IPAddress.Loopback, "198.51.100.1"));
}
