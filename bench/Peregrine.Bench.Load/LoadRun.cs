using System.Diagnostics;
using System.Text.Json;
using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Client.Signing;

namespace Peregrine.Bench.Load;

/// <summary>One run: users enter, load for so long, cancel what is left, and their money is counted before and after.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    private static readonly TimeSpan LastNewsMax = TimeSpan.FromSeconds(20);
    private readonly long[] _outcomes = new long[4];
    private long _countsFrom;

    public IReadOnlyList<PathTally> Paths { get; } = [.. options.Paths.Select(static p => new PathTally(p))];

    /// <summary>Every user's position and money are to the last unit what his fills, their fees and funding made of them.</summary>
    public bool AddsUp { get; private set; }

    /// <summary>Fills that users were told of, each counted for both sides, and what they paid for them.</summary>
    public (long Fills, Int128 FeesMicros) Told { get; private set; }

    public long this[Outcome outcome] => Interlocked.Read(ref _outcomes[(int)outcome]);

    public async Task Run()
    {
        using var visitor = new VenueClient(options.Url, Credentials.None);
        MarketBoard markets = (await visitor.Markets.List()).Value;
        MarketTerms market = markets[options.Market];
        var centre = new Centre(visitor, market);
        await centre.Look();
        using var isOver = new CancellationTokenSource();
        Task following = centre.Follow(isOver.Token);
        List<Trader> traders = [];
        try
        {
            string run = Guid.NewGuid().ToString("N")[..8];
            string symbol = await SymbolOf(options.Market);
            for (int i = 0; i < options.Users; i++) traders.Add(await Trader.Enter(options, market, symbol, $"user{i}-{run}"));
            List<Ledger> before = [];
            foreach (Trader trader in traders) before.Add(await Ledger.Of(trader, markets, 0));
            long seq = 0;
            foreach (PathTally path in Turns())
            {
                await Load(traders, centre, path);
                foreach (Trader trader in traders) seq = Math.Max(seq, await trader.CancelAll());
            }
            AddsUp = true;
            for (int i = 0; i < traders.Count; i++) AddsUp &= await AddUp(traders[i], before[i], markets, seq);
            Told = (traders.Sum(static t => t.Tally.Fills), traders.Aggregate(Int128.Zero, static (sum, t) => sum + t.Tally.FeesMicros));
        }
        finally
        {
            await isOver.CancelAsync();
            await following;
            traders.ForEach(static t => t.Dispose());
        }
    }

    // With its orders cancelled nothing of its own happens to a user any more. What was told last may be on its way yet.
    private static async Task<bool> AddUp(Trader trader, Ledger before, MarketBoard markets, long seq)
    {
        long began = Stopwatch.GetTimestamp();
        while (before.Missing(await Ledger.Of(trader, markets, seq), trader.Tally) is { } missing)
        {
            if (Stopwatch.GetElapsedTime(began) > LastNewsMax)
            {
                await Console.Error.WriteLineAsync($"a user does not add up: {missing}");
                return false;
            }
            await Task.Delay(50);
        }
        return true;
    }

    // Who begins changes from round to round: the first finds the emptier venue.
    private IEnumerable<PathTally> Turns() => Enumerable.Range(0, Paths.Count > 1 ? options.Rounds : 1).SelectMany(round => round % 2 == 0 ? Paths : Paths.Reverse());

    // What the dialect calls the market.
    private async Task<string> SymbolOf(string market)
    {
        using var http = new HttpClient();
        using JsonDocument told = JsonDocument.Parse(await http.GetStringAsync(new Uri(options.Url, "/fapi/v1/exchangeInfo")));
        string asset = market.Split('-')[0];
        return told.RootElement.GetProperty("symbols").EnumerateArray().First(s => s.GetProperty("baseAsset").GetString() == asset).GetProperty("symbol").GetString()!;
    }

    private async Task Load(List<Trader> traders, Centre centre, PathTally path)
    {
        List<Lane> lanes = [];
        try
        {
            for (int i = 0; i < traders.Count; i++) lanes.AddRange(await traders[i].OpenLanes(path.Path, i, centre, (outcome, took) => Count(path, outcome, took)));
            long start = Stopwatch.GetTimestamp();
            // Code that runs for the first time is slow, here and there: what it takes then is asked, checked and not counted.
            TimeSpan warm = TimeSpan.FromSeconds(options.Warm), end = warm + TimeSpan.FromSeconds(options.Seconds);
            _countsFrom = start + (long)(warm.TotalSeconds * Stopwatch.Frequency);
            if (options.Rate > 0) await Open(lanes, start, end);
            else await Task.WhenAll(lanes.Select((lane, i) => Task.Run(() => lane.RunClosed(start, end, Think(i)))));
            path.Took += Stopwatch.GetElapsedTime(_countsFrom).TotalSeconds;
        }
        finally
        {
            lanes.ForEach(static l => l.Dispose());
        }
    }

    private async Task Open(List<Lane> lanes, long start, TimeSpan end)
    {
        using var isAll = new CancellationTokenSource();
        Task reading = Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.RunOpen(isAll.Token))));
        await new Pace(lanes, options.Rate, options.Run).Run(start, end);
        await isAll.CancelAsync();
        await reading;
    }

    private Func<TimeSpan>? Think(int lane)
    {
        if (options.Think is not var (least, most)) return null;
        var random = new Random(lane);
        return () => TimeSpan.FromMilliseconds(random.Next(least, most + 1));
    }

    private void Count(PathTally path, Outcome outcome, TimeSpan took)
    {
        Interlocked.Increment(ref _outcomes[(int)outcome]);
        if (Stopwatch.GetTimestamp() >= _countsFrom) path.Latencies.Add(took);
    }
}
