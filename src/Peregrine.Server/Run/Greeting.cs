using System.Globalization;
using Peregrine.Sequencer;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Run;

/// <summary>What somebody reads who has just started a venue: where it is, what it kept, what in it is real.</summary>
internal static class Greeting
{
    public static void Write(TextWriter output, ServerSettings settings, RecoveryReport recovered, string url, bool hasTerminal)
    {
        output.WriteLine($"Peregrine {VersionText.Number} is open at {url}");
        output.WriteLine($"  data       {settings.Folder}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  recovered  {recovered.Commands} commands in {recovered.Took.TotalSeconds:0.00} s, up to {recovered.ToSeq}"));
        output.WriteLine($"  money      {(settings.IsPaper ? "paper: it is worth nothing, and a new account gets some" : "deposits by whoever may make them")}");
        output.WriteLine("  prices     by hand: a first one for each market, changed by operators; no feed is connected");
        output.WriteLine("  real       the engine, the journal, the books, margin, fees: every order is durable before it is answered");
        output.WriteLine($"  terminal   {(hasTerminal ? url : "not built into this program (WebBuild=false)")}");
        output.WriteLine($"  try        {url}/api/v1/markets");
        output.WriteLine("  docs       docs/api/native.md in the source tree; 'peregrine help' lists commands and options");
        output.Flush();
    }
}
