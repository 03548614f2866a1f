using Peregrine.Core;
using Peregrine.Gateway;
using Peregrine.Gateway.Admin;
using Peregrine.History;
using Peregrine.Identity;
using Peregrine.Identity.Mail;
using Peregrine.Sandbox.Prices;
using Peregrine.Sequencer;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;
using Peregrine.Server.Settings;
using Peregrine.Server.Terminal;

namespace Peregrine.Server.Run;

/// <summary><c>peregrine run</c>: brings the venue up, opens its doors, and closes them when asked to.</summary>
internal static class RunCommand
{
    public const int Done = 0, Trouble = 1, BadUsage = 2;

    // A venue whose history cannot be read trades all the same.
    private static readonly TimeSpan ResumedWithin = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            ServerSettings settings = SettingsReader.Read(arguments, Environment.GetEnvironmentVariables(), Directory.GetCurrentDirectory());
            await Serve(settings, output);
            return Done;
        }
        catch (SettingsException e)
        {
            await errors.WriteLineAsync(e.Message);
            return BadUsage;
        }
        catch (Exception e) when (e is StorageException or JournalException or RecoveryException or EventFileException or InvalidOperationException)
        {
            await errors.WriteLineAsync(e.Message);
            return Trouble;
        }
    }

    private static async Task Serve(ServerSettings settings, TextWriter output)
    {
        DataFolder folder = DataFolder.Open(settings.Folder);
        using var heap = new HeapKeeper();
        using VenueHost host = VenueHost.Start(new VenueOptions { Folder = folder.Journal, Genesis = Genesis.Default, Sequencer = settings.Sequencer });
        using var history = new RunningHistory(folder.History, new VenueEvents(host), new HistoryOptions { Retention = settings.Retention }, TimeProvider.System);
        using var explanations = new ExplainQueue(new ExplainProcess(settings.Folder, settings.Explain).Tell);
        if (!folder.IsFounded)
        {
            var founding = new Founding(host.Port, new PortTeller(host.Port, TimeProvider.System), TimeProvider.System);
            await (settings.Prices == Options.SandboxPrices ? founding.FromSources() : founding.ByHand());
            folder.WriteFounded();
        }
        IReadOnlyList<PricedThing> things = await VenuePrices.Read(host.Questions, host.Status.AppliedSeq);
        Simulation simulation = SandboxHost.Of(settings, things);
        await using PlayedSignIn? played = await PlayedSignIn.Start(settings);
        using Registry registry = OpenPeople(settings, folder, host, played);
        await registry.Resume();
        await LostSockets.Close(host.Questions, host.Port, host.Status.AppliedSeq);
        using var liabilities = new LiabilityDesk(folder.Roots, host.Questions, TimeProvider.System);
        using TextWriter? log = settings.LogsRequests ? File.AppendText(Path.Combine(folder.Logs, "requests.jsonl")) : null;
        using var firstRoles = new FirstRoles(folder.FirstRoles);
        IReadOnlyList<(Role Role, string Token)> drawn = folder.IsFounded ? [] : firstRoles.Draw();
        using var gateway = new Gateway.Gateway(OptionsOf(settings, simulation, things, log, output) with { FirstRoles = firstRoles, PlayedProviders = played, News = new NewsPlace(folder.News, host.VenueId) }, new HostedVenue(host, history, explanations, liabilities), registry, TimeProvider.System);
        // Heard from before the doors open: the web server's own host would hear it and stop nothing.
        using var stop = new StopSignal();
        Task resumed = gateway.Resume(host.Status.AppliedSeq, stop.Token);
        if (await Task.WhenAny(resumed, Task.Delay(ResumedWithin)) == resumed) await Ended(resumed);
        else await output.WriteLineAsync($"Doors open with the roles that people had when the venue stopped; what history still tells of them follows. {history.Trouble}");
        TerminalDesk? terminal = TerminalDesk.Open(Path.Combine(AppContext.BaseDirectory, "terminal"));
        await using WebServer web = await WebServer.Start(settings, http => terminal is not null && terminal.TryServe(http, out Task done) ? done : gateway.Handle(http));
        registry.Site.Url = settings.PublicUrl ?? SandboxHost.FrontDoor(web.Url);
        await using var mail = new MailCarrier(registry.Mail, output);
        // After a restart markets wait until users can reach the venue again.
        await host.Port.Submit([Command.Of(default(VenueReady))]);
        await using SandboxHost sandbox = SandboxHost.Start(settings, simulation, things, folder, host.Port, web.Url, output);
        Greeting.Write(output, settings, simulation, things.Count > 0, host.Recovered, web.Url, terminal is not null, played);
        Greeting.WriteTokens(output, drawn);
        await UntilAskedToStop(registry, stop.Token);
        await output.WriteLineAsync("Closing: what was taken is worked off, nothing new is taken.");
        gateway.CloseSockets();
        await Ended(resumed);
    }

    private static async Task Ended(Task resumed)
    {
        try
        {
            await resumed;
        }
        catch (OperationCanceledException)
        {
            // History did not come round before the venue closed; the next start asks it again.
        }
    }

    private static Registry OpenPeople(ServerSettings settings, DataFolder folder, VenueHost host, PlayedSignIn? played)
    {
        SmtpSender? sender = settings.Smtp is { } smtp ? new SmtpSender(smtp, TimeProvider.System) : null;
        var options = new IdentityOptions
        {
            VenueId = host.VenueId,
            SignUpsFree = settings.SignUpsFree,
            PasswordIterations = settings.PasswordIterations,
            AccessTokenLife = settings.TokenLife,
            HasMailbox = sender is null && settings.IsPaper,
            Providers = [.. settings.Providers, .. played?.Options ?? []],
            PayoutAddressDelay = settings.AddressDelay,
            FactorResetDelay = settings.FactorResetDelay,
            PayoutsPerDay = settings.DayLimit,
        };
        PaperWelcome? welcome = settings.IsPaper ? new PaperWelcome(host.Port, settings.PaperMicros) : null;
        return Registry.Open(folder.Identity, host.Port, options, TimeProvider.System, welcome, sender);
    }

    private static GatewayOptions OptionsOf(ServerSettings settings, Simulation simulation, IReadOnlyList<PricedThing> things, TextWriter? log, TextWriter output) => new()
    {
        Version = VersionText.Number,
        IsPaper = settings.IsPaper,
        Prices = simulation.Prices ? "simulated" : things.Count > 0 ? "sources" : "by-hand",
        Simulation = simulation,
        AllowedOrigins = settings.Origins,
        TrustedProxies = settings.TrustedProxies,
        Limits = settings.Limits,
        SocketsPerAddress = settings.SocketsPerAddress,
        Fapi = settings.Fapi,
        Accounts = settings.Accounts,
        RequestLog = log,
        OnTrouble = what => output.WriteLine($"gateway: {what}. Trading goes on."),
    };

    // Wishes that the engine had no time for are told again, and last uses written down, while the venue runs.
    private static async Task UntilAskedToStop(Registry registry, CancellationToken asked)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1));
        try
        {
            while (await minute.WaitForNextTickAsync(asked))
            {
                registry.Tend();
                await registry.Resume();
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }
}
