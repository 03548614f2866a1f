using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Peregrine.EndToEnd;

public sealed class ManyAtOnceTests
{
    // As much as an account's chain surely keeps: the fees are read from it afterwards.
    private const int Sockets = 4, Rounds = 5, InFlight = 64;

    [Fact]
    public async Task A_thousand_orders_under_way_are_answered_once_each_and_the_money_adds_up()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, "--limits.account.orders", "1000000", "--limits.account.exits", "1000000", "--limits.address.orders", "1000000");
        ApiClient[] people = await Task.WhenAll(Enumerable.Range(0, Sockets).Select(i => venue.Client().Join($"p{i}")));
        long[] began = await Task.WhenAll(people.Select(who => LastStep(venue.Url, who)));
        await Task.WhenAll(people.Select((who, i) => Trade(venue.Url, who, buys: i % 2 == 0)));
        decimal cash = 0, cost = 0, fees = 0;
        for (int i = 0; i < people.Length; i++)
        {
            long seq = (await people[i].Get("/status")).Is(200)["seq"].GetInt64();
            cash += Number((await people[i].Get($"/balances?minSeq={seq}")).Is(200)["balances"][0], "balance");
            cost += (await people[i].Get("/positions")).Is(200)["positions"].EnumerateArray().Sum(p => Number(p, "cost"));
            fees += await Fees(venue.Url, people[i], began[i]);
            people[i].Dispose();
        }
        // What was paid in is what is left, what positions cost, and what the venue took.
        Assert.True(fees > 0);
        Assert.Equal(Sockets * 5000m, cash - cost + fees);
    }

    private static async Task<long> LastStep(Uri url, ApiClient who)
    {
        using StreamClient socket = await StreamClient.Open(url, who.Token);
        await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\"");
        return (await socket.Frame("account")).GetProperty("seq").GetInt64();
    }

    /// <summary>What every fill since then took, as the account's own chain tells it.</summary>
    private static async Task<decimal> Fees(Uri url, ApiClient who, long from)
    {
        long last = await LastStep(url, who);
        using StreamClient socket = await StreamClient.Open(url, who.Token);
        await socket.Ask($"\"op\":\"subscribe\",\"ch\":\"account\",\"from\":{from}");
        decimal fees = 0;
        for (long seq = from; seq < last;)
        {
            JsonElement step = await socket.Frame("account");
            // A digest of what was missed goes first.
            if (step.GetProperty("type").GetString() == "away") continue;
            Assert.Equal(("step", seq), (step.GetProperty("type").GetString(), step.GetProperty("prev").GetInt64()));
            seq = step.GetProperty("seq").GetInt64();
            fees += step.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("topic").GetString() == "fills").Sum(e => Number(e.GetProperty("fill"), "fee"));
        }
        return fees;
    }

    private static async Task Trade(Uri url, ApiClient who, bool buys)
    {
        using StreamClient socket = await StreamClient.Open(url, who.Token);
        var rng = new Random(who.Token!.Length);
        for (int round = 0; round < Rounds; round++)
        {
            List<byte> message = [];
            for (int i = 0; i < InFlight; i++)
                message.AddRange(Frames.Place((uint)(round * InFlight + i), market: 3, side: (sbyte)(buys ? 1 : -1), price: 15_000 + rng.Next(-3, 4), qty: 4 + rng.Next(5), clientId: $"{round}-{i}"));
            await socket.Say([.. message]);
            HashSet<uint> answered = [];
            while (answered.Count < InFlight)
            {
                byte[] answer = await socket.Binary();
                Assert.Equal(129, answer[2]);
                Assert.True(answered.Add(Frames.Correlation(answer)));
                Assert.Contains(BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8)), new ushort[] { 0, 202, 205 });
            }
            await socket.Say(Frames.MassCancel(uint.MaxValue, market: 3));
            Assert.Equal(uint.MaxValue, Frames.Correlation(await socket.Binary()));
        }
    }

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
