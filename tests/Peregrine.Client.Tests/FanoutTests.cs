extern alias Fanout;

using System.Text.Json;
using FanoutOptions = Fanout::Peregrine.Bench.Fanout.Options;
using Spread = Fanout::Peregrine.Bench.Fanout.Spread;

namespace Peregrine.Client;

public sealed class FanoutTests(Venue venue) : IClassFixture<Venue>
{
    [Fact]
    public async Task Everybody_hears_of_a_trade_as_everybody_hears_a_bare_loop()
    {
        using var output = new StringWriter();
        await Spread.Run(FanoutOptions.Parse(["--url", venue.Url.ToString(), "--listeners", "100", "--rounds", "2", "--warm", "0", "--market", "ETH-PERP"]), output);
        JsonElement[] told = [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonElement.Parse(l))];
        Assert.Equal(["bare", "venue", "bare"], told.Select(static t => t.GetProperty("who").GetString()!));
        Assert.All(told, static t => Assert.Equal(2, t.GetProperty("roundsHeardByAll").GetInt32()));
        Assert.True(told[1].GetProperty("busyTrader").GetProperty("orders").GetInt32() > 0);
    }

    [Fact]
    public void Only_a_venue_on_this_machine_is_listened_to() => Assert.Throws<ArgumentException>(() => FanoutOptions.Parse(["--url", "http://venue.example"]));
}
