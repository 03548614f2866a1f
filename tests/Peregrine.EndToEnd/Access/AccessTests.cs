using System.Text.Json;

namespace Peregrine.EndToEnd.Access;

/// <summary>Everybody tries everything on the built program; what comes is what the route table says of them.</summary>
public sealed class AccessTests
{
    private const string Options = "--identity.password-iterations";

    [Fact]
    public async Task Every_route_channel_and_command_lets_in_whom_the_table_names_and_nobody_else()
    {
        using var folder = new Folder();
        (string Name, string Role)[] staff = [("audrey", "auditor"), ("olga", "operator"), ("otto", "securityOfficer")];
        using VenueProcess venue = await OperatedVenue.Start(folder.Path, staff, Generous);
        AccessRow[] rows = await AccessRow.All();
        Assert.Contains(rows, static r => r.IsSocket);
        Assert.Contains(rows, static r => r.IsDialect);
        using var people = await Everybody.Join(venue);
        List<string> complaints = [];
        foreach (AccessRow row in rows)
        {
            foreach (string subject in AccessRow.Subjects)
            {
                Verdict came = await people.Try(row, subject);
                if (came != row.Of(subject)) complaints.Add($"{row.Method} {row.Path} by {subject}: {came}, and the table says {row.Of(subject)}");
            }
        }
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_foreign_account_a_keys_sister_and_an_ended_session_open_nothing()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, Generous);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben"), gone = await venue.Client().SignIn("ben");
        string sub = (await anna.Post("/accounts", """{"label":"second"}""")).Is(200).Text("accountId"), foreign = (await ben.Get("/me")).Text("accountId");
        await anna.SetUpFactor();
        Reply key = (await anna.Post("/keys", """{"label":"k","scopes":["read","trade","transfer","withdraw"]}""")).Is(200);
        (await gone.Post("/auth/sign-out")).Is(204);
        using ApiClient signer = venue.Client();
        signer.Signer = (key.Text("keyId"), key.Text("secret"));
        List<string> complaints = [];
        foreach (AccessRow row in (await AccessRow.All()).Where(static r => r is { IsSocket: false, IsDialect: false, Access: not "public" }))
        {
            await Expect(row, anna, foreign, "UNKNOWN_ACCOUNT", complaints);
            await Expect(row, signer, sub, "UNKNOWN_ACCOUNT", complaints);
            await Expect(row, gone, null, "SESSION_ENDED", complaints);
        }
        Assert.Empty(complaints);
        anna.Account = sub;
        Assert.Equal("0", (await anna.Get("/account")).Is(200).Text("cash"));
        using StreamClient socket = await StreamClient.Open(venue.Url);
        JsonElement refused = await socket.Ask($"\"op\":\"auth\",\"token\":\"{anna.Token}\",\"account\":\"{foreign}\"");
        Assert.Equal("UNKNOWN_ACCOUNT", refused.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("UNAUTHENTICATED", (await socket.Ask("\"op\":\"subscribe\",\"ch\":\"account\"")).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_expired_token_opens_nothing()
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path, [.. Generous, "--identity.access-token", "10"]);
        using ApiClient anna = await venue.Client().Join("anna");
        AccessRow[] rows = [.. (await AccessRow.All()).Where(static r => r is { IsSocket: false, IsDialect: false, Access: not "public" })];
        using StreamClient socket = await StreamClient.Open(venue.Url, anna.Token);
        while ((await anna.Get("/me")).Status == 200) await Task.Delay(100);
        List<string> complaints = [];
        foreach (AccessRow row in rows) await Expect(row, anna, null, "TOKEN_EXPIRED", complaints);
        Assert.Empty(complaints);
        foreach (string said in new[] { "\"op\":\"subscribe\",\"ch\":\"account\"", "\"op\":\"cancel\",\"order\":\"1\"" })
            Assert.Equal("TOKEN_EXPIRED", (await socket.Ask(said)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_page_on_security_shows_this_table()
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", "security.md"), page = await File.ReadAllTextAsync(path);
        int begin = page.IndexOf(AccessTable.Begin, StringComparison.Ordinal) + AccessTable.Begin.Length, end = page.IndexOf(AccessTable.End, StringComparison.Ordinal);
        string made = "\n" + AccessTable.Write(await AccessRow.All());
        if (Environment.GetEnvironmentVariable("PEREGRINE_BLESS") == "1") await File.WriteAllTextAsync(path, page = page[..begin] + made + page[end..]);
        end = page.IndexOf(AccessTable.End, StringComparison.Ordinal);
        Assert.True(page[begin..end] == made, "docs/security.md differs from 'peregrine admin routes'; verify --bless rewrites the table, review the diff");
    }

    internal static readonly string[] Generous =
    [
        Options, "100000", "--limits.account.orders", "100000", "--limits.account.exits", "100000", "--limits.account.reads", "100000", "--limits.address.orders", "100000",
        "--limits.address.exits", "100000", "--limits.address.reads", "100000", "--limits.address.auth", "100000", "--limits.fapi.weight", "1000000",
    ];

    private static async Task Expect(AccessRow row, ApiClient who, string? account, string code, List<string> complaints)
    {
        who.Account = account;
        Reply reply = await who.Send(new HttpMethod(row.Method), Everybody.Filled(row), Everybody.BodyOf(row));
        who.Account = null;
        if (reply.Code != code) complaints.Add($"{row.Method} {row.Path}: {reply.Status} {reply.Code}, not {code}");
    }
}
