using System.Net;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Gateway;
using Peregrine.History;
using Peregrine.Identity;
using Peregrine.Identity.People;
using Peregrine.Sequencer;
using Peregrine.Server.Run;

namespace Peregrine.Server.Tests.Sockets;

/// <summary>Sockets of a real venue through pipes in memory, on a clock that the test moves.</summary>
public sealed class SocketTests : IDisposable
{
    private const string Password = "correct horse battery staple";
    // A venue at its full size promises itself gigabytes. The runtime clears them by hand when a venue before it in this process had them: half a minute for tables nobody touches.
    private static readonly Genesis Capacities = Genesis.Default with
    {
        AccountsMax = 64,
        PositionsMax = 64,
        OrdersMax = 512,
        TriggersMax = 64,
        ClientIdsMax = 512,
        RequestKeysMax = 512,
        DepositKeysMax = 64,
        MarketsMax = 2,
        AssetsMax = 2,
        LadderTicks = 256,
    };
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-sockets-").FullName;
    private readonly HandTime _time = new();
    private readonly LineChannel _log = new();
    private readonly VenueHost _host;
    private readonly RunningHistory _history;
    private readonly ExplainQueue _explanations;
    private readonly LiabilityDesk _liabilities;
    private readonly Registry _people;
    private readonly Gateway.Gateway _gateway;

    public SocketTests()
    {
        string venue = Path.Combine(_folder, "venue");
        foreach (string folder in new[] { venue, Path.Combine(_folder, "identity") }) Directory.CreateDirectory(folder);
        var plain = new SequencerOptions();
        SequencerOptions small = plain with { Journal = plain.Journal with { SegmentBytes = 8 << 20 } };
        _host = VenueHost.Start(new VenueOptions { Folder = venue, Genesis = Capacities, Sequencer = small });
        var options = new IdentityOptions { VenueId = _host.VenueId, PasswordIterations = 100_000 };
        _people = Registry.Open(Path.Combine(_folder, "identity"), _host.Port, options, _time);
        _history = new RunningHistory(Path.Combine(_folder, "history.db"), new VenueEvents(_host), new HistoryOptions(), TimeProvider.System);
        _explanations = new ExplainQueue(new ExplainProcess(_folder, new ExplainLimits(TimeSpan.FromSeconds(30), 1 << 30)).Tell);
        _liabilities = new LiabilityDesk(Path.Combine(_folder, "roots.jsonl"), _host.Questions, TimeProvider.System);
        _gateway = new Gateway.Gateway(new GatewayOptions { Version = "test", Prices = "none", RequestLog = _log }, new HostedVenue(_host, _history, _explanations, _liabilities), _people, _time);
    }

    [Fact]
    public async Task Whoever_reads_none_of_his_answers_is_told_and_closed()
    {
        using var socket = new MemorySocket();
        Task serving = socket.Serve(_gateway);
        // Each is answered with what would have been taken: hundreds of bytes for a few.
        for (int i = 0; i < 60_000; i++) await socket.Say($"{{\"id\":{i},\"op\":\"dance\"}}");
        // Reading before it is closed would help it out.
        Assert.Contains("\"route\":\"socket\",\"status\":4008,\"code\":\"answers are not read\"", await _log.Line());
        JsonElement last = default;
        while (await socket.Next() is { } frame) last = frame;
        Assert.Equal(("session", "slow"), (last.GetProperty("ch").GetString(), last.GetProperty("type").GetString()));
        Assert.Equal(4008, (int)socket.Client.CloseStatus!);
        await serving;
    }

    [Fact]
    public async Task Whoever_takes_nothing_for_twenty_seconds_is_cut_off_and_no_sooner()
    {
        using var socket = new MemorySocket();
        Task serving = socket.Serve(_gateway);
        for (int i = 0; i < 500; i++) await socket.Say($"{{\"id\":{i},\"op\":\"dance\"}}");
        await _time.WhenArmed();
        _time.Pass(TimeSpan.FromSeconds(19.9));
        Assert.False(serving.IsCompleted);
        _time.Pass(TimeSpan.FromSeconds(0.1));
        await serving;
    }

    [Fact]
    public async Task A_token_s_end_stops_what_is_private_and_a_new_one_brings_it_back()
    {
        SignedIn anna = await Join("anna@example.com");
        using var socket = new MemorySocket();
        Task serving = socket.Serve(_gateway);
        Assert.True((await socket.Ask(1, $"\"op\":\"auth\",\"token\":\"{anna.Tokens.AccessToken}\"")).GetProperty("ok").GetBoolean());
        await socket.Ask(2, "\"op\":\"subscribe\",\"ch\":\"account\"");
        Assert.Equal("snapshot", (await socket.Next(IsAccount)).GetProperty("type").GetString());
        await Give(anna.Account, 1);
        JsonElement step = await socket.Next(IsAccount);
        Assert.Equal("step", step.GetProperty("type").GetString());

        _time.Pass(TimeSpan.FromMinutes(11));
        await Give(anna.Account, 2);
        JsonElement ended = await socket.Next(IsAccount);
        Assert.Equal(("ended", "TOKEN_EXPIRED"), (ended.GetProperty("type").GetString(), ended.GetProperty("code").GetString()));
        Assert.Equal("TOKEN_EXPIRED", CodeOf(await socket.Ask(3, "\"op\":\"cancel\",\"order\":\"1\"")));
        Assert.Equal("TOKEN_EXPIRED", CodeOf(await socket.Ask(4, "\"op\":\"subscribe\",\"ch\":\"account\"")));
        Assert.True((await socket.Ask(5, "\"op\":\"subscribe\",\"ch\":\"status\"")).GetProperty("ok").GetBoolean());

        string renewed = _people.Sessions.Refresh(anna.Tokens.RefreshToken, From).Value!.AccessToken;
        Assert.True((await socket.Ask(6, $"\"op\":\"auth\",\"token\":\"{renewed}\"")).GetProperty("ok").GetBoolean());
        await socket.Ask(7, $"\"op\":\"subscribe\",\"ch\":\"account\",\"from\":{step.GetProperty("seq").GetInt64()}");
        Assert.Equal("away", (await socket.Next(IsAccount)).GetProperty("type").GetString());
        Assert.Equal("0.000002", (await socket.Next(IsAccount)).GetProperty("events")[0].GetProperty("change").GetString());
        socket.Client.Abort();
        await serving;
    }

    [Fact]
    public async Task What_a_subscription_says_never_overtakes_the_answer_that_it_was_taken()
    {
        using var socket = new MemorySocket();
        Task serving = socket.Serve(_gateway);
        for (int i = 0; i < 400; i += 2)
        {
            await socket.Say($"{{\"id\":{i},\"op\":\"subscribe\",\"ch\":\"status\"}}");
            Assert.Equal(i, (await socket.Next())!.Value.GetProperty("id").GetInt32());
            Assert.Equal("status", (await socket.Next())!.Value.GetProperty("ch").GetString());
            await socket.Ask(i + 1, "\"op\":\"unsubscribe\",\"ch\":\"status\"");
        }
        socket.Client.Abort();
        await serving;
    }

    public void Dispose()
    {
        _gateway.Dispose();
        _people.Dispose();
        _liabilities.Dispose();
        _explanations.Dispose();
        _history.Dispose();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Caller From => new(IPAddress.Loopback, "test");

    private static bool IsAccount(JsonElement frame) => frame.TryGetProperty("ch", out JsonElement channel) && channel.GetString() == "account";

    private static string? CodeOf(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetString();

    private async Task<SignedIn> Join(string email)
    {
        Assert.Null(await _people.People.SignUp(email, Password, From));
        return (await _people.People.SignIn(email, Password, From)).Value!;
    }

    private async Task Give(int account, long micros)
    {
        CommandReceipt receipt = await _host.Port.Submit([Command.Of(new Deposit { Source = new RequestKey(9, (ulong)micros), Amount = micros, Asset = 1 }, account)]);
        Assert.Equal(RejectCode.None, receipt.Code);
    }
}
