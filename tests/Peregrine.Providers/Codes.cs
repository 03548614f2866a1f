using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Providers;

/// <summary>Codes that were given out, and whether who exchanges one is who asked for it (RFC 6749, RFC 7636).</summary>
internal sealed class Codes
{
    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);

    public string Issue(IQueryCollection query, Visitor visitor)
    {
        string code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _asked[code] = new Asked(query["client_id"]!, query["redirect_uri"]!, query["code_challenge"]!, query["nonce"]!, query["code_challenge_method"]!, visitor);
        return code;
    }

    /// <summary>Who came and with which nonce; none when the code is not this client's, or not good any more.</summary>
    public (Visitor Visitor, string Nonce)? Take(IFormCollection form)
    {
        if (!_asked.TryRemove(form["code"].ToString(), out Asked? asked)) return null;
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        bool isTheirs = asked.Client == form["client_id"] && form["client_secret"] == LookAlikes.ClientSecret && asked.Redirect == form["redirect_uri"] && asked.Method == "S256"
            && asked.Challenge == challenge && form["grant_type"] == "authorization_code";
        return isTheirs ? (asked.Visitor, asked.Nonce) : null;
    }

    private sealed record Asked(string Client, string Redirect, string Challenge, string Nonce, string Method, Visitor Visitor);
}
