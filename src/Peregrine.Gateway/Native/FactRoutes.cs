using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Native;

/// <summary>What an account has. Facts come from the folds; figures that move with marks from the engine's own formulas.</summary>
internal static class FactRoutes
{
    private const int FillsUsual = 100, PositionsMax = 256, HoldingsMax = 64, FinishedMax = 500;

    public static readonly Route[] All =
    [
        new("GET", "/account", LimitClass.Reads, Access.Signed, AllowedActions.Read, "How the account stands: equity, margin, what could leave it.", Account) { Query = FactsQuery.Shape, Reads = FoldSet.Accounts, Answer = Answers.Standing },
        new("GET", "/balances", LimitClass.Reads, Access.Signed, AllowedActions.Read, "What the account holds, asset by asset.", Balances) { Query = FactsQuery.Shape, Reads = FoldSet.Accounts, Answer = Answers.Balances },
        new("GET", "/positions", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Every position, and settings where they are not the usual ones.", Positions) { Query = FactsQuery.Shape, Reads = FoldSet.Accounts | FoldSet.Markets, Answer = Answers.Positions },
        new("GET", "/positions/{market}", LimitClass.Reads, Access.Signed, AllowedActions.Read, "The position in a market, or the settings it would have.", Position) { Query = FactsQuery.Shape, Reads = FoldSet.Accounts | FoldSet.Markets, Answer = RiskJson.Position },
        new("GET", "/orders", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Orders that have not ended, the newest first.", Orders) { Query = OrdersQuery.Shape, Reads = FoldSet.Accounts, Answer = Answers.Orders },
        new("GET", "/orders/{id}", LimitClass.Reads, Access.Signed, AllowedActions.Read, "One order; one that has ended while it is remembered.", Order) { Query = FactsQuery.Shape, Reads = FoldSet.Accounts, Answer = Answers.Order },
        new("GET", "/fills", LimitClass.Reads, Access.Signed, AllowedActions.Read, "The latest fills, the newest first.", Fills) { Query = LatestQuery.Shape, Reads = FoldSet.Accounts, Answer = Answers.Fills },
    ];

    private static async ValueTask Account(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        call.Gateway.Accounts.Views.TryRead(call.Who.Account, out AccountFacts facts);
        Answer<AccountFigures> asked = await call.Gateway.Venue.Questions.Ask<AskAccount, AccountFigures>(new AskAccount(call.Who.Account), facts.LastSeq, call.Http.RequestAborted);
        if (asked.Code != RejectCode.None)
        {
            call.Refuse(Problem.Of(asked.Code));
            return;
        }
        JsonText json = call.Answer.BeginObject().Name("accountId"u8).Id(call.Who.Account).Name("rootId"u8).Id(facts.Root);
        json.Name("status"u8).Plain(Words.AccountStatuses.NameOf((int)facts.Status)).Name("feeTier"u8).Number(facts.FeeTier);
        if (facts.Referrer != 0) json.Name("referrer"u8).Id(facts.Referrer);
        json.Name("cash"u8).Decimal(facts.Cash.Value, Scale.Micros);
        RiskJson.Figures.WriteFields(json, asked.Value);
        json.Name("asOfSeq"u8).Number(asked.AsOfSeq).EndObject();
    }

    private static async ValueTask Balances(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        AccountViews views = call.Gateway.Accounts.Views;
        VenueTerms terms = call.Gateway.Terms;
        views.TryRead(call.Who.Account, out AccountFacts facts);
        HoldingFacts[] holdings = ArrayPool<HoldingFacts>.Shared.Rent(HoldingsMax);
        int count = views.ReadHoldings(call.Who.Account, holdings.AsSpan(0, HoldingsMax));
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Accounts.Cursor).Name("balances"u8).BeginArray();
        if (terms.FindAsset(1) is { } settle) AccountJson.Balance(call.Answer, settle, facts.Cash.Value, facts.Cash.Value);
        foreach (HoldingFacts holding in holdings.AsSpan(0, count))
        {
            if (terms.FindAsset(holding.Asset) is { } asset) AccountJson.Balance(call.Answer, asset, holding.Amount, holding.Counted);
        }
        call.Answer.EndArray().EndObject();
        ArrayPool<HoldingFacts>.Shared.Return(holdings);
    }

    private static async ValueTask Positions(ApiCall call)
    {
        if (!await call.CaughtUp() || await call.Ask<AskPositions, AccountPositions>(new AskPositions(call.Who.Account)) is not { } figures) return;
        PositionFacts[] positions = ArrayPool<PositionFacts>.Shared.Rent(PositionsMax);
        int count = call.Gateway.Accounts.Views.ReadPositions(call.Who.Account, positions.AsSpan(0, PositionsMax));
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(figures.AsOfSeq).Name("positions"u8).BeginArray();
        foreach (ref readonly PositionFacts position in positions.AsSpan(0, count))
        {
            if (call.Gateway.Terms.Find(position.Market) is { } market) RiskJson.Position.Write(call.Answer, Shown(call.Gateway, in position, market, figures.Value));
        }
        call.Answer.EndArray().EndObject();
        ArrayPool<PositionFacts>.Shared.Return(positions);
    }

    private static async ValueTask Position(ApiCall call)
    {
        if (call.Market(call.First) is not { } market || !await call.CaughtUp()) return;
        if (await call.Ask<AskPositions, AccountPositions>(new AskPositions(call.Who.Account)) is not { } figures) return;
        PositionFacts[] positions = ArrayPool<PositionFacts>.Shared.Rent(PositionsMax);
        AccountViews views = call.Gateway.Accounts.Views;
        int count = views.ReadPositions(call.Who.Account, positions.AsSpan(0, PositionsMax));
        int at = Array.FindIndex(positions, 0, count, p => p.Market == market.Id);
        PositionFacts position = at < 0 ? views.DefaultPosition(market.Id) : positions[at];
        ArrayPool<PositionFacts>.Shared.Return(positions);
        RiskJson.Position.Write(call.Answer, Shown(call.Gateway, in position, market, figures.Value));
    }

    /// <summary>The fold's facts beside the engine's figures of the same market.</summary>
    public static ShownPosition Shown(Gateway gateway, in PositionFacts position, MarketTerms market, in AccountPositions figures)
    {
        gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts);
        gateway.Trading.Views.TryReadFunding(market.Id, out FundingFacts funding);
        HeldPosition held = default;
        foreach (HeldPosition candidate in figures.Positions)
        {
            if (candidate.Market == market.Id) held = candidate;
        }
        // The state that was asked may be a command ahead of the fold: what it knows of the position is shown, not half of each.
        PositionFacts told = position;
        (told.Size, told.Cost) = (held.Figures.Size, held.Figures.Cost);
        if (held.Market != 0) told.IsolatedMargin = held.Figures.IsolatedMargin;
        return new ShownPosition(told, market, facts.TickLotValue, held.Mark, held.Figures, held.Place, funding.NextHourNs);
    }

    private static async ValueTask Orders(ApiCall call)
    {
        (ushort market, CancelScope kind) = Filters(call);
        if (!await call.CaughtUp()) return;
        OrderFacts[] orders = Read(call, out int count);
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Accounts.Cursor).Name("orders"u8).BeginArray();
        foreach (ref readonly OrderFacts order in orders.AsSpan(0, count))
        {
            if ((market == 0 || order.Market == market) && (KindOf(in order) & kind) != 0) Write(call, in order);
        }
        call.Answer.EndArray().EndObject();
        ArrayPool<OrderFacts>.Shared.Return(orders);
    }

    private static (ushort Market, CancelScope Kind) Filters(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        ushort market = query.Market(OrdersQuery.Shape.Market, call.Gateway.Terms)?.Id ?? 0;
        CancelScope kind = query.Has(OrdersQuery.Shape.Kind) ? (CancelScope)query.Choice(OrdersQuery.Shape.Kind) : CancelScope.All;
        call.Since(ref query);
        return (market, kind);
    }

    private static CancelScope KindOf(in OrderFacts order) =>
        order.IsTwap != 0 ? CancelScope.Twaps : order.State is OrderState.PendingTrigger or OrderState.Inactive ? CancelScope.Triggers : CancelScope.Resting;

    private static OrderFacts[] Read(ApiCall call, out int count)
    {
        AccountViews views = call.Gateway.Accounts.Views;
        views.TryRead(call.Who.Account, out AccountFacts facts);
        OrderFacts[] orders = ArrayPool<OrderFacts>.Shared.Rent(facts.OrderCount + 16);
        count = views.ReadOrders(call.Who.Account, orders);
        return orders;
    }

    private static void Write(ApiCall call, in OrderFacts order)
    {
        if (call.Gateway.Terms.Find(order.Market) is { } market) AccountJson.Order(call.Answer, in order, market).EndObject();
    }

    private static async ValueTask Order(ApiCall call)
    {
        if (OrderName.Read(call.First, out OrderName name) is { } problem) call.Refuse(problem);
        else if (await call.CaughtUp()) Find(call, name);
    }

    private static void Find(ApiCall call, OrderName name)
    {
        OrderFacts[] orders = Read(call, out int count);
        int at = Array.FindIndex(orders, 0, count, o => Is(in o, in name));
        if (at < 0)
        {
            ArrayPool<OrderFacts>.Shared.Return(orders);
            orders = ArrayPool<OrderFacts>.Shared.Rent(FinishedMax);
            count = call.Gateway.Accounts.Views.ReadFinished(call.Who.Account, orders.AsSpan(0, FinishedMax));
            at = count == 0 ? -1 : Array.FindLastIndex(orders, count - 1, count, o => Is(in o, in name));
        }
        if (at >= 0) Write(call, in orders[at]);
        else call.Refuse(Problem.Of(RejectCode.UnknownOrder) with { Field = "id" });
        ArrayPool<OrderFacts>.Shared.Return(orders);
    }

    private static bool Is(in OrderFacts order, in OrderName name) => name.Order.IsNone ? order.ClientId == name.ClientId : order.Order == name.Order;

    private static async ValueTask Fills(ApiCall call)
    {
        int limit = LimitOf(call);
        if (!await call.CaughtUp()) return;
        FillFacts[] fills = ArrayPool<FillFacts>.Shared.Rent(limit);
        int count = call.Gateway.Accounts.Views.ReadFills(call.Who.Account, fills.AsSpan(0, limit));
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Accounts.Cursor).Name("fills"u8).BeginArray();
        for (int i = count - 1; i >= 0; i--)
        {
            if (call.Gateway.Terms.Find(fills[i].Market) is { } market) AccountJson.Fill(call.Answer, in fills[i], market).EndObject();
        }
        call.Answer.EndArray().EndObject();
        ArrayPool<FillFacts>.Shared.Return(fills);
    }

    private static int LimitOf(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        int limit = query.Has(LatestQuery.Shape.Limit) ? (int)query.Whole(LatestQuery.Shape.Limit) : FillsUsual;
        call.Since(ref query);
        return Math.Max(1, limit);
    }
}
