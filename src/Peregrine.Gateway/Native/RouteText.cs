using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>The route table as lines of text.</summary>
internal static class RouteText
{
    public static IReadOnlyList<string> Lines(IEnumerable<Route> routes) =>
        [.. routes.Select(r => Line(r.Method, Router.Prefix + r.Path, r.Class.ToString(), r.Access.ToString(), r.Summary))];

    /// <summary>One line, of whichever table.</summary>
    public static string Line(string method, string path, string cost, string access, string summary) =>
        $"{method,-7}{path,-45}{Choices.LowerCamel(cost),-8}{Choices.LowerCamel(access),-10}{summary}";
}
