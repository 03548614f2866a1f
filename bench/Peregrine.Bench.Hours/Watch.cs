using System.Diagnostics;
using System.Globalization;

namespace Peregrine.Bench.Hours;

/// <summary>Looks at a venue every few seconds, and says each minute what it saw.</summary>
internal sealed class Watch(RunningVenue venue, TextWriter say)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly List<List<Sample>> _minutes = [];

    /// <summary>The most commands that history was behind.</summary>
    public long BehindMost { get; private set; }

    public async Task Run(CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(Every);
        try
        {
            while (await beat.WaitForNextTickAsync(stop)) Add((int)Stopwatch.GetElapsedTime(began).TotalMinutes, await venue.Look());
        }
        catch (OperationCanceledException)
        {
            // Seen enough.
        }
    }

    /// <summary>What was resident in a minute, in the middle of it.</summary>
    public double Memory(int minute)
    {
        // A venue that took a minute to answer has none of its own.
        List<long> seen = [.. _minutes.Take(minute + 1).Last(static m => m.Count > 0).Select(static s => s.MemoryBytes).Order()];
        return seen[seen.Count / 2];
    }

    public int Minutes => _minutes.Count;

    private void Add(int minute, Sample sample)
    {
        BehindMost = Math.Max(BehindMost, sample.Behind);
        if (minute >= _minutes.Count)
        {
            if (_minutes.Count > 0) Say(_minutes.Count - 1);
            while (_minutes.Count <= minute) _minutes.Add([]);
        }
        _minutes[minute].Add(sample);
    }

    private void Say(int minute)
    {
        if (_minutes[minute] is not [var first, .., var last]) return;
        double core = (last.Processor - first.Processor) / (Every * (_minutes[minute].Count - 1));
        say.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"minute {minute,2}: {last.Commands,9} commands, history {last.Behind,6} behind, {Memory(minute) / 1e6,6:0.0} MB resident, {core,4:0%} of a core, journal {last.JournalBytes >> 20} MiB, events {last.EventBytes >> 20} MiB, history {last.HistoryBytes >> 20} MiB"));
    }
}
