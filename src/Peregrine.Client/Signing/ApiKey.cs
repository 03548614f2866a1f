using System.Globalization;
using System.Text;
using Peregrine.Client.Json;
using Peregrine.Client.Rest;

namespace Peregrine.Client.Signing;

/// <summary>An API key: each request is signed.</summary>
public sealed class ApiKey(string keyId, IRequestSigner signer) : Credentials
{
    private const string StreamTarget = "/ws/v1";
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(1);
    private readonly KeyClock _clock = KeyClock.Of(keyId);

    public static ApiKey Hmac(string keyId, string secret) => new(keyId, new HmacSigner(secret));

    public static ApiKey Ed25519(string keyId, ReadOnlySpan<byte> seed) => new(keyId, new Ed25519Signer(seed));

    internal override async ValueTask Sign(HttpAsk ask, RestLine line, CancellationToken stop)
    {
        // What changes nothing may be taken for the same twice.
        long stamp = line.NowMs;
        while (ask.Method != "GET" && !_clock.TryNext(stamp, out stamp))
        {
            await Task.Delay(CatchUp, line.Options.Time, stop).ConfigureAwait(false);
            stamp = line.NowMs;
        }
        (ask.Key, ask.Timestamp) = (keyId, stamp.ToString(CultureInfo.InvariantCulture));
        ask.Signature = SignedText.Sign(signer, stamp, ask.Method, ask.Target, ask.Body.Span);
    }

    internal override bool WriteAuth(JsonOut json, long nowMs)
    {
        json.Name("key"u8).Text(keyId).Name("timestamp"u8).Number(nowMs);
        json.Name("signature"u8).Plain(Encoding.ASCII.GetBytes(SignedText.Sign(signer, nowMs, "GET", StreamTarget, default)));
        return true;
    }
}
