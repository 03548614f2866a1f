using System.Net;

namespace Peregrine.Bench.Fanout;

/// <summary>Many listeners, from several addresses of this machine: a venue takes only so many sockets of one.</summary>
internal sealed class Crowd : IDisposable
{
    private const int PerAddress = 1900, OpenedAtOnce = 64;
    private readonly List<Listener> _listeners = [];
    private Task _running = Task.CompletedTask;

    /// <param name="url">Of the venue.</param>
    /// <param name="count">How many.</param>
    /// <param name="subscribe">What each asks for.</param>
    /// <param name="hear">What each does with a message; null: it never reads again.</param>
    public static async Task<Crowd> Open(Uri url, int count, byte[] subscribe, Action<ReadOnlySpan<byte>>? hear)
    {
        var crowd = new Crowd();
        var to = new IPEndPoint(IPAddress.Loopback, url.Port);
        for (int i = 0; i < count; i++) crowd._listeners.Add(new Listener(hear ?? (static _ => { })));
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (i, _) =>
                await crowd._listeners[i].Open(IPAddress.Parse($"127.0.0.{2 + i / PerAddress}"), to, subscribe));
        }
        catch
        {
            crowd.Dispose();
            throw;
        }
        if (hear is not null) crowd._running = Task.WhenAll(crowd._listeners.Select(static l => l.Run()));
        return crowd;
    }

    /// <summary>Throws what ended a listener that nobody closed.</summary>
    public void Check()
    {
        if (_running.IsFaulted) _running.GetAwaiter().GetResult();
    }

    public void Dispose() => _listeners.ForEach(static l => l.Dispose());
}
