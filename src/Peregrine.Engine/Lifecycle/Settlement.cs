using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Closes everything in a market at one price: first counts what will be missing, then pays, account by account, a bounded part a command.</summary>
/// <remarks>
/// Between the two walks the market is still, but its accounts live on elsewhere. What that changes is not shared among the winners again: it is insurance's
/// when money is left over, and insurance's or bad debt when some is missing.
/// </remarks>
internal sealed class Settlement(
    EngineState state, Timers timers, MarginBook margin, MarketStates states, SettlementWatch watch, OrderCancels cancels, MakerAftermath aftermath,
    FundingSettlement funding, FundingHours hours, InsuranceFund insurance)
{
    /// <summary>Orders cancelled and positions visited by one command, together.</summary>
    public const int WorkMax = 1000;
    /// <summary>Accounts without business in the market cost little, but not nothing.</summary>
    private const int AccountsMax = 16 * WorkMax;
    private const long Day = 86_400_000_000_000;

    private int _working;
    private int _left;
    private int _accountsLeft;
    private long _begun;

    /// <summary>Some market is being settled.</summary>
    public bool HasWork => _working != 0;

    // However many settlements begin or end within a command, together they do no more than one would.
    private void BeginCommand()
    {
        if (_begun == state.Seq) return;
        (_begun, _left, _accountsLeft) = (state.Seq, WorkMax, AccountsMax);
    }

    /// <summary>Without notice only where nobody is hurt by it: nobody holds anything, or nobody could trade for a day.</summary>
    public RejectCode MayBeginNow(Market market)
    {
        if (market.OpenInterest.Value == 0) return RejectCode.None;
        if (market.State != MarketState.Halted) return RejectCode.NoticeTooShort;
        return state.NowNs - market.Life.StateSinceNs < Day ? RejectCode.TooEarly : RejectCode.None;
    }

    public void BeginNow(Market market, int reason)
    {
        SettlementState end = market.Life.Settlement;
        if (end.Timer != 0) timers.Cancel(end.Timer);
        end.Timer = 0;
        if (end.Phase == 0) (end.NoticeNs, end.SettleAtNs, end.NoticeMark) = (state.NowNs, state.NowNs, market.Mark);
        else end.SettleAtNs = Math.Min(end.SettleAtNs, state.NowNs);
        market.IsEnding = true;
        // Nobody announced this end: what was sampled for another, and the mark before that notice, are of another time.
        end.Price = SettlementMath.Floor(market.Mark);
        Begin(market, reason, default, fromMark: true);
    }

    /// <summary>The announced end has come: fixes the price and starts the first walk.</summary>
    public void Begin(Market market, int reason)
    {
        SettlementState end = market.Life.Settlement;
        SettlementAverages averages = watch.Close(end);
        bool sampled = SettlementMath.TryPrice(averages, out Ticks price);
        // A market that was announced before its first price has but its last mark.
        end.Price = sampled ? price : SettlementMath.Floor(end.NoticeMark.Value == 0 ? market.Mark : end.NoticeMark);
        Begin(market, reason, averages, !sampled);
    }

    private void Begin(Market market, int reason, SettlementAverages averages, bool fromMark)
    {
        SettlementState end = market.Life.Settlement;
        (end.Phase, end.Cursor) = (SettlementPhase.Counting, 1);
        _working++;
        hours.End(market);
        states.Enter(market, MarketState.Settling, reason);
        state.Events.Add(0, market.Id, new SettlementStarted { Price = end.Price, Averages = averages, FromMark = fromMark ? 1 : 0 });
    }

    /// <summary>As much as this command may still do.</summary>
    public void Work()
    {
        BeginCommand();
        for (int id = 1; id <= state.MarketCount && _working != 0; id++)
        {
            SettlementState end = state.Markets[id].Life.Settlement;
            // Nobody is counted before what his last hour costs is known.
            while (end.IsWorking && _left > 0 && _accountsLeft > 0 && hours.IsOver(state.Markets[id])) Step(state.Markets[id], end);
        }
    }

    /// <summary>Goes on with a settlement that a snapshot caught in the middle.</summary>
    public void Load(Market market)
    {
        if (market.Life.Settlement.IsWorking) _working++;
    }

    private void Step(Market market, SettlementState end)
    {
        if (end.Cursor > state.AccountCount)
        {
            if (end.Phase == SettlementPhase.Counting) Share(market, end);
            else Finish(market, end);
            return;
        }
        int account = end.Cursor++;
        _accountsLeft--;
        int slot = state.FindPosition(account, market.Id);
        if (slot == 0) return;
        if (state.Positions[slot].Size.Value != 0) _left--;
        if (end.Phase == SettlementPhase.Counting) Count(market, end, slot);
        else if (state.Positions[slot].Size.Value != 0) Close(market, end, slot);
    }

    private void Count(Market market, SettlementState end, int slot)
    {
        ref Position position = ref state.Positions[slot];
        CancelFilter all = new() { Scope = CancelScope.All };
        if (position.HasOrders || state.Accounts[position.Account].FirstTwap != 0)
            _left -= cancels.All(position.Account, market.Id, in all, CancelReason.Settlement);
        if (position.Size.Value == 0) return;
        funding.Settle(ref position, market);
        Micros profit = ProfitOf(market, end, in position);
        if (profit.Value > 0) end.Profits += profit;
        end.Deficits += DeficitOf(market, end, slot);
        end.Positions++;
    }

    // Since the position was opened or the end announced, whichever was later.
    private static Micros ProfitOf(Market market, SettlementState end, in Position position)
    {
        Micros atNotice = position.NoticeTaken ? position.NoticeProfit : ProfitAt(market, in position, end.NoticeMark);
        return ProfitAt(market, in position, new(end.Price.Value * Subticks.PerTick)) - atNotice;
    }

    private static Micros ProfitAt(Market market, in Position position, Subticks price) =>
        position.Realised + market.ValueFloor(position.Size, price) - position.Cost;

    // What the account will owe beyond everything it has: of an isolated pot, or of a cross account without another position.
    private Micros DeficitOf(Market market, SettlementState end, int slot)
    {
        ref Position position = ref state.Positions[slot];
        Micros value = market.ValueFloor(position.Size, new(end.Price.Value * Subticks.PerTick));
        Micros left;
        if (position.IsIsolated) left = position.IsolatedMargin + value - position.Cost;
        else if (HasOther(position.Account, slot)) return Micros.Zero;
        else left = margin.Without(position.Account, slot).EquityMaint + state.Accounts[position.Account].Cash + value - position.Cost;
        return Micros.Max(Micros.Zero, -left);
    }

    private bool HasOther(int account, int except)
    {
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            if (slot != except && state.Positions[slot].Size.Value != 0) return true;
        }
        return false;
    }

    // Everything is counted: what insurance gives, and what the winners must.
    private void Share(Market market, SettlementState end)
    {
        end.Deficits -= market.Risk.BadDebt;
        end.Pot += market.Risk.BadDebt;
        market.Risk.BadDebt = Micros.Zero;
        end.Insurance = insurance.Take(market, end.Deficits);
        end.Pot += end.Insurance;
        end.Haircut = Micros.Min(end.Deficits - end.Insurance, end.Profits);
        (end.Phase, end.Cursor) = (SettlementPhase.Closing, 1);
    }

    private void Close(Market market, SettlementState end, int slot)
    {
        ref Position position = ref state.Positions[slot];
        Micros profit = ProfitOf(market, end, in position);
        Side side = position.Size.Value > 0 ? Side.Sell : Side.Buy;
        Lots qty = new(Math.Abs(position.Size.Value));
        // The other sides are closed in their turn; until then the pot stands for them.
        end.Pot += new Micros(side.Sign() * market.Notional(qty, end.Price).Value);
        FillEffect.Of(in position, market, side, qty, end.Price, out FillEffect effect);
        aftermath.Book(slot, market, in effect, Micros.Zero, feeFromPot: false, FillReason.Settlement);
        Micros covered = Cover(market, slot);
        Micros paid = SettlementMath.ShareOf(profit, end.Haircut, end.Profits);
        if (paid.Value != 0) Move(position.Account, -paid, BalanceReason.Settlement);
        end.Pot += paid - covered;
        if (paid.Value == 0 && covered.Value == 0) return;
        state.Events.Add(position.Account, market.Id, new SettlementShared
        {
            Profit = Micros.Max(Micros.Zero, profit),
            Paid = paid,
            Covered = covered,
            Cash = state.Accounts[position.Account].Cash,
        });
    }

    // Nobody owes more than there was: what is below 0 with nothing left to set against it is taken over.
    private Micros Cover(Market market, int slot)
    {
        ref Position position = ref state.Positions[slot];
        ref Account account = ref state.Accounts[position.Account];
        if (position.IsolatedMargin.Value < 0)
        {
            Micros pot = -position.IsolatedMargin;
            position.IsolatedMargin = Micros.Zero;
            state.Events.Add(position.Account, market.Id, new MarginMoved { Amount = pot, Cash = account.Cash });
            return pot;
        }
        if (position.IsIsolated || HasOther(position.Account, slot)) return Micros.Zero;
        Micros left = margin.Of(position.Account).EquityMaint;
        if (left.Value >= 0) return Micros.Zero;
        Move(position.Account, -left, BalanceReason.Loss);
        return -left;
    }

    private void Move(int account, Micros change, BalanceReason reason)
    {
        state.MoveCash(account, change);
        state.Touch(account);
        state.Events.Add(account, 0, new BalanceChanged
        {
            Change = change.Value,
            Balance = state.Accounts[account].Cash.Value,
            Asset = EngineState.SettleAsset,
            Reason = reason,
        });
    }

    private void Finish(Market market, SettlementState end)
    {
        Micros missing = end.Deficits - end.Insurance - end.Haircut;
        Micros residue = end.Pot + missing;
        // Below 0 only when accounts lost elsewhere between the walks.
        Micros kept = residue.Value >= 0 ? residue : -insurance.Take(market, -residue);
        if (residue.Value >= 0) market.Risk.Insurance.Money += residue;
        market.Risk.BadDebt += residue - kept - missing;
        end.Pot = Micros.Zero;
        end.Phase = SettlementPhase.Done;
        _working--;
        market.IsEnding = false;
        states.Enter(market, MarketState.Settled, StateReasons.Ending);
        state.Events.Add(0, market.Id, new MarketSettled
        {
            Price = end.Price,
            Deficits = end.Deficits,
            Insurance = end.Insurance,
            Haircut = end.Haircut,
            BadDebt = market.Risk.BadDebt,
            Residue = kept,
            Released = insurance.Release(market),
            Profits = end.Profits,
            Positions = end.Positions,
        });
    }
}
