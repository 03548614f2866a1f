using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Sandbox.Providers;

/// <summary>What both providers have: codes that they give out, and whether who exchanges one is who asked for it.</summary>
public abstract class LookAlike
{
    private const int CodesMax = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly ShortLived<Given> _codes;

    private protected LookAlike(ProviderClient client, TimeProvider time) => (Client, Time, _codes) = (client, time, new ShortLived<Given>(time, Life, CodesMax));

    protected ProviderClient Client { get; }

    protected TimeProvider Time { get; }

    /// <summary>Where a browser goes back to: with a code for who it says it is, or with a no.</summary>
    public string SendBack(Asking asked, Visitor? visitor)
    {
        string told = visitor is null ? "error=access_denied&error_description=no" : $"code={_codes.Keep(new Given(asked, visitor))}";
        return $"{asked.Redirect}?{told}&state={Uri.EscapeDataString(asked.State)}";
    }

    internal abstract Task Token(HttpContext http);

    /// <summary>Who came and with which nonce; none when the code is not this client's, or not good any more.</summary>
    protected virtual (Visitor Visitor, string Nonce)? Take(IFormCollection form)
    {
        if (_codes.Take(form["code"].ToString()) is not { } given) return null;
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        bool isTheirs = given.Asked.Client == form["client_id"] && given.Asked.Client == Client.Id && form["client_secret"] == Client.Secret && given.Asked.Redirect == form["redirect_uri"]
            && given.Asked.Method == "S256" && given.Asked.Challenge == challenge && form["grant_type"] == "authorization_code";
        return isTheirs ? (given.Visitor, given.Asked.Nonce) : null;
    }

    /// <summary>True when something else than an answer of the provider's was sent.</summary>
    protected virtual Task<bool> IsOutOfOrder(HttpContext http) => Task.FromResult(false);

    private protected static Task Answer(HttpContext http, object value, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(JsonSerializer.Serialize(value));
    }

    private sealed record Given(Asking Asked, Visitor Visitor);
}
