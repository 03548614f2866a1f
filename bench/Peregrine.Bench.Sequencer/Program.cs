using System.Diagnostics;
using System.Globalization;
using Peregrine.Bench.Sequencer;
using Peregrine.Core;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

// dotnet run -c Release --project bench/Peregrine.Bench.Sequencer -- DIRECTORY [--seconds 5] [--producers 2] [--window 2000] [--alone 20000]
// Others: DIRECTORY --recovery COMMANDS | --snapshot ACCOUNTS ORDERS | --start ACCOUNTS ORDERS TAIL | --memory
// The directory must be on the disk that is to be measured; what it held of an earlier run is deleted.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("usage: DIRECTORY [--seconds N] [--producers N] [--window N] [--alone N] | --recovery N | --snapshot ACCOUNTS ORDERS | --start ACCOUNTS ORDERS TAIL | --memory");
    return 2;
}
string folder = args[0];
int seconds = Number("--seconds", 5), producers = Number("--producers", 2), window = Number("--window", 2000), alone = Number("--alone", 20_000);
if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
switch (args[1..])
{
    case ["--recovery", var commands]:
        Starts.Recovery(folder, Count(commands));
        return 0;
    case ["--snapshot", var accounts, var orders]:
        await Snapshots.Measure(folder, Count(accounts), Count(orders));
        return 0;
    case ["--start", var accounts, var orders, var tail]:
        Starts.FromSnapshot(folder, Count(accounts), Count(orders), Count(tail));
        return 0;
    case ["--memory"]:
        Starts.Memory(folder);
        return 0;
}

Stages.Measure(folder, 1024, 600);
Stages.Replay(folder);
Directory.Delete(folder, recursive: true);

var options = new SequencerOptions { EventRingBytes = 64 << 20 };
using (PosixStorage storage = PosixStorage.At(folder))
{
    var clock = new SteadyClock();
    using Sequencer venue = Sequencer.Open(storage, clock, options);
    using var threads = new SequencerThreads(venue, clock);
    foreach (Command[] group in Market.Groups(1 << 20)) Invariant.That((await venue.Submit(group)).Code == RejectCode.None, "the venue was not made");

    await Alone(venue, 2000);
    Console.WriteLine($"flush alone, 512 B: {FlushProbe.Measure(storage, 512, 3000)}");
    Console.WriteLine($"submit to durable answer, one at a time: {await Alone(venue, alone)}");
    Console.WriteLine($"flush alone, 512 B: {FlushProbe.Measure(storage, 512, 3000)}");
    TimeSpan warmUp = TimeSpan.FromSeconds(2), measured = TimeSpan.FromSeconds(seconds);

    double full = Throughput("full load", 0);
    Throughput("half load", full / 2);
    Console.WriteLine($"idle: {Idle():F2} % of a core");

    double Throughput(string name, double perSecond)
    {
        (long seq, TimeSpan cpu) = (venue.Log.Tail, Cpu());
        var load = new Load(venue, producers, window, 20_000, perSecond);
        double rate = load.Run(warmUp, measured);
        // Who answers questions and writes events works on behind the load; what it has left to do belongs to the load that left it.
        long behind = venue.Log.Tail - venue.Shadow.Seq;
        long start = Stopwatch.GetTimestamp();
        while (!venue.Shadow.HasCaughtUp) Thread.Sleep(1);
        TimeSpan caughtUp = Stopwatch.GetElapsedTime(start);
        double ns = (Cpu() - cpu).TotalNanoseconds / (venue.Log.Tail - seq);
        Console.WriteLine($"{name}, {producers} producers, window {window} each: {rate / 1e6:F2} M/s, {load.Latency}, {load.Refused} times refused, {ns:F0} ns of processor a command in all threads; the shadow {behind} commands behind at the end, for {caughtUp.TotalMilliseconds:F0} ms");
        return rate;
    }
}
return 0;

static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

int Number(string name, int otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
}

static async Task<Percentiles> Alone(Sequencer venue, int count)
{
    var flow = new Flow(0, 1, 1000);
    var times = new Percentiles(count);
    for (int i = 0; i < count; i++)
    {
        Command command = flow.Next();
        long start = Stopwatch.GetTimestamp();
        CommandReceipt receipt = await venue.Submit([command]);
        times.Add(Stopwatch.GetTimestamp() - start);
        if (command.Header.Kind == CommandKind.PlaceOrder && receipt.Done.State == OrderState.Live) flow.Rests(new(receipt.Done.Detail1), command.Header.Account);
    }
    return times;
}

static double Idle()
{
    Thread.Sleep(1000);
    TimeSpan before = Cpu();
    long start = Stopwatch.GetTimestamp();
    Thread.Sleep(5000);
    return (Cpu() - before).TotalSeconds / Stopwatch.GetElapsedTime(start).TotalSeconds * 100;
}

static TimeSpan Cpu()
{
    using Process self = Process.GetCurrentProcess();
    return self.TotalProcessorTime;
}
