using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Bench.Engine;

/// <summary>The same random commands to venues whose windows are narrow, usual and wide: where a level is kept must not show in any event.</summary>
internal static class FarAgreement
{
    private const int Accounts = 200, Near = 50, LotsMax = 20;
    private static readonly int[] Windows = [64, 1 << 15, LevelBitmap.SizeMax];

    public static void Run(Scale scale, TextWriter output)
    {
        (ulong Hash, int Far)[] told = [.. Windows.Select(window => Play(window, scale))];
        output.WriteLine($"\n### window: {scale.Agreement} commands, prices from a {Near} tick touch to 100 % away\n");
        output.WriteLine("| ticks in the window | levels outside it at the end | hash of all events |\n|---|---|---|");
        for (int i = 0; i < Windows.Length; i++) output.WriteLine($"| {Windows[i]} | {told[i].Far} | {told[i].Hash:x16} |");
        if (told.Any(t => t.Hash != told[0].Hash)) throw new WrongWorkException("Venues with other windows told other events.");
    }

    private static (ulong Hash, int Far) Play(int window, Scale scale)
    {
        var sink = new EventHash();
        var venue = new Venue(scale.RoomFor(scale.Agreement) with { LadderTicks = window }, sink);
        venue.OpenAccounts(Accounts);
        // The first event tells the window itself.
        sink.Reset();
        var draw = new Draw(1);
        List<(int Account, OrderId Order)> placed = [];
        for (int i = 0; i < scale.Agreement; i++)
        {
            if (placed.Count > 0 && draw.Below(5) < 2)
            {
                // It may have been filled since: that too is told alike.
                int at = draw.Below(placed.Count);
                venue.Cancel(placed[at].Account, placed[at].Order);
                placed[at] = placed[^1];
                placed.RemoveAt(placed.Count - 1);
            }
            else placed.Add(Place(venue, ref draw));
        }
        return (sink.Value, venue.State.FarNodes.Count);
    }

    private static (int Account, OrderId Order) Place(Venue venue, ref Draw draw)
    {
        int account = 1 + draw.Below(Accounts);
        Side side = (Side)(1 + draw.Below(2));
        bool takes = draw.Below(5) == 0;
        int price = draw.Below(2) == 0 ? Venue.Mark - Near + draw.Below(2 * Near) : 1 + draw.Below(Venue.PriceMax - 1);
        return (account, venue.Place(account, side, price, 1 + draw.Below(LotsMax), takes ? TimeInForce.Ioc : TimeInForce.Gtc));
    }
}
