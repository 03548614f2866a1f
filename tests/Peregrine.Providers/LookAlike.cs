using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Peregrine.Providers;

/// <summary>What both providers have: a page that sends browsers back, and faults of a server.</summary>
public abstract class LookAlike
{
    private protected readonly Codes Given = new();

    public Visitor Visitor { get; set; } = new("1001", "ada", "ada@example.org");

    public Twist Twist { get; set; }

    /// <summary>The last page a browser was sent to.</summary>
    public IReadOnlyDictionary<string, string> Asked { get; private set; } = new Dictionary<string, string>();

    internal Task Authorize(HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        Asked = query.ToDictionary(static q => q.Key, static q => q.Value.ToString());
        string state = Twist == Twist.BadState ? "made-up" : query["state"]!;
        string back = Twist == Twist.Denies
            ? $"error=access_denied&error_description=no&state={state}"
            : $"code={Given.Issue(query, Visitor)}&state={state}";
        http.Response.Redirect($"{query["redirect_uri"]}?{back}");
        return Task.CompletedTask;
    }

    /// <summary>True when the twist is one that any server may have, and was played.</summary>
    private protected async Task<bool> PlayedFault(HttpContext http)
    {
        switch (Twist)
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

    private protected static Task Answer(HttpContext http, object value, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(JsonSerializer.Serialize(value));
    }
}
