using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Peregrine.Client;

/// <summary>Every route of the native API has a method in the client, or stands here with the reason why not.</summary>
public sealed partial class EveryRouteTests
{
    private static readonly (string Reason, string[] Routes)[] WithoutMethod =
    [
        ("A browser's or a person's business, in the terminal: ways in, letters, wallets that sign, sessions.",
        [
            "POST /auth/password", "GET /auth/sessions", "DELETE /auth/sessions/{}", "DELETE /auth/sessions", "GET /auth/activity",
            "POST /auth/second-factor/keep-by-letter", "POST /auth/second-factor/stop-by-letter", "POST /auth/way-back", "POST /auth/fresh-sign-in/{}/start", "POST /auth/fresh-sign-in/{}/finish", "POST /auth/step-up/message", "POST /auth/step-up/wallet", "POST /withdrawals/message", "POST /auth/email/send", "POST /auth/email/confirm",
            "POST /auth/password/forgot", "POST /auth/password/reset", "GET /sandbox/mailbox", "POST /sandbox/providers/{}", "POST /auth/wallet/message", "POST /auth/wallet", "GET /auth/links", "POST /auth/links/wallet/message",
            "POST /auth/links/wallet", "DELETE /auth/links/{}", "GET /auth/providers", "POST /auth/providers/{}/start", "POST /auth/providers/{}/finish", "POST /auth/links/{}/start", "POST /auth/links/{}/finish",
            "POST /first-role",
        ]),
        ("Officers and operators, in the terminal and by peregrine admin.",
        [
            "GET /admin/profit", "GET /admin/log", "GET /admin/events", "GET /admin/people", "GET /admin/changes", "POST /admin/changes", "POST /admin/changes/{}/approve", "DELETE /admin/changes/{}", "DELETE /admin/factor-resets/{}",
            "POST /admin/markets", "POST /admin/markets/{}/state", "POST /admin/withdrawals/{}", "GET /admin/limits",
        ]),
        ("A front end's own notes.", ["GET /settings", "PUT /settings/{}"]),
        ("Whoever watches over the process, with a plain request.", ["GET /health", "GET /ready"]),
        ("A list of it has the same.", ["GET /markets/{}", "GET /tickers/{}", "GET /positions/{}", "GET /funding/{}"]),
        ("A stream of it has the same and is what a program should use.", ["GET /tickers", "GET /auctions", "GET /auctions/mine"]),
        ("For people who look, with a page of its own in the terminal.",
        [
            "GET /index/{}", "GET /insurance/funds", "GET /funding", "POST /orders/preview", "POST /account/stress", "GET /positions/{}/deleveraging",
        ]),
        ("An order of the fitting type does it.", ["POST /positions/{}/open", "POST /positions/{}/close", "POST /positions/{}/partial-close"]),
        ("Quotes go over the stream.", ["POST /auctions/{}/quotes"]),
    ];

    [Fact]
    public async Task A_route_is_in_the_client_or_has_a_reason_not_to_be()
    {
        string[] table = [.. (await Routes()).Split('\n').Where(static l => l.Contains(" /api/v1/", StringComparison.Ordinal)).Select(RouteOf)];
        HashSet<string> client = [.. Directory.EnumerateFiles(Path.Combine(Root(), "src", "Peregrine.Client"), "*.cs", SearchOption.AllDirectories).SelectMany(static f => Asked(File.ReadAllText(f)))];
        string[] excused = [.. WithoutMethod.SelectMany(static w => w.Routes)];
        Assert.True(table.Length > 100 && client.Count > 40);
        Assert.Equal([], client.Except(table).Order(StringComparer.Ordinal));
        Assert.Equal([], client.Intersect(excused).Order(StringComparer.Ordinal));
        Assert.Equal(table.Order(StringComparer.Ordinal), client.Concat(excused).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Paths_are_read_from_the_source_with_what_is_put_into_them() => Assert.Equal(
        ["GET /history/orders", "GET /history/trades/{}", "PATCH /orders/{}", "POST /positions/{}/leverage"],
        Asked("""Page("/history/orders", ask) Page("/history/trades/" + market.Name, ask) Rent("PATCH", "/orders/" + name) Rent("POST", $"/positions/{market.Name}/leverage")""").Order(StringComparer.Ordinal));

    private static IEnumerable<string> Asked(string source) =>
        Ask().Matches(source).Select(static m => $"{(m.Groups["method"].Success ? m.Groups["method"].Value : m.Groups["post"].Success ? "POST" : "GET")} {Plain(m.Groups["path"].Value)}");

    // A path that ends with a slash goes on with a name.
    private static string Plain(string path)
    {
        string plain = Hole().Replace(path.Split('?')[0], "{}");
        return plain.EndsWith('/') ? plain + "{}" : plain;
    }

    private static string RouteOf(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{words[0]} {Hole().Replace(words[1]["/api/v1".Length..], "{}")}";
    }

    private static async Task<string> Routes()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "peregrine.dll"), "admin", "routes"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    [GeneratedRegex(@"(?:Rent\(""(?<method>[A-Z]+)"", |(?<post>\bCredentials\()|\b(?:Get|Page)\()(?:string\.Create\(CultureInfo\.InvariantCulture, )?\$?""(?<path>/[^""]*)""")]
    private static partial Regex Ask();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
