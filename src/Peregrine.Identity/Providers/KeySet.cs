using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace Peregrine.Identity.Providers;

/// <summary>A provider's public keys, fetched when they are needed and kept as long as it says; fetched again when a token names another.</summary>
internal sealed class KeySet(ProviderLine line, Uri url, TimeProvider time) : IDisposable
{
    private const int ModulusBytesMin = 256;

    // Whoever sends tokens with made-up key names must not make us ask the provider each time.
    private static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1), LongestKept = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private Dictionary<string, RSAParameters> _keys = [];
    private DateTimeOffset _fetchedAt = DateTimeOffset.MinValue, _keptUntil = DateTimeOffset.MinValue;

    /// <summary>The key of that name; none when the provider has none.</summary>
    public async Task<RSAParameters?> Find(string name)
    {
        await _one.WaitAsync();
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            bool isStale = now >= _keptUntil, isUnknown = !_keys.ContainsKey(name);
            if (isStale || (isUnknown && now >= _fetchedAt + BetweenFetches)) await Fetch(now);
            return _keys.TryGetValue(name, out RSAParameters key) ? key : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task Fetch(DateTimeOffset now)
    {
        (HttpStatusCode status, JsonDocument answer, TimeSpan kept) = await line.Get(url);
        using (answer)
        {
            if (status != HttpStatusCode.OK || !answer.RootElement.TryGetProperty("keys", out JsonElement keys)) throw new ProviderException($"{url.Host} tells no keys.") { IsUnreachable = true };
            var found = new Dictionary<string, RSAParameters>(StringComparer.Ordinal);
            foreach (JsonElement key in keys.EnumerateArray())
            {
                if (Read(key) is { } one) found[one.Name] = one.Key;
            }
            _keys = found;
        }
        (_fetchedAt, _keptUntil) = (now, now + TimeSpan.FromTicks(Math.Clamp(kept.Ticks, BetweenFetches.Ticks, LongestKept.Ticks)));
    }

    private static (string Name, RSAParameters Key)? Read(JsonElement key)
    {
        if (Text(key, "kty") != "RSA" || Text(key, "use") is not ("sig" or "") || Text(key, "alg") is not ("RS256" or "")) return null;
        if (Text(key, "kid") is not { Length: > 0 } name || !TryBytes(Text(key, "n"), out byte[] modulus) || !TryBytes(Text(key, "e"), out byte[] exponent)) return null;
        return modulus.Length < ModulusBytesMin ? null : (name, new RSAParameters { Modulus = modulus, Exponent = exponent });
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length == 0 || !Base64Url.IsValid(text)) return false;
        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }
}
