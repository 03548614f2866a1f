using System.Diagnostics;
using System.Globalization;

namespace Peregrine.Bench.Engine.Risk;

/// <summary>How long single commands took, in microseconds.</summary>
internal sealed class Timings
{
    private readonly List<double> _us = [];

    public int Count => _us.Count;

    public double TotalUs => _us.Sum();

    public double LongestUs => _us.Count == 0 ? 0 : _us.Max();

    /// <summary>Times one command; its result is what else there is to say of it.</summary>
    public void Time(Action command)
    {
        long start = Stopwatch.GetTimestamp();
        command();
        _us.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    /// <summary>Ticks until the engine has nothing left to do.</summary>
    public void TimeRest(Venue venue)
    {
        while (venue.HasWork) Time(() => venue.Tick(0));
    }

    public double At(double share)
    {
        double[] sorted = [.. _us.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    public static string Text(double us) => us.ToString("0.0", CultureInfo.InvariantCulture);
}
