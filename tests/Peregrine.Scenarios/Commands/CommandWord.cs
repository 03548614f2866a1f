using Peregrine.Core;

namespace Peregrine.Scenarios.Commands;

/// <summary>A command's word, the fields that follow it without their names, and the short words that set others.</summary>
/// <param name="Word">How scenarios write it.</param>
/// <param name="Body">The struct it fills.</param>
/// <param name="Slots">Fields by name, in order; <c>@account</c> is the header's, <c>@order</c> also decides the account, <c>@ field</c> takes the word after <c>@</c>.</param>
/// <param name="Short">Word to effects: <c>field=value</c>, <c>field=?</c> takes the next word, <c>flags+value</c> adds flags.</param>
public sealed record CommandWord(string Word, Type Body, string[] Slots, params (string Word, string Effects)[] Short)
{
    private static readonly (string, string)[] OrderWords =
    [
        ("limit", "type=limit"), ("market", "type=market"), ("close", "type=close-position"),
        ("gtc", "tif=gtc"), ("gtd", "tif=gtd"), ("ioc", "tif=ioc"), ("fok", "tif=fok"), ("expires", "expire-at=? tif=gtd"),
        ("post", "flags+post-only"), ("slide", "flags+post-only,slide"), ("ro", "flags+reduce-only"),
        ("allow-immediate", "flags+allow-immediate"), ("no-guard", "flags+no-last-guard"), ("quote", "quote=? flags+by-quote"),
        ("exit", "flags+position-exit"), ("oco", "flags+oco"), ("protective", "flags+protective"), ("cod", "flags+cancel-on-disconnect"), ("jit", "flags+auction"),
        ("stop", "trigger=stop trigger-price=?"), ("tp", "trigger=take-profit trigger-price=?"), ("trail", "trigger=trailing"),
        ("by", "trigger-by=?"), ("activate", "activation-price=?"), ("worst", "worst-price=?"),
        ("rate", "builder-rate=?"), ("id", "client-id=?"),
    ];

    public static readonly IReadOnlyList<CommandWord> All =
    [
        new("place", typeof(PlaceOrder), ["@account", "side", "qty", "@ price"], OrderWords),
        new("exit", typeof(AddExit), ["@ price"],
            ("limit", "type=limit"), ("market", "type=market"), ("stop", "trigger=stop trigger-price=?"), ("tp", "trigger=take-profit trigger-price=?"),
            ("trail", "trigger=trailing"), ("by", "trigger-by=?"), ("activate", "activation-price=?")),
        new("amend", typeof(AmendOrder), ["@order"], ("trigger", "trigger-price=?"), ("id", "client-id=?")),
        new("cancel", typeof(CancelOrder), ["@order"], ("id", "client-id=?")),
        new("mass-cancel", typeof(MassCancel), ["@account", "side", "scope"]),
        new("scale", typeof(PlaceScale), ["@account", "side", "qty"], [.. OrderWords, ("from", "first-price=?"), ("to", "last-price=?")]),
        new("twap", typeof(PlaceTwap), ["@account", "side", "qty"],
            ("over", "duration=?"), ("every", "interval=?"), ("limit", "limit-price=?"), ("ro", "flags+reduce-only"), ("rate", "builder-rate=?"), ("id", "client-id=?")),
        new("pause", typeof(ControlTwap), ["@order"], ("id", "client-id=?")),
        new("resume", typeof(ControlTwap), ["@order"], ("id", "client-id=?")),
        new("pair", typeof(PlacePair), ["@account"], ("times", "multiple=?"), ("min", "min-multiple=?"), ("rate", "builder-rate=?"), ("id", "client-id=?")),
        new("reverse", typeof(Reverse), ["@account"], ("id", "client-id=?")),
        new("close-all", typeof(CloseAll), ["@account"]),
        new("deadman", typeof(SetDeadMan), ["@account", "timeout"], ("off", "timeout=0"), ("drop", "drop-protective=1"), ("flatten", "flatten=1")),
        new("close-session", typeof(CloseSession), ["@account", "session"]),
        new("leverage", typeof(SetLeverage), ["@account", "leverage"]),
        new("margin-mode", typeof(SetMarginMode), ["@account", "mode"]),
        new("add-margin", typeof(MoveMargin), ["@account", "amount"]),
        new("mmp", typeof(SetMmp), ["@account"], ("reset", "reset-only=1")),
        new("create-account", typeof(CreateAccount), ["@account"]),
        new("referrer", typeof(SetReferrer), ["@account", "referrer"]),
        new("approve", typeof(ApproveBuilder), ["@account", "builder", "max"]),
        new("limits", typeof(SetLimits), ["@account"]),
        new("key", typeof(SetKey), ["@account"]),
        new("deposit", typeof(Deposit), ["@account", "amount", "asset"]),
        new("withdraw", typeof(RequestWithdrawal), ["@account", "amount", "asset"]),
        new("resolve", typeof(ResolveWithdrawal), ["withdrawal", "state"]),
        new("transfer", typeof(Transfer), ["@account", "to-account", "amount", "asset"]),
        new("genesis", typeof(Genesis), []),
        new("tick", typeof(Tick), []),
        new("asset", typeof(ListAsset), [], ("init", "init-weight=?"), ("maint", "maint-weight=?")),
        new("list", typeof(ListMarket), []),
        new("tier", typeof(SetTier), ["floor", "imr", "mmr"]),
        new("open-market", typeof(OpenMarket), []),
        new("state", typeof(SetMarketState), ["market", "state"]),
        new("fee-tier", typeof(SetFeeTier), ["tier"]),
        new("price", typeof(SetPrices), ["market", "mark"]),
        new("asset-price", typeof(SetAssetPrice), ["asset", "index"]),
        new("status", typeof(SetAccountStatus), ["target", "status"]),
        new("resumed", typeof(Resumed), []),
        new("price-rules", typeof(SetPriceRules), ["market"],
            ("min", "min-sources=?"), ("age", "max-age=?"), ("conf", "max-conf=?"), ("dev", "max-dev=?"), ("band", "mark-band=?"),
            ("impact", "impact-notional=?"), ("rest", "min-rest=?"), ("cap", "funding-cap=?"), ("cap8", "funding-cap8=?")),
        new("source", typeof(SetSource), ["source", "weight"]),
        new("withdrawal-caps", typeof(SetWithdrawalCaps), ["asset"]),
        new("liquidation", typeof(SetLiquidation), ["market"]),
        new("backstop", typeof(SetBackstop), ["market", "target"], ("off", "intake-off=1")),
        new("collateral-buyer", typeof(SetCollateralBuyer), ["asset", "target"]),
        new("insurance", typeof(FundInsurance), ["amount"]),
        new("auction", typeof(CallAuction), ["market"], ("for", "duration=?")),
        new("ready", typeof(VenueReady), []),
        new("delist", typeof(DelistMarket), ["market"]),
        new("end-founding", typeof(EndFounding), []),
        new("propose", typeof(ProposeChange), ["parameter", "value"], ("by", "admin=?"), ("of", "subject=?"), ("from", "effective-at=?")),
        new("propose-tiers", typeof(ProposeTiers), ["market"], ("by", "admin=?"), ("from", "effective-at=?")),
        new("approve-change", typeof(ApproveChange), ["proposal"], ("by", "admin=?")),
        new("drop-change", typeof(DropChange), ["proposal"], ("by", "admin=?")),
        new("lend", typeof(Lend), ["@account", "amount"]),
        new("unlend", typeof(Unlend), ["@account", "shares"]),
        new("borrowing", typeof(SetBorrowing), ["@account", "switch"]),
        new("quote", typeof(QuoteAuction), ["@account", "auction", "qty", "@ price"]),
    ];

    public static CommandWord? Find(string word) => All.FirstOrDefault(w => string.Equals(w.Word, word, StringComparison.OrdinalIgnoreCase));

    public string? EffectsOf(string word) => Array.Find(Short, s => string.Equals(s.Word, word, StringComparison.OrdinalIgnoreCase)).Effects;
}
