using System.Diagnostics;
using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Client.Signing;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>One run: users enter, load for so long, cancel what is left, and their money is counted before and after.</summary>
internal sealed class LoadRun(LoadOptions options)
{
    private readonly long[] _outcomes = new long[4];

    public Latencies Latencies { get; } = new();

    public double Took { get; private set; }

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
        var around = new Ticks((await visitor.Markets.Mark(market)).Value.Mark.Value / 1000);
        List<Trader> traders = [];
        try
        {
            string run = Guid.NewGuid().ToString("N")[..8];
            for (int i = 0; i < options.Users; i++) traders.Add(await Trader.Enter(options, market, $"user{i}-{run}"));
            List<Ledger> before = [];
            foreach (Trader trader in traders) before.Add(await Ledger.Of(trader, markets, 0));
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(traders.SelectMany((trader, user) => Enumerable.Range(0, options.Window).Select(window => Task.Run(() => Load(trader, user * options.Window + window, around, start)))));
            Took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            long seq = 0;
            foreach (Trader trader in traders) seq = Math.Max(seq, await trader.CancelAll(around));
            AddsUp = true;
            for (int i = 0; i < traders.Count; i++) AddsUp &= before[i].Becomes(await Ledger.Of(traders[i], markets, seq), traders[i].Tally);
            Told = (traders.Sum(static t => t.Tally.Fills), traders.Aggregate(Int128.Zero, static (sum, t) => sum + t.Tally.FeesMicros));
        }
        finally
        {
            traders.ForEach(static t => t.Dispose());
        }
    }

    // Open loop: each request has its time, and waits of those before it count as its own.
    private async Task Load(Trader trader, int worker, Ticks around, long start)
    {
        var random = new Random(worker);
        var work = new Trader.Work();
        int workers = options.Users * options.Window;
        TimeSpan end = TimeSpan.FromSeconds(options.Seconds), every = options.Rate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)workers / options.Rate);
        TimeSpan due = every * worker / workers;
        while (true)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(start);
            if ((options.Rate == 0 ? now : due) >= end) return;
            // A timer may wake a little early; what is sent before its time would look faster than it was.
            for (; options.Rate > 0 && due > now; now = Stopwatch.GetElapsedTime(start)) await Task.Delay(due - now);
            TimeSpan from = options.Rate == 0 ? now : due;
            Outcome outcome = await trader.Act(random, work, around);
            Latencies.Add(Stopwatch.GetElapsedTime(start) - from);
            Interlocked.Increment(ref _outcomes[(int)outcome]);
            due += every;
        }
    }
}
