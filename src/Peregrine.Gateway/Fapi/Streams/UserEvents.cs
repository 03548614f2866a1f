using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Orders;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Makes the dialect's events out of what one command told an account: new orders, fills in their order, ends, then money and positions as the command left them.</summary>
/// <param name="gateway">Whose venue.</param>
/// <param name="account">The user's.</param>
/// <param name="wanted">Names of the events that are told; none for all.</param>
/// <param name="state">Moves on with each step.</param>
/// <param name="tell">Gets each event.</param>
internal sealed class UserEvents(Gateway gateway, int account, IReadOnlySet<string> wanted, UserState state, Action<ReadOnlyMemory<byte>> tell)
{
    private const string FundingFee = "FUNDING_FEE";
    private readonly JsonText _json = new();
    private FapiSymbols _symbols = gateway.Fapi.Symbols;
    private bool _isWanted;

    public void Tell(UserStep step)
    {
        _symbols = gateway.Fapi.Symbols;
        foreach (LeverageChange change in step.Leverages) TellLeverage(step, change);
        bool isNewMode = step.Leverages.Exists(c => IsNewMode(step, c));
        List<ForcedFill> forced = ForcedFill.Of(step, state, _symbols);
        state.Take(step, _symbols);
        foreach ((EventKind kind, OrderFacts order) in step.Orders) TellBeginning(step, kind, in order);
        foreach (FillFacts fill in step.Fills) TellFill(step, in fill);
        foreach (ForcedFill fill in forced) TellForced(step, in fill);
        foreach ((_, OrderFacts order) in step.Orders) TellEnd(step, in order);
        TellMoney(step, isNewMode);
        if (step.IsWarned) TellWarning(step);
    }

    private JsonText Begin(ReadOnlySpan<byte> name, long timeMs)
    {
        _isWanted = wanted.Count == 0 || wanted.Contains(Encoding.ASCII.GetString(name));
        _json.Clear();
        return _json.BeginObject().Name("e"u8).Plain(name).Name("E"u8).Number(gateway.Time.GetUtcNow().ToUnixTimeMilliseconds()).Name("T"u8).Number(timeMs);
    }

    private void End()
    {
        _json.EndObject();
        if (_isWanted) tell(_json.Written);
    }

    // What happened to the order before anything was filled for it.
    private void TellBeginning(UserStep step, EventKind kind, in OrderFacts order)
    {
        if (_symbols.Find(order.Market) is not { } market || order.IsTwap != 0) return;
        bool wasAlgo = OrderJson.WasAlgo(in order);
        if (kind == EventKind.OrderAccepted && wasAlgo) TellAlgo(step, in order, market, "NEW"u8, isFired: false);
        if (kind == EventKind.OrderTriggered || (kind == EventKind.OrderAccepted && order.HasFired != 0))
        {
            TellAlgo(step, in order, market, "TRIGGERED"u8, isFired: true);
            TellAlgo(step, in order, market, "FINISHED"u8, isFired: true);
            TellOrder(step, in order, market, "NEW"u8);
        }
        else if (kind == EventKind.OrderAccepted && !wasAlgo)
        {
            TellOrder(step, in order, market, "NEW"u8);
        }
        else if (kind == EventKind.OrderAmended)
        {
            if (OrderJson.IsAlgo(in order)) TellAlgo(step, in order, market, "NEW"u8, isFired: false);
            else TellOrder(step, in order, market, "AMENDMENT"u8);
        }
    }

    private void TellOrder(UserStep step, in OrderFacts order, FapiMarket market, ReadOnlySpan<byte> what)
    {
        Executed done = state.ExecutedOf(order.Order);
        Lots filled = order.Filled;
        foreach (FillFacts fill in step.Fills)
        {
            if (fill.Order == order.Order) filled -= fill.Qty;
        }
        JsonText json = Begin("ORDER_TRADE_UPDATE"u8, step.TimeMs);
        UserJson.BeginOrder(json, in order, market, what, filled.Value == 0 ? "NEW"u8 : "PARTIALLY_FILLED"u8, filled, in done, state.Open);
        UserJson.NoFill(json, step.TimeMs);
        json.EndObject();
        End();
    }

    private void TellAlgo(UserStep step, in OrderFacts order, FapiMarket market, ReadOnlySpan<byte> status, bool isFired)
    {
        JsonText json = Begin("ALGO_UPDATE"u8, step.TimeMs);
        UserJson.Algo(json, in order, market, status, state.ExecutedOf(order.Order), isFired ? step.TimeMs : 0);
        End();
    }

    private void TellFill(UserStep step, in FillFacts fill)
    {
        if (_symbols.Find(fill.Market) is not { } market) return;
        OrderFacts order = OrderOf(step, in fill, out bool isKnown);
        Executed done = state.Fill(in fill, market);
        bool isForced = fill.Reason is FillReason.Liquidation or FillReason.Backstop or FillReason.Adl or FillReason.Settlement && !isKnown;
        bool isWhole = fill.OrderRest.Value == 0 && fill.OrderFilled >= order.Qty;
        if (isKnown && !isForced) TellLite(step, in order, in fill, market);
        JsonText json = Begin("ORDER_TRADE_UPDATE"u8, step.TimeMs);
        ReadOnlySpan<byte> what = isForced ? "CALCULATED"u8 : "TRADE"u8, status = isForced || isWhole ? "FILLED"u8 : "PARTIALLY_FILLED"u8;
        if (isKnown) UserJson.BeginOrder(json, in order, market, what, status, fill.OrderFilled, in done, state.Open);
        else
        {
            json.Name("o"u8).BeginObject().Name("s"u8).Plain(market.Utf8).Name("c"u8).String(UserJson.NameOfForced(fill.Reason, fill.Seq));
            UserJson.OrderMembers(json, in order, market, what, status, fill.Qty, in done, state.Open);
        }
        UserJson.Fill(json, in fill, market, _symbols.Settle);
        json.EndObject();
        End();
        if (isWhole || !isKnown) state.Forget(fill.Order);
    }

    private void TellLite(UserStep step, in OrderFacts order, in FillFacts fill, FapiMarket market)
    {
        UserJson.Lite(Begin("TRADE_LITE"u8, step.TimeMs), in order, in fill, market);
        End();
    }

    private void TellForced(UserStep step, in ForcedFill fill)
    {
        if (_symbols.Find(fill.Market) is not { } market) return;
        long price = market.PriceOf(fill.Value.Value, fill.Qty.Value);
        var order = new OrderFacts { Price = new Ticks(price / Subticks.PerTick), Qty = fill.Qty, Side = fill.Side, Type = OrderType.Limit, Tif = TimeInForce.Ioc, Market = fill.Market, Flags = OrderFlags.ReduceOnly };
        JsonText json = Begin("ORDER_TRADE_UPDATE"u8, step.TimeMs).Name("o"u8).BeginObject().Name("s"u8).Plain(market.Utf8);
        json.Name("c"u8).String(UserJson.NameOfForced(fill.Reason, step.Seq));
        UserJson.OrderMembers(json, in order, market, "CALCULATED"u8, "FILLED"u8, fill.Qty, new Executed(fill.Qty, fill.Value, 0), state.Open);
        json.Name("l"u8).Decimal(fill.Qty.Value, market.Lot).Name("L"u8).Decimal(price, market.SubTick).Name("n"u8).Decimal(fill.Fees.Value, Scale.Micros).Name("N"u8).String(_symbols.Settle);
        json.Name("T"u8).Number(step.TimeMs).Name("t"u8).Number(TradeIds.Of(step.Seq, TradeIds.UntradedFrom)).Name("m"u8).Bool(false).Name("rp"u8).Decimal(fill.Realised.Value, Scale.Micros);
        json.EndObject();
        End();
    }

    // A liquidation's order is the engine's own: nobody was told of it, so it is told by its fill.
    private static OrderFacts OrderOf(UserStep step, in FillFacts fill, out bool isKnown)
    {
        foreach ((_, OrderFacts order) in step.Orders)
        {
            if (order.Order != fill.Order) continue;
            isKnown = true;
            return order;
        }
        isKnown = false;
        return new OrderFacts { Order = fill.Order, Price = fill.Price, Qty = fill.Qty, Side = fill.Side, Type = OrderType.Limit, Tif = TimeInForce.Ioc, Market = fill.Market, Flags = OrderFlags.ReduceOnly };
    }

    private void TellEnd(UserStep step, in OrderFacts order)
    {
        if (!order.HasEnded || _symbols.Find(order.Market) is not { } market || order.IsTwap != 0) return;
        if (order.State != OrderState.Filled)
        {
            if (OrderJson.IsAlgo(in order)) TellAlgo(step, in order, market, FapiWords.AlgoStatusOf(in order), isFired: false);
            else TellOrderEnd(step, in order, market);
        }
        state.Forget(order.Order);
    }

    private void TellOrderEnd(UserStep step, in OrderFacts order, FapiMarket market)
    {
        if (order.HasFired != 0 && order.Reason is CancelReason.TriggerMargin or CancelReason.Rejected)
        {
            JsonText rejected = Begin("CONDITIONAL_ORDER_TRIGGER_REJECT"u8, step.TimeMs).Name("or"u8).BeginObject().Name("s"u8).Plain(market.Utf8);
            rejected.Name("i"u8).Number(order.Order.Value).Name("r"u8).String(RejectText.Of(order.Code)).EndObject();
            End();
        }
        ReadOnlySpan<byte> status = FapiWords.StatusOf(in order);
        JsonText json = Begin("ORDER_TRADE_UPDATE"u8, step.TimeMs);
        UserJson.BeginOrder(json, in order, market, status.SequenceEqual("CANCELED"u8) ? "CANCELED"u8 : "EXPIRED"u8, status, order.Filled, state.ExecutedOf(order.Order), state.Open);
        UserJson.NoFill(json, step.TimeMs);
        json.EndObject();
        End();
    }

    private void TellMoney(UserStep step, bool isNewMode)
    {
        foreach (BalanceFacts balance in step.Balances)
        {
            if (balance.Reason != 0) TellAccount(step, ReasonOf(balance.Reason), balance, withPositions: false);
        }
        bool isTraded = step.Fills.Count > 0 || step.Forced.Count > 0, isMoved = step.HasMovedMargin;
        bool isMode = isNewMode && step.Positions.Count > 0;
        bool hasCash = step.Balances.Exists(static b => b.Reason == 0);
        if (isTraded || hasCash || isMoved || isMode)
            TellAccount(step, isTraded ? "ORDER" : step.HasFunding ? FundingFee : isMoved ? "MARGIN_TRANSFER" : isMode ? "MARGIN_TYPE_CHANGE" : "ADJUSTMENT", null, withPositions: true);
    }

    private void TellAccount(UserStep step, string reason, BalanceFacts? balance, bool withPositions)
    {
        JsonText json = Begin("ACCOUNT_UPDATE"u8, step.TimeMs).Name("a"u8).BeginObject().Name("m"u8).String(reason).Name("B"u8).BeginArray();
        if (balance is { Asset: not 1 } other && _symbols.Terms.FindAsset(other.Asset) is { } asset)
        {
            json.BeginObject().Name("a"u8).Plain(asset.Utf8).Name("wb"u8).Decimal(other.Balance, asset.Scale).Name("cw"u8).Decimal(other.Balance, asset.Scale);
            json.Name("bc"u8).Decimal(other.Change, asset.Scale).EndObject();
        }
        else
        {
            json.BeginObject().Name("a"u8).String(_symbols.Settle).Name("wb"u8).Decimal(state.Wallet.Value, Scale.Micros).Name("cw"u8).Decimal(state.Cash.Value, Scale.Micros);
            json.Name("bc"u8).Decimal(balance?.Change ?? 0, Scale.Micros).EndObject();
        }
        json.EndArray().Name("P"u8).BeginArray();
        int taker = TakerPpb();
        foreach (PositionFacts position in withPositions ? step.Positions : [])
        {
            // Funding of a cross position is money and changes no position.
            if (reason == FundingFee && position.Mode != MarginMode.Isolated) continue;
            if (_symbols.Find(position.Market) is not { } market) continue;
            gateway.Trading.Views.TryRead(position.Market, out MarketFacts facts);
            UserJson.Position(json, in position, market, facts.Mark, taker);
        }
        json.EndArray().EndObject();
        End();
    }

    private void TellLeverage(UserStep step, LeverageChange change)
    {
        // A change of the margin type says the leverage again.
        if (_symbols.Find(change.Market) is not { } market) return;
        if (state.IsBefore(step.Seq) && state.Positions.Any(p => p.Market == change.Market && p.Leverage == change.Leverage)) return;
        Begin("ACCOUNT_CONFIG_UPDATE"u8, step.TimeMs).Name("ac"u8).BeginObject().Name("s"u8).Plain(market.Utf8).Name("l"u8).Number(change.Leverage).EndObject();
        End();
    }

    // A change of the leverage says the margin type again. Who never changed it has cross.
    private bool IsNewMode(UserStep step, LeverageChange change) =>
        !state.IsBefore(step.Seq) || change.Mode != (state.PositionOf(change.Market).Mode is MarginMode.Isolated ? MarginMode.Isolated : MarginMode.Cross);

    private void TellWarning(UserStep step)
    {
        JsonText json = Begin("MARGIN_CALL"u8, step.TimeMs).Name("cw"u8).Decimal(state.Cash.Value, Scale.Micros).Name("p"u8).BeginArray();
        foreach (PositionFacts position in state.Positions)
        {
            if (position.Size.Value == 0 || _symbols.Find(position.Market) is not { } market) continue;
            gateway.Trading.Views.TryRead(position.Market, out MarketFacts facts);
            bool isIsolated = position.Mode == MarginMode.Isolated;
            json.BeginObject().Name("s"u8).Plain(market.Utf8).Name("ps"u8).Plain("BOTH"u8).Name("pa"u8).Decimal(position.Size.Value, market.Lot);
            json.Name("mt"u8).Plain(isIsolated ? "ISOLATED"u8 : "CROSSED"u8).Name("iw"u8).Decimal(isIsolated ? position.IsolatedMargin.Value : 0, Scale.Micros);
            json.Name("mp"u8).Decimal(facts.Mark.Value, market.SubTick);
            json.Name("up"u8).Decimal((market.ValueAt(position.Size, facts.Mark) - position.Cost).Value, Scale.Micros).EndObject();
        }
        json.EndArray();
        End();
    }

    // Of the root, less what its referrer gave it.
    private int TakerPpb()
    {
        AccountViews views = gateway.Accounts.Views;
        if (!views.TryRead(account, out AccountFacts own) || !views.TryRead(own.Root, out AccountFacts root) || root.FeeTier >= _symbols.Terms.FeeTiers.Length) return 0;
        int taker = _symbols.Terms.FeeTiers[root.FeeTier].TakerPpb;
        return taker - (int)Ppb.MulFloor(taker, root.DiscountPpb);
    }

    private static string ReasonOf(BalanceReason reason) => reason switch
    {
        BalanceReason.Deposit => "DEPOSIT",
        BalanceReason.Withdrawal => "WITHDRAW",
        BalanceReason.Refund => "WITHDRAW_REJECT",
        BalanceReason.TransferIn or BalanceReason.TransferOut => "ASSET_TRANSFER",
        _ => "ADJUSTMENT",
    };
}
