using Microsoft.AspNetCore.Http;
using Peregrine.Sandbox.Providers;

namespace Peregrine.Providers;

/// <summary>A provider at which one person is signed in, who comes through at once, and which does something wrong when a test wants that.</summary>
public interface ITwisted
{
    Visitor Visitor { get; set; }

    Twist Twist { get; set; }

    /// <summary>The last page a browser was sent to.</summary>
    IReadOnlyDictionary<string, string> Asked { get; set; }

    string SendBack(Asking asked, Visitor? visitor);
}

internal static class TwistedAnswers
{
    public static Visitor Ada => new("1001", "ada", "ada@example.org");

    /// <summary>The page to which a browser is sent, and which sends it back.</summary>
    public static Task Authorize(this ITwisted provider, HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        provider.Asked = query.ToDictionary(static q => q.Key, static q => q.Value.ToString());
        string state = provider.Twist == Twist.BadState ? "made-up" : query["state"]!;
        var asked = new Asking(query["client_id"]!, query["redirect_uri"]!, state, query["nonce"]!, query["code_challenge"]!, query["code_challenge_method"]!);
        http.Response.Redirect(provider.SendBack(asked, provider.Twist == Twist.Denies ? null : provider.Visitor));
        return Task.CompletedTask;
    }

    /// <summary>True when the twist is one that any server may have, and was played.</summary>
    public static async Task<bool> Played(Twist twist, HttpContext http)
    {
        switch (twist)
        {
            case Twist.Silent:
                // Until whoever asked hangs up.
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return true;
            case Twist.Broken:
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                return true;
            case Twist.NoJson:
                await http.Response.WriteAsync("<html>");
                return true;
            case Twist.Redirects:
                http.Response.Redirect("/elsewhere");
                return true;
            default:
                return false;
        }
    }
}
