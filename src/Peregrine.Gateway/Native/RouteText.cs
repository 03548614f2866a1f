using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

/// <summary>The route table as lines of text.</summary>
internal static class RouteText
{
    public static IReadOnlyList<string> Lines(IEnumerable<Route> routes) =>
        [.. routes.Select(r => Line(r.Method, Router.Prefix + r.Path, r.Class.ToString(), Who(r.Access.ToString(), r.Needs), r.Summary))];

    /// <summary>One line, of whichever table.</summary>
    public static string Line(string method, string path, string cost, string access, string summary) =>
        $"{method,-7}{path,-45}{Choices.LowerCamel(cost),-8}{access,-26}{summary}";

    /// <summary>Who may, and of keys which: any one of these actions suffices.</summary>
    public static string Who(string access, AllowedActions needs)
    {
        string word = Choices.LowerCamel(access);
        return needs == AllowedActions.None ? word : $"{word}:{(needs == AllowedActions.All ? "any" : string.Join('+', Enum.GetValues<AllowedActions>().Where(a => a != AllowedActions.All && (a & needs) != 0).Select(static a => Choices.LowerCamel(a.ToString()))))}";
    }
}
