using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Identity.Keys;

namespace Peregrine.Gateway.Native;

/// <summary>The names that values have on the wire; in one place, so that what goes in is spelled as what comes out.</summary>
internal static class Words
{
    public static readonly Choices Sides = new Choices<Side>();
    public static readonly Choices Tifs = new Choices<TimeInForce>();
    public static readonly Choices StpModes = new Choices<StpMode>();
    public static readonly Choices TriggerRefs = new Choices<TriggerRef>();
    public static readonly Choices TriggerKinds = new Choices<TriggerKind>();
    public static readonly Choices OrderTypes = new Choices<OrderType>();
    public static readonly Choices OrderStates = new Choices<OrderState>();
    public static readonly Choices CancelReasons = new Choices<CancelReason>();
    public static readonly Choices FillReasons = new Choices<FillReason>();
    public static readonly Choices MarginModes = new Choices<MarginMode>();
    public static readonly Choices MarketStates = new Choices<MarketState>();
    public static readonly Choices PriceStates = new Choices<PriceState>();
    public static readonly Choices AccountStatuses = new Choices<AccountStatus>();
    public static readonly Choices BreachActions = new Choices<BreachAction>();
    public static readonly Choices LedgerKinds = new Choices<History.LedgerKind>();
    public static readonly Choices Actions =
        new Choices<AllowedActions>(AllowedActions.Read, AllowedActions.Trade, AllowedActions.ReduceOnly, AllowedActions.Cancel, AllowedActions.Transfer, AllowedActions.Withdraw);
    public static readonly Choices Scopes = new Choices<Scopes>(
        Identity.Keys.Scopes.Read, Identity.Keys.Scopes.Trade, Identity.Keys.Scopes.ReduceOnly, Identity.Keys.Scopes.Transfer, Identity.Keys.Scopes.Withdraw);
    public static readonly Choices KeyStates = new Choices<KeyState>();
    public static readonly Choices KeyKinds = new Choices<KeyKind>();
    public static readonly Choices MassCancelKinds = new Choices<CancelScope>(CancelScope.Resting, CancelScope.Triggers, CancelScope.Twaps);

    public static readonly Choices SampleHealths = new Choices<SampleHealth>();
    public static readonly Choices WithdrawalStates = new Choices<WithdrawalState>();
    public static readonly Choices WithdrawalSteps =
        new Choices<WithdrawalState>(WithdrawalState.Signed, WithdrawalState.Sent, WithdrawalState.Confirmed, WithdrawalState.Refunded);

    /// <summary>What <c>POST /orders</c> takes; the numbers are <see cref="Orders.OrderForm"/>.</summary>
    public static readonly Choices OrderForms = new Choices<Orders.OrderForm>();
    public static readonly Choices ExitForms =
        new Choices<Orders.OrderForm>(Orders.OrderForm.Limit, Orders.OrderForm.TakeProfit, Orders.OrderForm.Stop, Orders.OrderForm.Trailing);
    public static readonly Choices BatchOps = new Choices<Orders.BatchOp>();
}
