using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Peregrine.Bench.Fanout;

/// <summary>One trade, told to thousands: when the median of them and the last one have heard of it, beside a bare loop that tells as many; what a socket costs the venue; and whether a busy trader hears of his own orders meanwhile.</summary>
internal static class Spread
{
    // Everybody has heard before the next one.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static async Task Run(Options options, TextWriter output)
    {
        await Bare(options, output);
        await Venue(options, output);
        await Bare(options, output);
    }

    private static async Task Bare(Options options, TextWriter output)
    {
        using Process bare = BareVenue.Start();
        try
        {
            var url = new Uri((await bare.StandardOutput.ReadLineAsync())!);
            var hearing = new Hearing();
            long before = ResidentOf(bare.Id);
            using Crowd crowd = await Crowd.Open(url, options.Listeners, "{}"u8.ToArray(), hearing.Hear);
            await Tell(options, hearing, crowd, async () => await bare.StandardInput.WriteLineAsync());
            output.WriteLine(Text("bare", options, hearing, ResidentOf(bare.Id) - before, ""));
        }
        finally
        {
            bare.StandardInput.Close();
            await bare.WaitForExitAsync();
        }
    }

    private static async Task Venue(Options options, TextWriter output)
    {
        var hearing = new Hearing();
        using BusyTrader seller = await BusyTrader.Enter(options.Url, options.Market), buyer = await BusyTrader.Enter(options.Url, options.Market), busy = await BusyTrader.Enter(options.Url, options.Market);
        long before = ResidentOf(options.Pid);
        byte[] subscribe = Encoding.ASCII.GetBytes($$"""{"id":1,"op":"subscribe","ch":"trades","market":"{{options.Market}}"}""");
        using Crowd crowd = await Crowd.Open(options.Url, options.Listeners, subscribe, hearing.Hear);
        using var enough = new CancellationTokenSource();
        Task trading = Task.Run(() => busy.Trade(enough.Token));
        busy.Begin();
        await Tell(options, hearing, crowd, () => seller.TradeWith(buyer));
        await enough.CancelAsync();
        await trading;
        string also = string.Create(CultureInfo.InvariantCulture, $",\"busyTrader\":{{\"orders\":{busy.Told.Count},\"p50Ms\":{busy.Told.Percentile(0.5).TotalMilliseconds:0.0},\"p99Ms\":{busy.Told.Percentile(0.99).TotalMilliseconds:0.0}}}");
        output.WriteLine(Text("venue", options, hearing, ResidentOf(options.Pid) - before, also));
    }

    private static async Task Tell(Options options, Hearing hearing, Crowd crowd, Func<Task> tell)
    {
        using var beat = new PeriodicTimer(Every);
        for (int round = -options.Warm; round < options.Rounds; round++)
        {
            if (round == 0) hearing.Begin();
            await tell();
            await beat.WaitForNextTickAsync();
            crowd.Check();
        }
        hearing.End();
    }

    private static string Text(string who, Options options, Hearing hearing, long grown, string also)
    {
        IReadOnlyList<(TimeSpan Half, TimeSpan Last)> rounds = hearing.Rounds(options.Listeners);
        double[] half = [.. rounds.Select(static r => r.Half.TotalMilliseconds).Order()], last = [.. rounds.Select(static r => r.Last.TotalMilliseconds).Order()];
        string bytes = grown > 0 ? string.Create(CultureInfo.InvariantCulture, $",\"kibASocket\":{grown / 1024.0 / options.Listeners:0.0}") : "";
        return rounds.Count == 0
            ? $$"""{"who":"{{who}}","listeners":{{options.Listeners}},"roundsHeardByAll":0{{bytes}}{{also}}}"""
            : string.Create(CultureInfo.InvariantCulture, $$"""{"who":"{{who}}","listeners":{{options.Listeners}},"roundsHeardByAll":{{rounds.Count}},"medianMs":{{Middle(half):0.0}},"medianMostMs":{{half[^1]:0.0}},"lastMs":{{Middle(last):0.0}},"lastMostMs":{{last[^1]:0.0}}{{bytes}}{{also}}}""");
    }

    private static double Middle(double[] sorted) => sorted[sorted.Length / 2];

    private static long ResidentOf(int pid)
    {
        if (pid == 0) return 0;
        string line = File.ReadLines($"/proc/{pid}/status").First(static l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(6, line.Length - 9).Trim(), CultureInfo.InvariantCulture);
    }
}
