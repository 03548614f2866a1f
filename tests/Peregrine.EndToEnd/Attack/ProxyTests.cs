using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace Peregrine.EndToEnd.Attack;

/// <summary>Where a request comes from: the word of the named proxy, and nobody else's.</summary>
public sealed class ProxyTests : IAsyncLifetime, IDisposable
{
    private const string Anna = "198.51.100.7", Ben = "203.0.113.9";
    private readonly Folder _folder = new();
    private VenueProcess _venue = null!;

    public async Task InitializeAsync() =>
        _venue = await VenueProcess.Start(_folder.Path, "--proxy.trusted", "127.0.0.1", "--limits.address.auth", "1", "--limits.address.sockets", "1", "--log.requests", "on");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _venue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sessions_and_logs_name_the_client_behind_the_proxy_and_the_stranger_who_makes_one_up()
    {
        using ApiClient anna = Proxy($"127.0.0.1, {Ben}, {Anna}"), stranger = new(_venue.Url) { ForwardedFor = Ben };
        await anna.Join("anna");
        await stranger.Join("stranger");
        Assert.Equal(Anna, await SessionAddress(anna));
        string own = await SessionAddress(stranger);
        Assert.StartsWith("127.0.", own, StringComparison.Ordinal);
        Assert.Equal(0, await _venue.Stop());
        HashSet<string> logged = [.. File.ReadLines(Path.Combine(_folder.Path, "logs", "requests.jsonl")).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!)];
        Assert.Equal<HashSet<string>>([Anna, own], logged);
    }

    [Fact]
    public async Task A_stranger_cannot_leave_his_limit_by_naming_others_and_clients_of_a_proxy_have_their_own()
    {
        using ApiClient stranger = new(_venue.Url);
        int i = 0;
        while (await Guess(stranger, $"198.51.100.{++i}") != 429) Assert.True(i < 100, "a limit was left by naming another address");

        using ApiClient proxy = Proxy(Anna);
        i = 0;
        while (await Guess(proxy, $"10.9.8.{++i}, {Anna}") != 429) Assert.True(i < 100, "a limit was left by writing before what the proxy saw");
        Assert.Equal(401, await Guess(proxy, Ben));
    }

    [Fact]
    public async Task A_key_of_one_network_is_used_from_it_and_by_nobody_who_says_so()
    {
        using ApiClient anna = await Proxy(Anna).Join("anna");
        Reply key = (await anna.Post("/keys", $$"""{"label":"k","scopes":["read"],"networks":["{{Anna}}/32"]}""")).Is(200);
        (string, string) signer = (key.Text("keyId"), key.Text("secret"));
        using ApiClient there = Proxy(Anna), elsewhere = Proxy($"{Anna}, {Ben}"), stranger = new(_venue.Url) { ForwardedFor = Anna };
        foreach (ApiClient client in new[] { there, elsewhere, stranger }) client.Signer = signer;
        (await there.Get("/balances")).Is(200);
        (await elsewhere.Get("/balances")).IsRefused(403, "IP_NOT_ALLOWED");
        (await stranger.Get("/balances")).IsRefused(403, "IP_NOT_ALLOWED");
    }

    [Fact]
    public async Task Letters_are_for_the_machine_and_not_for_whoever_says_he_is_there()
    {
        using ApiClient machine = new(_venue.Url), proxied = Proxy(Anna), claims = Proxy($"127.0.0.1, {Anna}"), trusted = Proxy("127.0.0.1");
        (await machine.Get("/sandbox/mailbox?address=anna@example.com")).Is(200);
        foreach (ApiClient client in new[] { proxied, claims, trusted }) (await client.Get("/sandbox/mailbox?address=anna@example.com")).IsRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Sockets_are_counted_for_the_client_behind_the_proxy()
    {
        using ClientWebSocket first = new(), second = new(), third = new();
        await Connect(first, Anna);
        await Assert.ThrowsAsync<WebSocketException>(() => Connect(second, $"{Ben}, {Anna}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.HttpStatusCode);
        await Connect(third, Ben);
    }

    private ApiClient Proxy(string hops) => new(_venue.Url, IPAddress.Loopback) { ForwardedFor = hops };

    private static async Task<string> SessionAddress(ApiClient who) => (await who.Get("/auth/sessions")).Is(200)["sessions"][0].GetProperty("address").GetString()!;

    private static async Task<int> Guess(ApiClient client, string hops)
    {
        client.ForwardedFor = hops;
        return (await client.Post("/auth/email/confirm", """{"ticket":"pmt_none"}""")).Status;
    }

    private Task Connect(ClientWebSocket socket, string hops)
    {
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("X-Forwarded-For", hops);
        return socket.ConnectAsync(new Uri($"ws://{_venue.Url.Authority}/ws/v1"), default);
    }
}
