using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>What must hold after every command, counted from the twin's own state.</summary>
public sealed partial class TwinEngine
{
    /// <summary>The broken rules, as sentences; empty when all is well.</summary>
    public IReadOnlyList<string> CheckInvariants()
    {
        List<string> broken = [];
        Int128 money = _s.VenueFees + _s.Supplied - _s.AssetNet.GetValueOrDefault(1);
        foreach (TwinAccount a in _s.Accounts)
        {
            money += a.Cash;
            foreach (TwinPosition p in a.Positions.Values) money += (Int128)p.IsoMargin - p.Cost;
        }
        foreach (TwinWithdrawal w in _s.Withdrawals.Values.Where(w => w.Asset == 1)) money += w.Amount;
        money += (Int128)_s.Insurance.Money + _s.Insurance.BadDebt;
        foreach (TwinMarket m in _s.Markets) money += (Int128)m.Risk.Fund.Money + m.Risk.Fund.BadDebt + (m.End?.Pot ?? 0);
        foreach (TwinFunding f in _s.Markets.Select(m => m.Funding).Where(f => f.Sweeping)) money += (Int128)f.Paid - f.Received;
        if (money != 0) broken.Add($"money is not conserved: {money} too much");
        CheckLosses(broken);
        foreach (TwinAsset asset in _s.Assets.Where(a => a.Id != 1)) CheckAsset(asset, broken);
        foreach (TwinMarket market in _s.Markets) CheckMarket(market, broken);
        foreach (TwinOrder o in _s.Orders.Values) CheckOrder(o, broken);
        foreach (TwinGroup group in _s.Groups.Values.Where(g => g.Kind == GroupKind.Bracket)) CheckBracket(group, broken);
        CheckAuctions(broken);
        return broken;
    }

    /// <summary>Whoever asks and whoever answers is in one auction, and a part of a liquidation is of one that goes on.</summary>
    private void CheckAuctions(List<string> broken)
    {
        foreach (TwinAuction a in _s.Auctions.Values)
        {
            if (Alive(a.Order) is not { Place: Place.Auction }) broken.Add($"auction {a.Id} has lost its order");
            if (a.Quotes.Exists(q => Alive(q) is not { Place: Place.Quote })) broken.Add($"auction {a.Id} has lost a quote");
            if (a.Part is { } part && !_s.Cases.Exists(c => c.Started && c.Part == part)) broken.Add($"auction {a.Id} is of a liquidation that has ended");
        }
        if (_s.Orders.Values.Count(IsSealed) != _s.Auctions.Values.Sum(a => 1 + a.Quotes.Count)) broken.Add("an order is sealed in no auction");
    }

    /// <summary>A closed part owes nothing, funds owe nothing, and others give up paper profit for who is bankrupt alone.</summary>
    private void CheckLosses(List<string> broken)
    {
        foreach (TwinEvent e in _events)
        {
            if (e.Kind == EventKind.LiquidationEnded && e.As<LiquidationEnded>() is { End: LiquidationEnd.Closed } ended && ended.Equity < Micros.Zero) broken.Add($"account {e.Account} was closed and owes {-ended.Equity.Value}");
            if (e.Kind == EventKind.AdlStarted && e.As<AdlStarted>() is { Price.Value: not 0 } adl && adl.Equity >= Micros.Zero) broken.Add($"others give up lots for account {e.Account}, which is solvent");
        }
        foreach (TwinFund fund in _s.Markets.Select(m => m.Risk.Fund).Append(_s.Insurance))
        {
            if (fund.Money < 0 || fund.BadDebt > 0) broken.Add($"a fund holds {fund.Money} with bad debt {fund.BadDebt}");
        }
    }

    private void CheckAsset(TwinAsset asset, List<string> broken)
    {
        Int128 sum = -_s.AssetNet.GetValueOrDefault(asset.Id);
        Int128 counted = 0;
        foreach (TwinAccount a in _s.Accounts)
        {
            if (!a.Holdings.TryGetValue(asset.Id, out TwinHolding? h)) continue;
            sum += h.Balance;
            counted += h.Counted;
            if (h.Counted < 0 || h.Counted > h.Balance || h.Counted > Math.Max(asset.Terms.AccountCap, asset.AccountCapBefore)) broken.Add($"account {a.Id} counts {h.Counted} of {h.Balance} of asset {asset.Id}");
        }
        foreach (TwinWithdrawal w in _s.Withdrawals.Values.Where(w => w.Asset == asset.Id)) sum += w.Amount;
        if (sum != 0) broken.Add($"asset {asset.Id} is not conserved: {sum} too much");
        if (counted > Math.Max(asset.Terms.PlatformCap, asset.PlatformCapBefore)) broken.Add($"asset {asset.Id} counts {counted} above its cap");
    }

    private void CheckMarket(TwinMarket market, List<string> broken)
    {
        long sizes = 0;
        foreach (TwinAccount a in _s.Accounts)
        {
            if (!a.Positions.TryGetValue(market.Id, out TwinPosition? p)) continue;
            sizes += p.Size;
            if (p.Size == 0 && (p.Cost != 0 || p.IsoMargin != 0)) broken.Add($"flat account {a.Id} keeps cost {p.Cost} and pot {p.IsoMargin} in market {market.Id}");
            if (p.Size != 0 && p.Cost != 0 && Math.Sign(p.Size) != Math.Sign(p.Cost)) broken.Add($"account {a.Id} has size {p.Size} with cost {p.Cost} in market {market.Id}");
            if (Abs(p.Size) > market.Terms.PositionMax.Value * 2) broken.Add($"account {a.Id} is past the largest position in market {market.Id}");
            List<TwinOrder> ro = ReduceOnlyResting(a.Id, market);
            if (ro.Sum(o => o.Rest) > Abs(p.Size)) broken.Add($"account {a.Id} rests {ro.Sum(o => o.Rest)} reduce-only lots against {p.Size} in market {market.Id}");
            if (ro.Exists(o => Math.Sign(p.Size) == o.Side.Sign())) broken.Add($"account {a.Id} has a reduce-only order on the wrong side in market {market.Id}");
        }
        // While a settlement pays, the other sides are closed in their turn.
        if (sizes != 0 && market.End is not { Stage: EndStage.Paying }) broken.Add($"sizes of market {market.Id} sum to {sizes}");
        if (IsCrossed(market) && Matches(market.State)) broken.Add($"market {market.Id} is crossed: {market.Bids[0].Price} over {market.Asks[0].Price}");
        bool sorted(List<TwinOrder> side, int sign) => side.Zip(side.Skip(1)).All(x => (sign * x.First.Price, x.First.Priority).CompareTo((sign * x.Second.Price, x.Second.Priority)) < 0);
        if (!sorted(market.Bids, -1) || !sorted(market.Asks, 1)) broken.Add($"market {market.Id} is out of order");
        if (market.Resting.Any(o => !_s.Orders.TryGetValue(o.Id, out TwinOrder? known) || !ReferenceEquals(known, o))) broken.Add($"market {market.Id} rests an order that is not alive");
    }

    private void CheckOrder(TwinOrder o, List<string> broken)
    {
        int places = Market(o.Market).Resting.Count(x => x.Id == o.Id);
        if (places != (o.Place == Place.Book ? 1 : 0)) broken.Add($"order {o.Id} is {o.Place} and {places} times in the book");
        if (o.Place == Place.Nowhere) broken.Add($"order {o.Id} lives nowhere");
        if (o.Place == Place.Book && (o.Visible <= 0 || o.Visible > o.Rest)) broken.Add($"order {o.Id} shows {o.Visible} of {o.Rest}");
        if (o.Rest < 0 || o.Filled < 0) broken.Add($"order {o.Id} has rest {o.Rest} and filled {o.Filled}");
    }

    private void CheckBracket(TwinGroup group, List<string> broken)
    {
        long exited = group.Exits.Sum(t => t.Filled);
        long profits = group.Exits.Where(t => !t.IsStop).Select(t => Alive(t.Order)).OfType<TwinOrder>().Sum(o => o.Rest);
        long left = group.EntryFilled - exited;
        if (profits > left) broken.Add($"bracket {group.Id} has {profits} lots of take-profits for {left}");
        if (group.Stop is { } stop && Alive(stop.Order) is { } sl && sl.Rest > left) broken.Add($"bracket {group.Id} has {sl.Rest} lots of stop for {left}");
    }
}
