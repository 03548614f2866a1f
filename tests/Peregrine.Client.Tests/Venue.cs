using System.Text;
using Peregrine.Client.Signing;
using Peregrine.EndToEnd;

namespace Peregrine.Client;

/// <summary>The built program, for the tests that want a real venue.</summary>
public sealed class Venue : IAsyncLifetime, IDisposable
{
    public const string Password = "correct horse battery staple";
    private readonly Folder _folder = new();
    private VenueProcess _process = null!;
    private int _people;

    public Uri Url => _process.Url;

    public async Task InitializeAsync() => _process = await VenueProcess.Start(_folder.Path, "--identity.sign-ups", "1000");

    public async Task DisposeAsync()
    {
        await _process.Kill();
        _process.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Somebody nobody else in the tests is, signed in.</summary>
    public async Task<VenueClient> Somebody(bool hasConfirmed = false)
    {
        string email = $"somebody{Interlocked.Increment(ref _people)}@example.com";
        var client = new VenueClient(Url, new Session());
        Assert.True((await client.People.SignUp(email, Password)).Value);
        Assert.True((await client.People.SignIn(email, Password)).Value > 0);
        if (!hasConfirmed) return client;
        await Confirm(email);
        await SetUpFactor(client);
        return client;
    }

    /// <summary>A second factor for somebody of ours, by the client's own methods.</summary>
    public async Task<(string Email, string[] RecoveryCodes)> SetUpFactor(VenueClient client)
    {
        Rest.FactorSecret secret = (await client.SecondFactor.SetUp(Password)).Value;
        var app = new Authenticator(secret.Uri);
        string[] codes = [.. (await client.SecondFactor.Confirm(await app.Code())).Value.RecoveryCodes];
        // The address stands in what an app shows.
        return (Uri.UnescapeDataString(new Uri(secret.Uri).AbsolutePath).Split(':')[^1], codes);
    }

    // By the ticket in the letter, as the page behind its link does.
    private async Task Confirm(string email)
    {
        using var http = new HttpClient { BaseAddress = Url };
        string ticket = "";
        while (ticket.Length == 0)
        {
            string letters = await http.GetStringAsync($"/api/v1/sandbox/mailbox?address={Uri.EscapeDataString(email)}");
            ticket = System.Text.RegularExpressions.Regex.Match(letters, @"ticket=([A-Za-z0-9_.-]+)").Groups[1].Value;
        }
        using var body = new StringContent($$"""{"ticket":"{{ticket}}"}""", Encoding.UTF8, "application/json");
        Assert.True((await http.PostAsync("/api/v1/auth/email/confirm", body)).IsSuccessStatusCode);
    }
}
