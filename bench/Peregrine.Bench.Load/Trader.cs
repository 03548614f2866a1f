using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;

namespace Peregrine.Bench.Load;

/// <summary>One user of the load: an account of its own, a key, lanes on which it asks, and a stream on which it is told of its fills.</summary>
internal sealed class Trader : IDisposable
{
    private const string Password = "correct horse battery staple";
    // Of one user in all windows: well below what an account may have open, so that refusals do not become the load.
    private const int RestingMax = 150;
    private readonly Session _session = new();
    private readonly CancellationTokenSource _over = new();
    private readonly LoadOptions _options;
    private readonly MarketTerms _market;
    private VenueClient _bot = null!;
    private LaneUser _user = null!;
    private Task<Refusal>? _running;
    private int _lanes;

    private Trader(LoadOptions options, MarketTerms market)
    {
        (_options, _market) = (options, market);
        Person = new VenueClient(options.Url, _session);
        Tally = new Tally(market);
    }

    /// <summary>What its fills and its funding should have done to its money.</summary>
    public Tally Tally { get; }

    public VenueClient Person { get; }

    public static async Task<Trader> Enter(LoadOptions options, MarketTerms market, string symbol, string name)
    {
        var trader = new Trader(options, market);
        string email = $"{name}@load.invalid";
        _ = (await trader.Person.People.SignUp(email, Password)).Value;
        _ = (await trader.Person.People.SignIn(email, Password)).Value;
        Client.Rest.NewKey key = (await trader.Person.People.CreateKey("load", ["read", "trade"])).Value;
        trader._user = new LaneUser(options.Url.Authority, key.KeyId, new HmacSigner(key.Secret), market, symbol);
        trader._bot = new VenueClient(options.Url, ApiKey.Hmac(key.KeyId, key.Secret));
        // Over HTTP as well: what is counted in the end is what the venue told meanwhile.
        VenueStream stream = trader._bot.Stream();
        stream.Subscribe(trader.Tally.Feed);
        trader._running = stream.Run(trader._over.Token);
        await stream.WhenOpen();
        await trader.Tally.Begun;
        return trader;
    }

    /// <summary>Opens its connections: over HTTP one for each request under way, else one for all.</summary>
    public async Task<List<Lane>> OpenLanes(Path path, int number, Centre centre, Action<Outcome, TimeSpan> tell)
    {
        List<Lane> lanes = [];
        int count = _options.IsHttp ? _options.Window : 1;
        for (int i = 0; i < count; i++)
        {
            var mix = new Mix(number * count + i, _market, centre, RestingMax / count, _options.PlacesOnly);
            lanes.Add(path switch
            {
                Path.Http => new HttpLane(_user, mix, tell),
                Path.Fapi => new FapiLane(_user, mix, $"l{++_lanes}", tell),
                Path.Ws => new TextLane(_user, _options.Window, mix, tell),
                _ => new FrameLane(_user, _options.Window, mix, tell),
            });
            await lanes[^1].Open(_options.Url);
        }
        return lanes;
    }

    public async ValueTask<long> CancelAll() => (await _bot.Orders.CancelAll()).Value.Seq;

    public void Dispose()
    {
        _over.Cancel();
        _bot?.Dispose();
        Person.Dispose();
        _session.Dispose();
        _over.Dispose();
    }
}
