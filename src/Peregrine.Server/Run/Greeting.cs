using System.Globalization;
using Peregrine.Gateway;
using Peregrine.Identity;
using Peregrine.Sandbox.Prices;
using Peregrine.Sequencer;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Run;

/// <summary>What somebody reads who has just started a venue: where it is, what it kept, what in it is real.</summary>
internal static class Greeting
{
    public static void Write(TextWriter output, ServerSettings settings, Simulation simulation, bool hasSources, RecoveryReport recovered, string url, bool hasTerminal, PlayedSignIn? played)
    {
        output.WriteLine($"Peregrine {VersionText.Number} is open at {url}");
        output.WriteLine($"  data       {settings.Folder}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  recovered  {recovered.Commands} commands in {recovered.Took.TotalSeconds:0.00} s, up to {recovered.ToSeq}"));
        output.WriteLine($"  money      {(settings.IsPaper ? "paper: it is worth nothing, and a new account gets some" : "deposits by whoever may make them")}");
        output.WriteLine($"  prices     {Prices(simulation, hasSources)}");
        output.WriteLine($"  people     {People(settings, simulation)}");
        if (played is not null) output.WriteLine($"  sign-in    {string.Join(" and ", played.Options.Select(static o => o.Method))} played by this venue itself: they have no credentials");
        output.WriteLine("  real       the engine, the journal, the books, margin, fees: every order is durable before it is answered");
        output.WriteLine($"  terminal   {(hasTerminal ? url : "not built into this program (WebBuild=false)")}");
        output.WriteLine($"  try        {url}/api/v1/markets");
        output.WriteLine("  docs       docs/api/native.md in the source tree; 'peregrine help' lists commands and options");
        output.Flush();
    }

    /// <summary>Printed once, where only who started the venue reads; nothing keeps them.</summary>
    public static void WriteTokens(TextWriter output, IReadOnlyList<(Role Role, string Token)> tokens)
    {
        foreach ((Role role, string token) in tokens)
            output.WriteLine($"  {(role == Role.Operator ? "operator   " : "officer    ")}{token}  once, for whoever signs up to be it: POST /api/v1/first-role");
        output.Flush();
    }

    private static string Prices(Simulation simulation, bool hasSources)
    {
        if (simulation.Prices) return string.Create(CultureInfo.InvariantCulture, $"simulated: {SimulatedSource.All.Count} made-up sources each, scenario {simulation.Scenario}, {simulation.Speed}x; they are nobody's real prices");
        return hasSources
            ? $"nobody tells any: this venue's come from the sandbox's sources, and --{Options.Prices.Name} says otherwise; without them nothing can be opened"
            : "by hand: a first one for each market, changed by operators; no feed is connected";
    }

    private static string People(ServerSettings settings, Simulation simulation)
    {
        if (simulation.Agents) return "simulated makers, takers and punters trade here through the public API, beside whoever signs up";
        if (!settings.IsSandbox) return "nobody but whoever signs up: the sandbox is off";
        return simulation.Prices ? "nobody but whoever signs up: simulated ones need paper money" : "nobody but whoever signs up: simulated ones need simulated prices";
    }
}
