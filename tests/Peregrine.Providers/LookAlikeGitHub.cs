using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Providers;

/// <summary>GitHub: errors come with 200, and who came is asked afterwards.</summary>
public sealed class LookAlikeGitHub : LookAlike
{
    private readonly ConcurrentDictionary<string, Visitor> _tokens = new(StringComparer.Ordinal);

    /// <summary>It refuses to list addresses, as it does when its user did not allow that.</summary>
    public bool HidesEmails { get; set; }

    internal async Task Token(HttpContext http)
    {
        if (await PlayedFault(http)) return;
        var taken = Given.Take(await http.Request.ReadFormAsync());
        if (taken is null || Twist == Twist.ExpiredCode)
        {
            await Answer(http, new { error = "bad_verification_code", error_description = "The code passed is incorrect or expired." });
            return;
        }
        string token = "gho_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18));
        _tokens[token] = taken.Value.Visitor;
        if (http.Request.Headers.Accept != "application/json") await http.Response.WriteAsync($"access_token={token}&token_type=bearer");
        else if (Twist == Twist.NoToken) await Answer(http, new { token_type = "bearer" });
        else await Answer(http, new { access_token = token, scope = "read:user,user:email", token_type = "bearer" });
    }

    internal Task User(HttpContext http)
    {
        if (Who(http) is not { } visitor) return Answer(http, new { message = "Bad credentials" }, StatusCodes.Status401Unauthorized);
        return Twist == Twist.NoSubject
            ? Answer(http, new { login = visitor.Login })
            : Answer(http, new { login = visitor.Login, id = long.Parse(visitor.Subject, CultureInfo.InvariantCulture), email = "typed-by-its-owner@example.org" });
    }

    internal Task Emails(HttpContext http)
    {
        if (Who(http) is not { } visitor || HidesEmails) return Answer(http, new { message = "Not Found" }, StatusCodes.Status404NotFound);
        var other = new { email = "second@example.org", primary = false, verified = true, visibility = (string?)null };
        return visitor.Email is null
            ? Answer(http, new[] { other })
            : Answer(http, new[] { other, new { email = visitor.Email, primary = true, verified = visitor.IsVerified, visibility = (string?)"private" } });
    }

    // Whoever does not say what he is gets no answer.
    private Visitor? Who(HttpContext http) =>
        http.Request.Headers.UserAgent.Count == 1 && http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. { } token] && _tokens.TryGetValue(token, out Visitor? visitor)
            ? visitor : null;
}
