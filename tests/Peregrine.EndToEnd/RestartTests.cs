using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace Peregrine.EndToEnd;

public sealed class RestartTests
{
    [Theory]
    [InlineData("by-hand")]
    [InlineData("sandbox")]
    public async Task A_founding_that_was_cut_short_is_brought_to_its_end(string prices)
    {
        using var folder = new Folder();
        string[] options = ["--prices", prices, "--sandbox", "off"];
        using (VenueProcess venue = await VenueProcess.StartAsIs(folder.Path, options)) await venue.Kill();
        // As if the power had gone between its last command and the mark that it is done.
        File.Delete(Path.Combine(folder.Path, "founded"));
        using VenueProcess again = await VenueProcess.StartAsIs(folder.Path, options);
        using ApiClient anybody = again.Client();
        Assert.All((await anybody.Get("/markets")).Is(200)["markets"].EnumerateArray(), static m => Assert.Equal("open", m.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_afterwards()
    {
        using var folder = new Folder();
        List<(string Id, string Order)> acknowledged = [];
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            Task placing = Place(anna, acknowledged);
            while (true)
            {
                lock (acknowledged)
                {
                    if (acknowledged.Count >= 40) break;
                }
                await Task.Delay(5);
            }
            await venue.Kill();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => placing);
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        foreach ((string id, string order) in acknowledged)
        {
            Reply same = (await back.Post("/orders", Order(id))).Is(200);
            Assert.True(same["duplicate"].GetBoolean(), id);
            Assert.Equal(order, same.Text("orderId"));
        }
        // The one that was on its way may be there or not, and nothing else is.
        int there = (await back.Get("/orders")).Is(200)["orders"].GetArrayLength();
        Assert.InRange(there, acknowledged.Count, acknowledged.Count + 1);
    }

    [Fact]
    public async Task Orders_bound_to_a_socket_end_with_the_venue_that_served_it()
    {
        using var folder = new Folder();
        string bound, free;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            using StreamClient socket = await StreamClient.Open(venue.Url, anna.Token);
            string order = OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001");
            JsonElement placed = await socket.Ask($"\"op\":\"place\",\"body\":{order.Replace("}", ",\"cancelOnDisconnect\":true}", StringComparison.Ordinal)}");
            bound = placed.GetProperty("result").GetProperty("orderId").GetString()!;
            free = (await socket.Ask($"\"op\":\"place\",\"body\":{order}")).GetProperty("result").GetProperty("orderId").GetString()!;
            await venue.Kill();
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        Assert.Equal([free], (await back.Get("/orders")).Is(200)["orders"].EnumerateArray().Select(o => o.GetProperty("orderId").GetString()));
        Reply gone = (await back.Get($"/orders/{bound}")).IsRefused(404, "UNKNOWN_ORDER");
        Assert.Equal(404, gone.Status);
    }

    [Fact]
    public async Task A_venue_that_was_stopped_goes_on_where_it_stopped()
    {
        using var folder = new Folder();
        string orderId;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna");
            orderId = (await anna.Post("/orders", Order("a"))).Is(200).Text("orderId");
            using StreamClient socket = await StreamClient.Open(venue.Url, anna.Token);
            Task<int> stopped = venue.Stop();
            // Told, not dropped: a web server that waited for its sockets would cut them off half a minute later.
            Assert.Equal((int)WebSocketCloseStatus.EndpointUnavailable, await socket.Closed());
            Assert.Equal(0, await stopped);
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        Assert.Equal(orderId, (await back.Get("/orders/client:a")).Is(200).Text("orderId"));
        Assert.Equal(["5000"], (await back.Get("/balances")).Is(200)["balances"].EnumerateArray().Select(b => b.GetProperty("balance").GetString()));
        Assert.Equal(6, (await back.Get("/markets")).Is(200)["markets"].GetArrayLength());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_goes_on_over_a_restart_where_it_was(bool isKilledLater)
    {
        using var folder = new Folder();
        long seen;
        string filled;
        using (VenueProcess venue = await VenueProcess.Start(folder.Path))
        {
            using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
            using StreamClient socket = await StreamClient.Open(venue.Url, anna.Token);
            await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\"");
            seen = (await socket.Frame("account")).GetProperty("seq").GetInt64();
            filled = (await anna.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.49", "100"))).Is(200).Text("orderId");
            // From here on she hears nothing.
            seen = (await socket.Frame("account")).GetProperty("seq").GetInt64();
            socket.Dispose();
            (await ben.Post("/orders", OrderTests.Limit("ADA-PERP", "sell", "0.49", "100"))).Is(200);
            Assert.Equal(0, await venue.Stop());
        }
        if (isKilledLater)
        {
            // Whoever did nothing meanwhile loses nothing by a crash either.
            using VenueProcess between = await VenueProcess.Start(folder.Path);
            using ApiClient clara = await between.Client().Join("clara");
            (await clara.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.4", "100"))).Is(200);
            await between.Kill();
        }
        using VenueProcess again = await VenueProcess.Start(folder.Path);
        using ApiClient back = await again.Client().SignIn("anna");
        using StreamClient next = await StreamClient.Open(again.Url, back.Token);
        await next.Ask($"\"op\":\"subscribe\",\"ch\":\"account\",\"from\":{seen}");
        JsonElement away = await next.Frame("account");
        Assert.Equal(("away", 1), (away.GetProperty("type").GetString(), away.GetProperty("fills").GetInt32()));
        JsonElement step = await next.Frame("account");
        Assert.Equal(("step", seen), (step.GetProperty("type").GetString(), step.GetProperty("prev").GetInt64()));
        Assert.Contains(step.GetProperty("events").EnumerateArray(), e => e.GetProperty("topic").GetString() == "fills" && e.GetProperty("fill").GetProperty("orderId").GetString() == filled);
        // And what happens now follows on.
        (await back.Post("/orders", OrderTests.Limit("ADA-PERP", "buy", "0.4", "100"))).Is(200);
        Assert.Equal(step.GetProperty("seq").GetInt64(), (await next.Frame("account")).GetProperty("prev").GetInt64());
    }

    [Fact]
    public async Task What_cannot_be_is_said_in_a_sentence()
    {
        using var folder = new Folder();
        (int code, _, string errors) = await VenueProcess.Run("run", "--listen.prot", "1");
        Assert.Equal((2, "'listen.prot' in the command line is no option. Did you mean 'listen.port'? 'peregrine help' lists them.\n"), (code, errors));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        (code, _, errors) = await VenueProcess.Run("run", "--data", folder.Path, "--listen.port", $"{port}", "--journal.segment", "8");
        Assert.Equal((2, $"Port {port} on 127.0.0.1 is in use by another program. Choose another with --listen.port.\n"), (code, errors));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "layout"), "7\n");
        (code, _, errors) = await VenueProcess.Run("run", "--data", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("has layout 7, and this program knows layout 1", errors, StringComparison.Ordinal);
        Assert.Contains("'fly' is no command", (await VenueProcess.Run("fly")).Errors, StringComparison.Ordinal);
        Assert.Equal("0.1.0\n", (await VenueProcess.Run("version")).Output);
    }

    private static async Task Place(ApiClient anna, List<(string, string)> acknowledged)
    {
        for (int i = 0; ; i++)
        {
            Reply reply = (await anna.Post("/orders", Order($"k{i}"))).Is(200);
            lock (acknowledged) acknowledged.Add(($"k{i}", reply.Text("orderId")));
        }
    }

    private static string Order(string id) =>
        $$"""{"type":"limit","market":"ADA-PERP","side":"buy","price":"0.4","qty":"20","clientOrderId":"{{id}}"}""";
}
