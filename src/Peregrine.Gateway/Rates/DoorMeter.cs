using System.Diagnostics.Metrics;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Rates;

/// <summary>What limits gave and refused, what is open and what broke, as metrics of the runtime: its own tools and every collector that speaks OpenTelemetry read them.</summary>
internal sealed class DoorMeter : IDisposable
{
    public const string Name = "Peregrine.Gateway";

    public DoorMeter(RateLimiter limiter, Func<int> sockets, Func<int> subscriptions, Func<long> refusedSockets, Func<long> breaks, Func<long> newsBytes)
    {
        Meter.CreateObservableCounter("peregrine.limits.taken", () => Each(limiter, static c => c.Taken), "{token}", "What buckets gave since the start.");
        Meter.CreateObservableCounter("peregrine.limits.refused", () => Each(limiter, static c => c.Refused), "{request}", "What buckets refused since the start.");
        Meter.CreateObservableGauge("peregrine.limits.buckets", () => limiter.Count, "{bucket}", "Kept now; full ones are forgotten.");
        Meter.CreateObservableGauge("peregrine.sockets.open", sockets, "{socket}", "Open now.");
        Meter.CreateObservableGauge("peregrine.sockets.subscriptions", subscriptions, "{subscription}", "On sockets that are open.");
        Meter.CreateObservableCounter("peregrine.sockets.refused", refusedSockets, "{socket}", "Because their address had enough.");
        Meter.CreateObservableCounter("peregrine.folds.broken", breaks, "{break}", "How often what is told of the venue had to be made anew.");
        Meter.CreateObservableGauge("peregrine.accounts.news", newsBytes, "By", "What is kept in memory of what accounts were told.");
    }

    /// <summary>Of this gateway alone.</summary>
    public Meter Meter { get; } = new(Name);

    public void Dispose() => Meter.Dispose();

    private static IEnumerable<Measurement<long>> Each(RateLimiter limiter, Func<(LimitScope, LimitClass, long Taken, long Refused), long> count) =>
        limiter.Counts.All().Select(of => new Measurement<long>(count(of), new("scope", Choices.LowerCamel(of.Scope.ToString())), new("class", Choices.LowerCamel(of.Class.ToString()))));
}
