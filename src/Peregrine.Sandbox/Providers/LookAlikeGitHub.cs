using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Sandbox.Providers;

/// <summary>GitHub: errors come with 200, and who came is asked afterwards.</summary>
public class LookAlikeGitHub(ProviderClient client, TimeProvider time) : LookAlike(client, time)
{
    private const string Prefix = "gho_", Bearer = "Bearer ";
    private const int TokensMax = 10_000;

    private readonly ShortLived<Visitor> _tokens = new(time, TimeSpan.FromMinutes(10), TokensMax);

    internal override async Task Token(HttpContext http)
    {
        if (await IsOutOfOrder(http)) return;
        if (Take(await http.Request.ReadFormAsync()) is not { } taken)
        {
            await Answer(http, new { error = "bad_verification_code", error_description = "The code passed is incorrect or expired." });
            return;
        }
        string token = Prefix + _tokens.Keep(taken.Visitor);
        if (http.Request.Headers.Accept != "application/json") await http.Response.WriteAsync($"access_token={token}&token_type=bearer");
        else await Answer(http, Grant(token));
    }

    internal Task User(HttpContext http) => Who(http) is { } visitor ? Answer(http, Profile(visitor)) : Answer(http, new { message = "Bad credentials" }, StatusCodes.Status401Unauthorized);

    internal Task Emails(HttpContext http)
    {
        if (Who(http) is not { } visitor || EmailsOf(visitor) is not { } emails) return Answer(http, new { message = "Not Found" }, StatusCodes.Status404NotFound);
        return Answer(http, emails);
    }

    protected virtual object Grant(string token) => new { access_token = token, scope = "read:user,user:email", token_type = "bearer" };

    protected virtual object Profile(Visitor visitor) => new { login = visitor.Login, id = long.Parse(visitor.Subject, CultureInfo.InvariantCulture) };

    /// <summary>The addresses it knows of somebody; none when he did not allow that they are told.</summary>
    protected virtual object[]? EmailsOf(Visitor visitor) => visitor.Email is null ? [] : [new { email = visitor.Email, primary = true, verified = visitor.IsVerified, visibility = "private" }];

    // Whoever does not say what he is gets no answer.
    private Visitor? Who(HttpContext http)
    {
        string token = http.Request.Headers.Authorization.ToString();
        return http.Request.Headers.UserAgent.Count == 1 && token.StartsWith(Bearer + Prefix, StringComparison.Ordinal) && _tokens.TryFind(token[(Bearer.Length + Prefix.Length)..], out Visitor? visitor)
            ? visitor : null;
    }
}
