using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Gateway;
using Peregrine.Sandbox;
using Peregrine.Sandbox.Prices;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Run;

/// <summary>The sandbox of this process: its prices go in through the command port, its people come in through the front door.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly TextWriter _output;

    private SandboxHost(TextWriter output) => _output = output;

    /// <summary>What of a venue is simulated, as far as it goes: nobody tells prices to a market that takes them by hand, and nobody trades without paper or without prices that move.</summary>
    public static Simulation Of(ServerSettings settings, IReadOnlyList<PricedThing> things)
    {
        bool prices = settings.Prices == Options.SandboxPrices && things.Count > 0;
        return new Simulation(prices, prices && settings.IsSandbox && settings.IsPaper, settings.Sandbox.Scenario.ToString().ToLowerInvariant(), settings.Sandbox.Speed);
    }

    public static SandboxHost Start(ServerSettings settings, Simulation simulation, IReadOnlyList<PricedThing> things, DataFolder folder, ICommandPort port, string url, TextWriter output)
    {
        var sandbox = new SandboxHost(output);
        if (simulation.Prices) sandbox.Begin("prices", new PriceRoom(settings.Sandbox, things, new PortTeller(port, TimeProvider.System), TimeProvider.System).Run);
        if (simulation.Agents) sandbox.Begin("people", new SandboxVenue(FrontDoor(url), settings.Sandbox, Secret(folder), output.WriteLine).Run);
        return sandbox;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private void Begin(string what, Func<CancellationToken, Task> run) => _running.Add(Task.Run(() => Live(what, run)));

    // What is broken here is the sandbox's: the venue goes on, and whoever runs it reads why it is quiet.
    private async Task Live(string what, Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e)
        {
            await _output.WriteLineAsync($"sandbox: its {what} have stopped: {e}");
        }
    }

    // Whoever listens on every address is reached on this machine's own.
    public static Uri FrontDoor(string url) => new(url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "[::1]", StringComparison.Ordinal));

    // The people of the sandbox find their accounts again after a restart.
    private static byte[] Secret(DataFolder folder)
    {
        if (File.Exists(folder.SandboxSecret)) return File.ReadAllBytes(folder.SandboxSecret);
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        var owner = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) owner.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(folder.SandboxSecret, owner);
        file.Write(secret);
        return secret;
    }
}
