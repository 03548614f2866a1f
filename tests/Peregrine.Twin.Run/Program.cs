using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;
using Peregrine.Twin;

// dotnet run -c Release --project tests/Peregrine.Twin.Run -- --seeds 1..1000 --commands 10000 [--threads 2] [--twin-only] [--invariants] [--failures file] [--all] [--kinds A,B]
string Option(string name, string otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}

string[] range = Option("--seeds", "1..200").Split("..");
ulong first = ulong.Parse(range[0], CultureInfo.InvariantCulture), last = ulong.Parse(range[^1], CultureInfo.InvariantCulture);
int commands = int.Parse(Option("--commands", "10000"), CultureInfo.InvariantCulture);
int threads = int.Parse(Option("--threads", "2"), CultureInfo.InvariantCulture);
string failures = Option("--failures", "failing-seeds.txt");
var options = new Comparison.Options(Engine: !args.Contains("--twin-only"), Invariants: args.Contains("--invariants"));
string kinds = Option("--kinds", "");
HashSet<CommandKind>? only = kinds.Length == 0 ? null : [.. kinds.Split(',').Select(k => Enum.Parse<CommandKind>(k))];

var watch = Stopwatch.StartNew();
var failed = new ConcurrentQueue<ulong>();
long done = 0, next = (long)first - 1;
void Work()
{
    while (true)
    {
        ulong seed = (ulong)Interlocked.Increment(ref next);
        if (seed > last || (!failed.IsEmpty && !args.Contains("--all"))) return;
        IReadOnlyList<Command> stream = Workload.Stream(seed, commands, only);
        string? report = Comparison.Of(seed, stream, options);
        Interlocked.Add(ref done, stream.Count);
        if (report is null) continue;
        failed.Enqueue(seed);
        Console.WriteLine(report);
    }
}

// What an end asked of whom.
static string Outcome(MarketSettled end)
{
    (string Name, Micros Amount)[] parts = [("deficits", end.Deficits), ("insurance", end.Insurance), ("haircut", end.Haircut), ("bad debt", end.BadDebt), ("residue", end.Residue), ("released", end.Released)];
    return string.Join(", ", parts.Where(p => p.Amount != Micros.Zero).Select(p => p.Amount < Micros.Zero ? $"{p.Name} below 0" : p.Name));
}

// How an auction came out for its order.
static string Served(AuctionEnded end) => end.Reason != 0 ? end.Reason.ToString() : end.Filled.Value == 0 ? "empty" : end.FromQuotes.Value == 0 ? "from the book" : end.FromQuotes == end.Filled ? "from quotes" : "from both";

static bool Asks(in Command command) => command.Header is { Kind: CommandKind.PlaceOrder, GroupCount: <= 1 } && (Command.Body<PlaceOrder>(command).Flags & OrderFlags.Auction) != 0;

if (args.Contains("--stats"))
{
    // What the streams reach: events by kind, cancels by reason, answers by command and code.
    var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
    for (ulong seed = first; seed <= last; seed++)
    {
        var twin = new TwinEngine();
        foreach (Command command in Workload.Stream(seed, commands, only))
        {
            foreach (TwinEvent e in twin.Apply(command))
            {
                string name = e.Kind switch
                {
                    EventKind.CommandDone when Asks(command) => $"asks makers {e.As<CommandDone>().Code} {e.As<CommandDone>().State}",
                    EventKind.AuctionEnded => $"event {e.Kind} {(e.As<AuctionEnded>().Order.IsEngines ? "of a liquidation " : "")}{Served(e.As<AuctionEnded>())}",
                    EventKind.CommandDone => $"done {e.As<CommandDone>().Command} {e.As<CommandDone>().Code}",
                    EventKind.OrderCancelled => $"event {e.Kind} {e.As<OrderCancelled>().Reason} {e.As<OrderCancelled>().Code}",
                    EventKind.Trade => $"event {e.Kind} {e.As<Trade>().Reason}",
                    EventKind.SettlementStarted => $"event {e.Kind} {(e.As<SettlementStarted>().FromMark == 1 ? "from mark" : "from averages")}",
                    EventKind.MarketSettled => $"event {e.Kind} {Outcome(e.As<MarketSettled>())}",
                    _ => $"event {e.Kind}",
                };
                counts[name] = counts.GetValueOrDefault(name) + 1;
            }
            if (twin.State.Markets.Exists(m => m.End is { IsWorking: true })) counts["a settlement goes on"] = counts.GetValueOrDefault("a settlement goes on") + 1;
        }
    }
    foreach ((string name, long count) in counts) Console.WriteLine($"{count,10} {name}");
    return 0;
}

Console.WriteLine($"SEEDS={first}..{last} commands={commands} threads={threads} {options}");
Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
foreach (Thread worker in workers) worker.Start();
foreach (Thread worker in workers) worker.Join();
Console.WriteLine($"{done} commands in {watch.Elapsed.TotalSeconds:F1} s, {done / watch.Elapsed.TotalSeconds:F0} a second");
if (failed.IsEmpty) return 0;
Console.WriteLine($"first failing seed {failed.Min()}, all of them in {failures}");
File.WriteAllLines(failures, failed.Order().Select(s => s.ToString(CultureInfo.InvariantCulture)));
return 1;
