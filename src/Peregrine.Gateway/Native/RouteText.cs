using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>The route table as lines of text.</summary>
internal static class RouteText
{
    public static IReadOnlyList<string> Lines(IEnumerable<Route> routes) =>
        [.. routes.Select(r => $"{r.Method,-7}{Router.Prefix + r.Path,-45}{Choices.LowerCamel(r.Class.ToString()),-8}{Choices.LowerCamel(r.Access.ToString()),-10}{r.Summary}")];
}
