using System.Net;
using System.Runtime.InteropServices;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Streams;

/// <summary>Counts the sockets of each address, so that one cannot take the places of all.</summary>
internal sealed class SocketDoors(int most)
{
    private readonly Dictionary<ulong, int> _inside = [];
    private readonly Lock _lock = new();
    private long _refused;

    public long Refused => Volatile.Read(ref _refused);

    public bool TryEnter(IPAddress address)
    {
        lock (_lock)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_inside, RateLimiter.KeyOf(address), out _);
            if (count >= most)
            {
                _refused++;
                return false;
            }
            count++;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        ulong key = RateLimiter.KeyOf(address);
        lock (_lock)
        {
            if (--_inside[key] == 0) _inside.Remove(key);
        }
    }
}
