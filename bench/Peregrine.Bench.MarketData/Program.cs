using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Peregrine.Bench.MarketData;
using Peregrine.Bench.Replay;
using Peregrine.MarketData;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Markets;

if (Options.Parse(args) is not { } options || !File.Exists(options.File))
{
    await Console.Error.WriteLineAsync(Options.Usage);
    return 2;
}
ReadOnlySpan<Record> records = MemoryMarshal.Cast<byte, Record>(File.ReadAllBytes(options.File));
Tape tape = Tape.Record(records[..Math.Min(records.Length, options.Commands)]);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{Path.GetFileName(options.File)}: {Math.Min(records.Length, options.Commands)} commands, {tape.Events} events of which {tape.BookChanges} change the book, {tape.Bytes >> 20} MiB"));

DepthFold told = new();
foreach (byte[] piece in tape.End) told.Load(piece);
ulong expected = told.Views.Read(1, [], []).Checksum;
bool isRight = true;
(string Name, Func<Fold> Make)[] folds = [("depth", static () => new DepthFold()), ("markets", static () => new MarketFold()), ("accounts", static () => new AccountFold())];
foreach ((string name, Func<Fold> make) in folds)
{
    double[] seconds = new double[options.Runs];
    long allocated = 0;
    for (int run = -1; run < options.Runs; run++)
    {
        Fold fold = make();
        foreach (byte[] piece in tape.Beginning) fold.Apply(piece);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        foreach (byte[] piece in tape.Pieces) fold.Apply(piece);
        if (run >= 0) seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (fold is DepthFold depth) isRight &= depth.Views.Read(1, [], []).Checksum == expected;
        if (fold is AccountFold accounts) isRight &= accounts.StrayCount == 0;
        isRight &= fold.UnknownCount == 0;
    }
    Array.Sort(seconds);
    double median = seconds[seconds.Length / 2];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name}: {tape.Events / median / 1e6:F2} M events/s ({tape.BookChanges / median / 1e6:F2} M book changes/s), median of {options.Runs}, best {tape.Events / seconds[0] / 1e6:F2}, {allocated >> 10} KiB taken as it filled"));
}
Console.WriteLine($"book checksum {expected:x16}: {(isRight ? "as the engine tells it" : "WRONG")}");
return isRight ? 0 : 1;
