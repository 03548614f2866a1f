using Peregrine.Core;
using Peregrine.Sandbox.Prices;

namespace Peregrine.Server.Run;

/// <summary>Makes a new venue what it begins as: fees, collateral, markets, first prices, and what stands behind losses. Sent again after a founding that was cut short, it does what is missing.</summary>
/// <param name="port">Where it is said.</param>
/// <param name="first">How sources tell the first prices.</param>
/// <param name="time">Says when a change may begin.</param>
internal sealed class Founding(ICommandPort port, IPriceTeller first, TimeProvider time)
{
    /// <summary>Names of what must happen once; the low word says what.</summary>
    private const ulong Once = 0x464F_554E_4449_4E47;
    private const ulong Accounts = 1 << 16, Money = 2 << 16, Insured = 3 << 16;
    private const long Usd = 1_000_000;
    /// <summary>Of the insurance behind all markets, and of whoever buys collateral.</summary>
    private const long InsuranceDollars = 500_000, BuyerDollars = 2_000_000;
    private const ushort SettleAsset = 1;
    private const int FirstAdmin = 1;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private static readonly (long Volume, int MakerTenths, int TakerTenths)[] Fees =
        [(0, 15, 45), (5_000_000, 12, 40), (25_000_000, 8, 35), (100_000_000, 4, 30), (500_000_000, 0, 26), (2_000_000_000, -2, 24)];

    /// <summary>Index and mark by hand: no funding, no ticks, and nobody behind losses but who has them.</summary>
    /// <exception cref="InvalidOperationException">The engine refuses its own first terms.</exception>
    public async ValueTask ByHand()
    {
        await SetFees();
        for (ushort id = 1; id <= FirstMarket.All.Count; id++)
        {
            FirstMarket market = FirstMarket.All[id - 1];
            await List(market, id);
            await Send(market.Price(id));
            await Send(market.Move(id, MarketState.Open), RejectCode.BadTransition);
            await AllowAuctions(market, id);
        }
    }

    /// <summary>Prices from sources, with everything that follows from them.</summary>
    /// <exception cref="InvalidOperationException">The engine refuses its own first terms.</exception>
    public async ValueTask FromSources()
    {
        await SetFees();
        for (ushort id = 2; id < 2 + FirstAsset.All.Count; id++)
        {
            FirstAsset asset = FirstAsset.All[id - 2];
            await Send(asset.Listing(), RejectCode.BadListing);
            await Send(FirstAsset.Sources(id));
            await first.Tell(new PriceSubject(0, id), FirstSources.Agreeing(asset.FirstDollars * Usd));
        }
        for (ushort id = 1; id <= FirstMarket.All.Count; id++) await Open(FirstMarket.All[id - 1], id);
        await StandBehind();
    }

    private async ValueTask Open(FirstMarket market, ushort id)
    {
        await List(market, id);
        // A market that is open already has its sources.
        await Send(market.Sources(id), RejectCode.MarketState);
        await first.Tell(new PriceSubject(id, 0), FirstSources.Agreeing(market.FirstPrice.Value));
        await Send(market.Liquidation(id));
        await Send(market.Move(id, MarketState.Open), RejectCode.BadTransition);
        await AllowAuctions(market, id);
    }

    // Large orders may ask makers where books are deepest. Two administrators change a parameter; before a venue has users it needs no notice.
    private async ValueTask AllowAuctions(FirstMarket market, ushort id)
    {
        if (market.Class != 'A') return;
        CommandReceipt proposed;
        TimeSpan ahead = Soon;
        do
        {
            // On a slow disk it may be past when it comes to be asked for.
            long atNs = (time.GetUtcNow() + ahead - DateTimeOffset.UnixEpoch).Ticks * 100;
            proposed = await Send(Command.Of(new ProposeChange { Parameter = AdminParameter.AuctionOn, Subject = id, Value = 1, Admin = FirstAdmin, EffectiveAtNs = atNs }), RejectCode.NoticeTooShort, RejectCode.AlreadyDone);
            if (proposed.Code == RejectCode.AlreadyDone) return;
            ahead *= 2;
        }
        while (proposed.Code != RejectCode.None);
        await Send(Command.Of(new ApproveChange { Proposal = proposed.Seq, Admin = FirstAdmin + 1 }));
    }

    // What the house has is paper, journaled like everybody's: one account for each market's backstop, because nothing of it is shared, and one that buys collateral.
    private async ValueTask StandBehind()
    {
        for (ushort id = 1; id <= FirstMarket.All.Count; id++)
        {
            FirstMarket market = FirstMarket.All[id - 1];
            int vault = await OpenAccount(id, market.BackstopAllotment);
            await Send(Command.Of(new SetBackstop { Market = id, Target = vault, Cap = market.BackstopCap, Allotment = market.BackstopAllotment }));
            await Insure(id, market.Insurance);
        }
        await Insure(0, new Micros(InsuranceDollars * Usd));
        int buyer = await OpenAccount((ushort)(FirstMarket.All.Count + 1), new Micros(BuyerDollars * Usd));
        for (ushort asset = 2; asset < 2 + FirstAsset.All.Count; asset++) await Send(Command.Of(new SetCollateralBuyer { Asset = asset, Target = buyer }));
    }

    private async ValueTask<int> OpenAccount(ushort number, Micros money)
    {
        CommandReceipt created = await Send(Command.Of(new CreateAccount { Request = new RequestKey(Once, Accounts + number) }));
        int account = (int)created.Done.Detail1;
        await Send(Command.Of(new Deposit { Source = new RequestKey(Once, Money + number), Amount = money.Value, Asset = SettleAsset }, account));
        return account;
    }

    private ValueTask<CommandReceipt> Insure(ushort market, Micros money) =>
        Send(Command.Of(new FundInsurance { Market = market, Amount = money, Source = new RequestKey(Once, Insured + market) }));

    private async ValueTask SetFees()
    {
        for (int tier = 0; tier < Fees.Length; tier++)
        {
            (long volume, int maker, int taker) = Fees[tier];
            // A tenth of a basis point is ten thousand billionths.
            await Send(Command.Of(new SetFeeTier { Tier = tier, VolumeMin = new Micros(volume * Usd), MakerPpb = maker * 10_000, TakerPpb = taker * 10_000 }));
        }
    }

    // The engine refuses a second market of a name, and a move to a state that was passed: both mean that it is done.
    private async ValueTask List(FirstMarket market, ushort id)
    {
        await Send(market.Listing(), RejectCode.BadListing);
        await Send(market.Move(id, MarketState.PreOpen), RejectCode.BadTransition);
    }

    private ValueTask<CommandReceipt> Send(Command command, params RejectCode[] orElse) => Send([command], orElse);

    private async ValueTask<CommandReceipt> Send(Command[] group, params RejectCode[] orElse)
    {
        CommandReceipt receipt = await port.Submit(group);
        if (receipt.Code == RejectCode.None || orElse.Contains(receipt.Code)) return receipt;
        throw new InvalidOperationException($"The new venue cannot be founded: {group[0].Header.Kind} is refused, because {RejectText.Of(receipt.Code)}.");
    }
}
