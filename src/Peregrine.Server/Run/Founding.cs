using Peregrine.Core;

namespace Peregrine.Server.Run;

/// <summary>Makes a new venue what it begins as: fees, markets, first prices. Sent again after a founding that was cut short, it does what is missing.</summary>
internal static class Founding
{
    private static readonly (long Volume, int MakerTenths, int TakerTenths)[] Fees =
        [(0, 15, 45), (5_000_000, 12, 40), (25_000_000, 8, 35), (100_000_000, 4, 30), (500_000_000, 0, 26), (2_000_000_000, -2, 24)];

    /// <exception cref="InvalidOperationException">The engine refuses its own first terms.</exception>
    public static async ValueTask Run(ICommandPort port)
    {
        for (int tier = 0; tier < Fees.Length; tier++)
        {
            (long volume, int maker, int taker) = Fees[tier];
            // A tenth of a basis point is ten thousand billionths.
            await Send(port, Command.Of(new SetFeeTier { Tier = tier, VolumeMin = new Micros(volume * 1_000_000), MakerPpb = maker * 10_000, TakerPpb = taker * 10_000 }));
        }
        ushort id = 0;
        foreach (FirstMarket market in FirstMarket.All)
        {
            id++;
            // The engine refuses a second market of a name, and a move to a state that was passed: both mean that it is done.
            CommandReceipt listed = await port.Submit(market.Listing());
            if (listed.Code is not (RejectCode.None or RejectCode.BadListing)) throw Refused(listed.Code, market.Name);
            await Send(port, market.Move(id, MarketState.PreOpen), RejectCode.BadTransition);
            await Send(port, market.Price(id));
            await Send(port, market.Move(id, MarketState.Open), RejectCode.BadTransition);
        }
    }

    private static async ValueTask Send(ICommandPort port, Command command, RejectCode orElse = RejectCode.None)
    {
        CommandReceipt receipt = await port.Submit([command]);
        if (receipt.Code != RejectCode.None && receipt.Code != orElse) throw Refused(receipt.Code, command.Header.Kind.ToString());
    }

    private static InvalidOperationException Refused(RejectCode code, string what) => new($"The new venue cannot be founded: {what} is refused, because {RejectText.Of(code)}.");
}
