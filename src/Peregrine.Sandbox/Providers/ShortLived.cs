using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Peregrine.Sandbox.Providers;

/// <summary>Things under names that nobody guesses, for some minutes, and of them so many at most: the oldest go first.</summary>
internal sealed class ShortLived<T>(TimeProvider time, TimeSpan life, int max)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _things = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, DateTimeOffset Until)> _order = new();

    public string Keep(T thing)
    {
        string name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18));
        lock (_lock)
        {
            Forget();
            while (_order.Count >= max) _things.Remove(_order.Dequeue().Name);
            _things.Add(name, thing);
            _order.Enqueue((name, time.GetUtcNow() + life));
        }
        return name;
    }

    public bool TryFind(string name, [NotNullWhen(true)] out T? thing)
    {
        lock (_lock)
        {
            Forget();
            return _things.TryGetValue(name, out thing);
        }
    }

    /// <summary>Finds it for the last time.</summary>
    public T? Take(string name)
    {
        lock (_lock)
        {
            Forget();
            return _things.Remove(name, out T? thing) ? thing : null;
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out (string Name, DateTimeOffset Until) oldest) && oldest.Until <= time.GetUtcNow()) _things.Remove(_order.Dequeue().Name);
    }
}
