using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Identity;
using Peregrine.Identity.Keys;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Keys by which a user's own events are listened to. Each belongs to an API key, lives for an hour, and longer when it is asked to.</summary>
internal sealed class ListenKeys(Gateway gateway)
{
    private const long LifeMs = 60 * 60_000;
    private const int Length = 64;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly ConcurrentDictionary<string, ListenKey> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ListenKey> _byApiKey = new(StringComparer.Ordinal);

    /// <summary>The API key's living listen key, given another hour, or a new one.</summary>
    public ListenKey Open(FapiCall call)
    {
        if (_byApiKey.TryGetValue(call.Key, out ListenKey? living) && living.TryExtend(call.NowMs, LifeMs)) return living;
        Sweep(call.NowMs);
        // Letters and digits alone: clients split names of streams at everything else.
        var made = new ListenKey(RandomNumberGenerator.GetString(Letters, Length), call.Key, call.Who);
        made.TryExtend(call.NowMs, LifeMs);
        _byName[made.Name] = _byApiKey[call.Key] = made;
        return made;
    }

    public ListenKey? Extend(FapiCall call) => _byApiKey.TryGetValue(call.Key, out ListenKey? key) && key.TryExtend(call.NowMs, LifeMs) ? key : null;

    public void Close(FapiCall call)
    {
        if (!_byApiKey.TryRemove(call.Key, out ListenKey? key)) return;
        key.Close();
        _byName.TryRemove(key.Name, out _);
    }

    public bool Knows(string name) => Find(name) is not null;

    /// <summary>The events of a listen key on one socket; none when there is no such key.</summary>
    public UserStream? Attach(string name, FapiStreamDesk desk)
    {
        if (Find(name) is not { } key || !MayStill(key, desk, out Principal who)) return null;
        desk.Session.Who = who;
        return new UserStream(key, desk);
    }

    // An API key that was taken away, may read no more, or may not be used from there, opens no more sockets.
    private bool MayStill(ListenKey key, FapiStreamDesk desk, out Principal who)
    {
        IdentityCode code = gateway.People.Requests.Find(Encoding.ASCII.GetBytes(key.ApiKey), desk.Session.Address, out KeyUse use);
        who = code == IdentityCode.None ? gateway.Authenticator.OfKey(in use) : default;
        return (who.Actions & AllowedActions.Read) != 0;
    }

    private ListenKey? Find(string name) =>
        _byName.TryGetValue(name, out ListenKey? key) && key.IsAlive(gateway.Time.GetUtcNow().ToUnixTimeMilliseconds()) ? key : null;

    private void Sweep(long nowMs)
    {
        foreach ((string name, ListenKey key) in _byName)
        {
            if (key.IsAlive(nowMs)) continue;
            _byName.TryRemove(name, out _);
            _byApiKey.TryRemove(new KeyValuePair<string, ListenKey>(key.ApiKey, key));
        }
    }
}
