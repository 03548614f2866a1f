using System.Buffers.Binary;
using System.Text.Json;

namespace Peregrine.EndToEnd;

/// <summary>What comes over sockets costs its address what it costs over HTTP.</summary>
public sealed class SocketLimitTests
{
    private const ushort Busy = 901;

    [Fact]
    public async Task Orders_of_one_address_are_limited_over_sockets_too_and_exits_go_on()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--limits.address.orders", "1");
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben");
        using StreamClient hers = await StreamClient.Open(venue.Url, anna.Token), his = await StreamClient.Open(venue.Url, ben.Token);
        string order = $"\"op\":\"place\",\"body\":{OrderTests.Limit("BTC-PERP", "buy", "50000", "0.001")}";
        List<string> codes = [];
        for (int i = 0; i < 6; i++) codes.Add(Code(await (i % 2 == 0 ? hers : his).Ask(order)));
        Assert.Equal("ok", codes[0]);
        Assert.Contains("RATE_LIMITED", codes);
        Assert.Equal("ok", Code(await hers.Ask("\"op\":\"massCancel\",\"body\":{}")));
        Assert.True(await IsBusy(hers, Frames.Place(1, 1, 1, 600_000, 100, "")));
    }

    [Fact]
    public async Task What_is_refused_or_cannot_be_read_costs_as_well()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--limits.address.exits", "1", "--limits.address.reads", "1");
        using StreamClient stranger = await StreamClient.Open(venue.Url);
        List<string> orders = [], nonsense = [];
        for (int i = 0; i < 6; i++)
        {
            orders.Add(Code(await stranger.Ask("\"op\":\"cancel\",\"order\":\"1\"")));
            nonsense.Add(Code(await stranger.Ask("\"op\":\"nonsense\"")));
        }
        Assert.Equal("UNAUTHENTICATED", orders[0]);
        Assert.Contains("RATE_LIMITED", orders);
        Assert.Contains("RATE_LIMITED", nonsense);
        Assert.True(await IsBusy(stranger, Frames.Ping(1, 1)));
        Assert.True(await IsBusy(stranger, Frames.MassCancel(2, 1)));
    }

    private static string Code(JsonElement answer) => answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString()! : "ok";

    // A bucket that holds two and fills once a second: one of some says it.
    private static async Task<bool> IsBusy(StreamClient socket, byte[] frame)
    {
        for (int i = 0; i < 20; i++)
        {
            await socket.Say(frame);
            byte[] answer = await socket.Binary();
            if (answer[2] == 130 && BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8)) == Busy) return true;
        }
        return false;
    }
}
