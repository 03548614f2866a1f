using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Peregrine.Client.Signing;
using Peregrine.EndToEnd;

namespace Peregrine.Client;

/// <summary>The built program, for the tests that want a real venue.</summary>
public sealed class Venue : IAsyncLifetime, IDisposable
{
    public const string Password = "correct horse battery staple";
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private readonly Folder _folder = new();
    private readonly StringBuilder _errors = new();
    private Process? _process;
    private int _people;

    public Uri Url { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "peregrine.dll");
        string[] arguments = [program, "run", "--data", _folder.Path, "--listen.port", "0", "--journal.segment", "8", "--prices", "by-hand", "--limits.address.auth", "1000", "--identity.sign-ups", "1000", "--withdrawals.address-delay", "0"];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // What is said to the tests is no option of a venue.
        foreach (string word in (string[])["PEREGRINE_BLESS", "PEREGRINE_DEEP"]) start.Environment.Remove(word);
        _process = Process.Start(start)!;
        var lines = Channel.CreateUnbounded<string?>();
        _process.OutputDataReceived += (_, e) => lines.Writer.TryWrite(e.Data);
        _process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(StartMax);
        while (await lines.Reader.ReadAsync(patience.Token) is { } line)
        {
            int at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0) continue;
            Url = new Uri(line[at..]);
            return;
        }
        throw new InvalidOperationException($"The venue did not open: {_errors}");
    }

    public Task DisposeAsync()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        return Task.CompletedTask;
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
