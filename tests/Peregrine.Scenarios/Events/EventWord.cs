using Peregrine.Core;

namespace Peregrine.Scenarios.Events;

/// <summary>A short word for an event: its kind, what it fixes, and the fields that may follow without their names.</summary>
/// <param name="Word">How scenarios write it.</param>
/// <param name="Kind">The event.</param>
/// <param name="Slots">Fields by name; <c>@account</c> and <c>@market</c> are those of the header; <c>@ field</c> takes a word after <c>@</c>.</param>
/// <param name="Fixed">Field and value that the word implies.</param>
public sealed record EventWord(string Word, EventKind Kind, string[] Slots, (string Field, string Value)[] Fixed)
{
    public const string Account = "@account";
    public const string Market = "@market";

    public static readonly IReadOnlyList<EventWord> All =
    [
        Of("ok", EventKind.CommandDone, [], ("code", "none"), ("duplicate", "0")),
        Of("duplicate", EventKind.CommandDone, [], ("code", "none"), ("duplicate", "1")),
        Of("reject", EventKind.CommandDone, ["code"]),
        Of("done", EventKind.CommandDone, ["code"]),
        Of("accepted", EventKind.OrderAccepted, ["order", "state", "side", "qty", "@ price"]),
        Of("armed", EventKind.TriggerArmed, ["order", "@ trigger-price"]),
        Of("triggered", EventKind.OrderTriggered, ["order", "@ reference"]),
        Of("amended", EventKind.OrderAmended, ["order", "qty", "@ price"]),
        Of("trimmed", EventKind.OrderTrimmed, ["order", "reason", "cut"]),
        Of("expired", EventKind.OrderCancelled, ["order", "rest"], ("reason", "expired"), ("state", "expired")),
        Of("cancelled", EventKind.OrderCancelled, ["order", "reason", "code", "rest"]),
        Of("trade", EventKind.Trade, ["maker-order", "qty", "@ price"]),
        Of("rests", EventKind.BookChanged, ["side", "order-visible", "@ price"], ("change", "added")),
        Of("level", EventKind.BookChanged, ["change", "side", "order-visible", "@ price"]),
        Of("beyond-liquidation", EventKind.TriggerBeyondLiquidation, ["order"]),
        Of("activated", EventKind.ExitActivated, ["order", "active"]),
        Of("retried", EventKind.StopRetried, ["order"]),
        Of("slice", EventKind.TwapSlice, ["order", "slice", "skipped"]),
        Of("twap", EventKind.TwapControlled, ["order", "action"]),
        Of("twap-ended", EventKind.TwapEnded, ["order", "executed"]),
        Of("mmp-fired", EventKind.MmpFired, [Account, Market, "filled"]),
        Of("deadman-set", EventKind.DeadManSet, [Account, Market, "due"]),
        Of("deadman-fired", EventKind.DeadManFired, [Account, Market, "cancelled"]),
        Of("breached", EventKind.LimitBreached, [Account, "action"]),
        Of("account-created", EventKind.AccountCreated, [Account]),
        Of("referrer-set", EventKind.ReferrerSet, [Account, "referrer"]),
        Of("builder-approved", EventKind.BuilderApproved, [Account, "builder", "max"]),
        Of("limits-set", EventKind.LimitsSet, [Account, "key-id"]),
        Of("key-set", EventKind.KeySet, [Account, "key-id"]),
        Of("status", EventKind.AccountStatusChanged, [Account, "status"]),
        Of("balance", EventKind.BalanceChanged, [Account, "asset", "balance", "reason"]),
        Of("withdrawal", EventKind.WithdrawalChanged, [Account, "withdrawal", "state"]),
        Of("position", EventKind.PositionChanged, [Account, Market, "size"]),
        Of("margin", EventKind.MarginMoved, [Account, Market, "amount"]),
        Of("leverage", EventKind.LeverageChanged, [Account, Market, "leverage", "mode"]),
        Of("mmp-set", EventKind.MmpSet, [Account, Market]),
        Of("fee-tier", EventKind.FeeTierChanged, [Account, "tier"]),
        Of("venue", EventKind.VenueCreated, []),
        Of("asset-listed", EventKind.AssetListed, ["asset"]),
        Of("market-listed", EventKind.MarketListed, [Market]),
        Of("tier-listed", EventKind.TierListed, [Market, "tier"]),
        Of("market-state", EventKind.MarketStateChanged, [Market, "state"]),
        Of("fee-tier-set", EventKind.FeeTierSet, ["tier"]),
        Of("prices", EventKind.PricesChanged, [Market, "state"]),
        Of("asset-price", EventKind.AssetPriceChanged, ["asset", "state"]),
        Of("venue-resumed", EventKind.VenueResumed, []),
        Of("withdrawal-caps-set", EventKind.WithdrawalCapsSet, ["asset", "floor"]),
        Of("rules-set", EventKind.PriceRulesSet, [Market, "asset"]),
        Of("source-set", EventKind.SourceSet, ["source", "weight"]),
        Of("index", EventKind.IndexUpdated, ["outcome"]),
        Of("marked", EventKind.MarkUpdated, [Market, "mark"]),
        Of("price-state", EventKind.PriceStateChanged, [Market, "asset", "state"]),
        Of("funding-started", EventKind.FundingStarted, [Market, "rate"]),
        Of("funding-paid", EventKind.FundingPaid, [Account, Market, "amount"]),
        Of("funding-ended", EventKind.FundingEnded, [Market, "residue"]),
        Of("funding-skipped", EventKind.FundingSkipped, [Market, "reason"]),
        Of("funding-delayed", EventKind.FundingDelayed, [Market]),
        Of("margin-warning", EventKind.MarginWarning, [Account, "line-permille"]),
        Of("liquidating", EventKind.LiquidationStarted, [Account, "equity"]),
        Of("closing", EventKind.LiquidationStep, [Account, Market, "asked", "filled"]),
        Of("liquidated", EventKind.LiquidationEnded, [Account, "end"]),
        Of("backstop-taken", EventKind.BackstopTaken, [Account, Market, "qty", "@ price"]),
        Of("insurance-drawn", EventKind.InsuranceDrawn, [Account, "from-market", "from-global"]),
        Of("bad-debt", EventKind.BadDebtBooked, [Account, "amount"]),
        Of("deleveraging", EventKind.AdlStarted, [Account, Market, "qty", "@ price"]),
        Of("deleveraged", EventKind.AdlApplied, [Account, Market, "qty", "@ price"]),
        Of("converted", EventKind.CollateralConverted, [Account, "asset", "amount", "value"]),
        Of("insurance-funded", EventKind.InsuranceFunded, [Market, "fund"]),
        Of("liquidation-set", EventKind.LiquidationSet, [Market]),
        Of("backstop-set", EventKind.BackstopSet, [Market, "target"]),
        Of("collateral-buyer-set", EventKind.CollateralBuyerSet, ["asset", "target"]),
        Of("backstop-stopped", EventKind.BackstopStopped, [Account, "equity"]),
        Of("lockout", EventKind.LockoutChanged, ["active"]),
        Of("violated", EventKind.InvariantViolated, []),
        Of("auction-set", EventKind.AuctionSet, [Market, "ends-at"]),
        Of("uncrossed", EventKind.MarketUncrossed, [Market, "volume", "@ price"]),
        Of("delisting", EventKind.DelistingAnnounced, [Market]),
        Of("settling", EventKind.SettlementStarted, [Market, "@ price"]),
        Of("shared", EventKind.SettlementShared, [Account, Market]),
        Of("settled", EventKind.MarketSettled, [Market]),
        Of("proposed", EventKind.ChangeProposed, ["proposal", "parameter", "value"]),
        Of("scheduled", EventKind.ChangeScheduled, ["proposal", "parameter"]),
        Of("applied", EventKind.ChangeApplied, ["proposal", "parameter", "value"]),
        Of("dropped", EventKind.ChangeDropped, ["proposal", "code"]),
        Of("lent", EventKind.LendChanged, [Account, "shares"]),
        Of("interest", EventKind.InterestPaid, [Account, "interest"]),
        Of("lend-loss", EventKind.LendLoss, [Account, "lenders"]),
        Of("auction-opened", EventKind.AuctionOpened, [Market, "auction"]),
        Of("quoted", EventKind.AuctionQuoted, [Account, "auction", "quote"]),
        Of("auction-ended", EventKind.AuctionEnded, [Market, "auction", "order"]),
    ];

    public static EventWord? Find(string word) => All.FirstOrDefault(w => string.Equals(w.Word, word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The plainest word for a kind: the last one, which fixes nothing.</summary>
    public static EventWord? For(EventKind kind) => All.LastOrDefault(w => w.Kind == kind);

    private static EventWord Of(string word, EventKind kind, string[] slots, params (string, string)[] @fixed) => new(word, kind, slots, @fixed);
}
