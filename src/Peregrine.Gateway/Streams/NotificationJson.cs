using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Streams;

/// <summary>What an account is told besides its orders, fills, positions and balances: each kind by the fields its owner needs to understand it.</summary>
internal static class NotificationJson
{
    private static readonly Choices Ends = new Choices<LiquidationEnd>();

    /// <summary>Into an object that is open.</summary>
    public static void Write(JsonText json, ref PrivateReader message, VenueTerms venue)
    {
        if (venue.Find(message.Header.Market) is { } market) WriteOfMarket(json, ref message, market);
        switch (message.Header.Kind)
        {
            case EventKind.MarginWarning:
                MarginWarning warning = message.As<MarginWarning>();
                Health(json, warning.Equity, warning.MaintenanceMargin).Name("line"u8).Decimal(warning.LinePermille, Permille);
                break;
            case EventKind.LiquidationStarted:
                LiquidationStarted started = message.As<LiquidationStarted>();
                Health(json, started.Equity, started.MaintenanceMargin);
                break;
            case EventKind.LiquidationEnded:
                LiquidationEnded ended = message.As<LiquidationEnded>();
                Health(json, ended.Equity, ended.MaintenanceMargin).Name("end"u8).Plain(Ends.NameOf((int)ended.End));
                break;
            case EventKind.InterestPaid:
                Money(json, "amount"u8, message.As<InterestPaid>().Interest);
                break;
            case EventKind.LendLoss:
                Money(json, "amount"u8, message.As<LendLoss>().Lenders);
                break;
            case EventKind.CollateralConverted:
                WriteSale(json, message.As<CollateralConverted>(), venue);
                break;
            case EventKind.WithdrawalChanged:
                WriteWithdrawal(json, message.As<WithdrawalChanged>(), venue);
                break;
            case EventKind.AccountStatusChanged:
                json.Name("status"u8).Plain(Words.AccountStatuses.NameOf((int)message.As<AccountStatusChanged>().Status));
                break;
            case EventKind.FeeTierChanged:
                json.Name("feeTier"u8).Number(message.As<FeeTierChanged>().Tier);
                break;
            case EventKind.DeadManFired:
                json.Name("cancelled"u8).Number(message.As<DeadManFired>().Cancelled);
                break;
            case EventKind.LimitBreached:
                LimitBreached breached = message.As<LimitBreached>();
                Money(Money(json, "limit"u8, breached.Limit), "value"u8, breached.Value).Name("action"u8).Plain(Words.BreachActions.NameOf((int)breached.Action));
                break;
            default:
                break;
        }
    }

    private static Scale Permille => new(1, 3);

    private static void WriteOfMarket(JsonText json, ref PrivateReader message, MarketTerms market)
    {
        json.Name("market"u8).Plain(market.Utf8);
        switch (message.Header.Kind)
        {
            case EventKind.FundingPaid:
                FundingPaid paid = message.As<FundingPaid>();
                Money(json, "amount"u8, paid.Amount).Name("size"u8).Decimal(paid.Size.Value, market.Lot);
                json.Name("index"u8).Decimal(paid.Index.Value, market.Tick.Sub).Name("rate"u8).Decimal(paid.RatePpb, Scale.Ppb);
                break;
            case EventKind.AdlApplied:
                AdlApplied taken = message.As<AdlApplied>();
                json.Name("qty"u8).Decimal(taken.Qty.Value, market.Lot).Name("price"u8).Decimal(taken.Price.Value, market.Tick.Sub).Name("score"u8).Decimal(taken.ScorePpb, Scale.Ppb);
                Money(json, "notional"u8, taken.Notional).Name("requested"u8).Decimal(taken.Requested.Value, market.Lot);
                break;
            case EventKind.LiquidationStep:
                LiquidationStep step = message.As<LiquidationStep>();
                json.Name("orderId"u8).Id(step.Order.Value).Name("asked"u8).Decimal(step.Asked.Value, market.Lot).Name("filled"u8).Decimal(step.Filled.Value, market.Lot);
                json.Name("mark"u8).Decimal(step.Mark.Value, market.Tick.Sub).Name("limit"u8).Decimal(step.Limit.Value, market.Tick);
                Money(Money(json, "fee"u8, step.Fee), "equityAfter"u8, step.EquityAfter);
                break;
            case EventKind.BackstopTaken:
                BackstopTaken backstop = message.As<BackstopTaken>();
                json.Name("qty"u8).Decimal(backstop.Qty.Value, market.Lot).Name("price"u8).Decimal(backstop.Price.Value, market.Tick);
                break;
            case EventKind.InsuranceDrawn:
                InsuranceDrawn drawn = message.As<InsuranceDrawn>();
                Money(json, "amount"u8, drawn.FromMarket + drawn.FromGlobal);
                break;
            case EventKind.OrderTriggered:
                OrderTriggered fired = message.As<OrderTriggered>();
                json.Name("orderId"u8).Id(fired.Order.Value).Name("triggerBy"u8).Plain(Words.TriggerRefs.NameOf((int)fired.TriggerBy));
                json.Name("reference"u8).Decimal(fired.Reference.Value, market.Tick.Sub).Name("level"u8).Decimal(fired.Level.Value, market.Tick.Sub);
                break;
            case EventKind.TriggerBeyondLiquidation:
                TriggerBeyondLiquidation beyond = message.As<TriggerBeyondLiquidation>();
                json.Name("orderId"u8).Id(beyond.Order.Value).Name("level"u8).Decimal(beyond.Level.Value, market.Tick.Sub).Name("liquidationPrice"u8).Decimal(beyond.Liquidation.Value, market.Tick.Sub);
                break;
            case EventKind.TwapSlice:
                TwapSlice slice = message.As<TwapSlice>();
                json.Name("orderId"u8).Id(slice.Order.Value).Name("slice"u8).Number(slice.Slice).Name("filled"u8).Decimal(slice.Filled.Value, market.Lot).Name("executed"u8).Decimal(slice.Executed.Value, market.Lot);
                if (slice.Skipped != RejectCode.None) json.Name("skipped"u8).String(ApiCode.Of(slice.Skipped).Name);
                break;
            case EventKind.OrderTrimmed:
                OrderTrimmed trimmed = message.As<OrderTrimmed>();
                json.Name("orderId"u8).Id(trimmed.Order.Value).Name("cut"u8).Decimal(trimmed.Cut.Value, market.Lot).Name("reason"u8).Plain(Words.CancelReasons.NameOf((int)trimmed.Reason));
                break;
            case EventKind.MmpFired:
                MmpFired mmp = message.As<MmpFired>();
                json.Name("filled"u8).Decimal(mmp.Filled.Value, market.Lot).Name("frozenUntil"u8).Number(mmp.FrozenUntilNs / 1_000_000);
                break;
            default:
                break;
        }
    }

    private static void WriteSale(JsonText json, in CollateralConverted sale, VenueTerms venue)
    {
        if (venue.FindAsset(sale.Asset) is not { } asset) return;
        json.Name("asset"u8).Plain(asset.Utf8).Name("qty"u8).Decimal(sale.Amount, asset.Scale);
        Money(json, "value"u8, sale.Value);
    }

    private static void WriteWithdrawal(JsonText json, in WithdrawalChanged withdrawal, VenueTerms venue)
    {
        if (venue.FindAsset(withdrawal.Asset) is not { } asset) return;
        json.Name("withdrawalId"u8).Id(withdrawal.Withdrawal).Name("asset"u8).Plain(asset.Utf8).Name("amount"u8).Decimal(withdrawal.Amount, asset.Scale);
        json.Name("state"u8).Plain(Words.WithdrawalStates.NameOf((int)withdrawal.State));
    }

    private static JsonText Health(JsonText json, Micros equity, Micros margin) => Money(Money(json, "equity"u8, equity), "maintenanceMargin"u8, margin);

    private static JsonText Money(JsonText json, ReadOnlySpan<byte> name, Micros amount) => json.Name(name).Decimal(amount.Value, Scale.Micros);
}
