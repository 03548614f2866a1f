using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>Makes rows of events: which table learns what from which event. Between batches it keeps nothing that the tables have not.</summary>
internal sealed class RowWriter(RowStatements sql, SharedRows shared)
{
    private const int SettleAsset = 1, SettleDecimals = 6;

    private readonly OrderRows _orders = new(sql);
    private readonly MoneyRows _money = new(sql, shared);
    private readonly MarketRows _markets = new(sql, shared);

    public RowWriter(RowStatements sql) : this(sql, new SharedRows(sql))
    {
    }

    /// <summary>Writes what the batch kept for its end.</summary>
    public void Finish()
    {
        _orders.Write();
        shared.Write();
    }

    public void Add(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.Trade:
                Trade trade = happened.Body<Trade>();
                _markets.Add(in header, in trade);
                _orders.Expect(in trade);
                _money.Expect(header.Account, in trade);
                break;
            case EventKind.PositionChanged:
                PositionChanged changed = happened.Body<PositionChanged>();
                OrderId order = _money.Change(in header, in changed);
                if (order.Value != 0) _orders.Fill(in header, order, changed.Fees);
                break;
            case EventKind.BalanceChanged:
                _money.Change(in header, happened.Body<BalanceChanged>());
                break;
            case EventKind.MarginMoved:
                MarginMoved moved = happened.Body<MarginMoved>();
                _money.Move(in header, LedgerKind.Margin, moved.Cash, moved.IsolatedMargin);
                break;
            case EventKind.FundingPaid:
                _money.Pay(in header, happened.Body<FundingPaid>());
                break;
            case EventKind.PricesChanged or EventKind.MarkUpdated or EventKind.AssetPriceChanged or EventKind.FundingStarted or EventKind.MarketListed:
                _markets.Add(ref happened);
                break;
            case EventKind.CommandDone:
                _money.Forget();
                break;
            case EventKind.BookChanged or EventKind.IndexUpdated:
                break;
            case EventKind.FundingEnded:
                FundingEnded ended = happened.Body<FundingEnded>();
                Risk(ref happened, Lots.Zero, Subticks.Zero, ended.Residue);
                break;
            case EventKind.OrderTriggered:
                OrderTriggered fired = happened.Body<OrderTriggered>();
                _orders.Add(ref happened);
                Risk(ref happened, Lots.Zero, fired.Reference, Micros.Zero);
                break;
            default:
                if (_orders.Add(ref happened) || AddRisk(ref happened)) break;
                AddOther(ref happened);
                Note(ref happened);
                break;
        }
    }

    private bool AddRisk(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.InsuranceDrawn:
                InsuranceDrawn drawn = happened.Body<InsuranceDrawn>();
                _money.Cover(in header, LedgerKind.Insurance, drawn.Cash, drawn.IsolatedMargin);
                Risk(ref happened, Lots.Zero, Subticks.Zero, drawn.FromMarket + drawn.FromGlobal);
                return true;
            case EventKind.BadDebtBooked:
                BadDebtBooked debt = happened.Body<BadDebtBooked>();
                _money.Cover(in header, LedgerKind.BadDebt, debt.Cash, debt.IsolatedMargin);
                Risk(ref happened, Lots.Zero, Subticks.Zero, debt.Amount);
                return true;
            case EventKind.BackstopTaken:
                BackstopTaken taken = happened.Body<BackstopTaken>();
                Subticks price = new(taken.Price.Value * Subticks.PerTick);
                _money.Expect(price);
                Risk(ref happened, taken.Qty, price, Micros.Zero);
                return true;
            case EventKind.AdlApplied:
                AdlApplied applied = happened.Body<AdlApplied>();
                _money.Expect(applied.Price);
                Risk(ref happened, applied.Qty, applied.Price, applied.Notional);
                return true;
            case EventKind.LiquidationStep:
                LiquidationStep step = happened.Body<LiquidationStep>();
                _markets.EarnLiquidation(in header, step.Fee);
                Risk(ref happened, step.Filled, new Subticks(step.Limit.Value * Subticks.PerTick), step.Fee);
                return true;
            case EventKind.InsuranceFunded:
                Risk(ref happened, Lots.Zero, Subticks.Zero, happened.Body<InsuranceFunded>().Amount);
                return true;
            case EventKind.MarginWarning or EventKind.LiquidationStarted or EventKind.LiquidationEnded or EventKind.AdlStarted
                or EventKind.CollateralConverted or EventKind.BackstopStopped or EventKind.LockoutChanged:
                Risk(ref happened, Lots.Zero, Subticks.Zero, Micros.Zero);
                return true;
            default:
                return false;
        }
    }

    private void AddOther(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.VenueCreated:
                _markets.List(SettleAsset, happened.Body<VenueCreated>().Capacities.SettleSymbol, SettleDecimals);
                break;
            case EventKind.AssetListed:
                AssetListed listed = happened.Body<AssetListed>();
                _markets.List(listed.Asset, listed.Terms.Symbol, listed.Terms.Decimals);
                break;
            case EventKind.InterestPaid:
                _money.Hold(in header, LedgerKind.Interest, happened.Body<InterestPaid>().Cash);
                break;
            case EventKind.LendLoss:
                _money.Hold(in header, LedgerKind.LendLoss, happened.Body<LendLoss>().Cash);
                break;
            case EventKind.SettlementShared:
                _money.Hold(in header, LedgerKind.SettlementShare, happened.Body<SettlementShared>().Cash);
                break;
            default:
                break;
        }
    }

    private void Risk(ref EventReader happened, Lots qty, Subticks price, Micros amount)
    {
        ref readonly EventHeader header = ref happened.Header;
        sql.Run("INSERT INTO risk VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", header.Seq, header.Index, header.TimeNs, header.Account, (int)header.Market,
            (int)header.Kind, qty.Value, price.Value, amount.Value, happened.Bytes[EventHeader.Size..].ToArray());
    }

    private void Note(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        sql.Run("INSERT INTO system VALUES ($1, $2, $3, $4, $5, $6, $7)", header.Seq, header.Index, header.TimeNs, header.Account, (int)header.Market,
            (int)header.Kind, happened.Bytes[EventHeader.Size..].ToArray());
    }
}
