using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Tables;

namespace Peregrine.Gateway.Native;

/// <summary>What hand-written answers look like, for the API's document; tests compare every answer they get with it.</summary>
internal static class Answers
{
    private static readonly ToldShape LimitsShape = new ToldShape("LimitsTold")
        .Perhaps("maxOrderNotional", AnswerType.Decimal, "Of one order.")
        .Perhaps("maxPositionNotional", AnswerType.Decimal, "Of the position in a market.")
        .Perhaps("maxTotalNotional", AnswerType.Decimal, "Of all positions.")
        .Perhaps("maxDayLoss", AnswerType.Decimal, "Since 00:00 UTC.")
        .Perhaps("maxDrawdown", AnswerType.Decimal, "From the highest equity.")
        .Perhaps("maxOrdersPerSecond", AnswerType.Count, "Of engine time.")
        .Perhaps("maxLeverage", AnswerType.Count, "The highest leverage.")
        .Perhaps("onBreach", AnswerType.Word(Words.BreachActions), "What a breach of a loss limit does.")
        .Perhaps("actions", AnswerType.List(AnswerType.Word(Words.Actions)), "The only actions.")
        .Perhaps("markets", AnswerType.List(AnswerType.Market), "The only markets.");

    private static readonly ToldShape Details = new ToldShape("ErrorMore")
        .Perhaps("needed", AnswerType.Decimal, "Margin.")
        .Perhaps("available", AnswerType.Decimal, "Margin.")
        .Perhaps("retryAfterMs", AnswerType.Count, "When it is worth coming back.");

    /// <summary>An order that was named and never lived, or that ended at once, has none.</summary>
    private static readonly Choices OrderStatesAndNone = new NamedChoices([.. Words.OrderStates.All.Select(static c => c.Name), "none"]);

    /// <summary>A command's answer, after whatever it says besides.</summary>
    public static ToldShape Sequenced(ToldShape shape) => shape
        .With("seq", AnswerType.Count, "The command's number.")
        .With("time", AnswerType.Time, "Engine time.")
        .With("timeNs", AnswerType.Id, "The same, exactly.");

    public static readonly AnswerShape Error = new ToldShape("ErrorDetail")
        .With("code", AnswerType.String, "Stable.")
        .With("message", AnswerType.String, "For people.")
        .Perhaps("field", AnswerType.String, "The input it is about, as a JSON path.")
        .Perhaps("expected", AnswerType.String, "What would have been taken.")
        .Perhaps("requestId", AnswerType.Id, "Also the header X-Request-Id.")
        .Perhaps("details", AnswerType.Object(Details), "Depends on the code.");

    private static readonly ToldShape Simulated = new ToldShape("Simulated")
        .With("prices", AnswerType.Flag, "They are made here.")
        .With("agents", AnswerType.Flag, "Some accounts are.")
        .Perhaps("scenario", AnswerType.String, "Of made prices.")
        .Perhaps("speed", AnswerType.Count, "Of made prices.");

    private static readonly ToldShape Standstill = new ToldShape("Standstill")
        .With("what", AnswerType.String, "Its name.")
        .With("event", AnswerType.String, "It stands at: command and place.")
        .With("since", AnswerType.Time, "When it stopped.")
        .With("why", AnswerType.String, "What it stumbled over.");

    private static readonly ToldShape HistoryShape = new ToldShape("HistoryProgress")
        .With("seq", AnswerType.Count, "The last command in it.")
        .With("behind", AnswerType.Count, "Commands it has still to take in.")
        .Perhaps("trouble", AnswerType.String, "Why it takes in none.");

    public static readonly AnswerShape Status = new ToldShape("Status")
        .With("state", AnswerType.String, "running, starting or readOnly.")
        .Perhaps("why", AnswerType.String, "Why nothing is written.")
        .With("seq", AnswerType.Count, "The last command everybody was told of.")
        .With("time", AnswerType.Time, "The gateway's clock.")
        .With("version", AnswerType.String, "Of the program.")
        .With("rulesVersion", AnswerType.Count, "Of the engine's rules.")
        .With("paper", AnswerType.Flag, "Nothing here is worth anything.")
        .With("prices", AnswerType.String, "Who makes them.")
        .With("simulated", AnswerType.Object(Simulated), "What of it all no human does.")
        .With("standing", Standstill.Listed, "What stands still by itself while everything else goes on.")
        .With("history", AnswerType.Object(HistoryShape), "How far the store of history is.");

    public static readonly AnswerShape Reasons = new ToldShape("Reasons")
        .With("ok", AnswerType.Flag, "Whether it can do its work.")
        .With("reasons", AnswerType.List(AnswerType.String), "Why not.");

    public static readonly AnswerShape Time = new ToldShape("Clock")
        .With("time", AnswerType.Time, "The gateway's clock.")
        .With("timeNs", AnswerType.Id, "The same, in nanoseconds.");

    private static readonly ToldShape TierShape = new ToldShape("MarginTier")
        .With("floor", AnswerType.Decimal, "Exposure from here on.")
        .With("initialRate", AnswerType.Decimal, "Of what lies in the tier.")
        .With("maintenanceRate", AnswerType.Decimal, "Of what lies in the tier.");

    private static readonly ToldShape FirstFeesShape = new ToldShape("FirstFees")
        .With("maker", AnswerType.Decimal, "Below 0 is a rebate.")
        .With("taker", AnswerType.Decimal, "Of the notional.");

    public static readonly AnswerShape Market = new ToldShape("Market")
        .With("market", AnswerType.Market, "Its name.")
        .With("marketId", AnswerType.Count, "Its number in binary frames.")
        .With("state", AnswerType.Word(Words.MarketStates), "What it allows.")
        .With("tickSize", AnswerType.Decimal, "The price grid.")
        .With("lotSize", AnswerType.Decimal, "The quantity grid.")
        .With("maxPrice", AnswerType.Decimal, "No price is higher.")
        .With("minQty", AnswerType.Decimal, "Of an order.")
        .With("maxQty", AnswerType.Decimal, "Of a limit order.")
        .With("maxMarketQty", AnswerType.Decimal, "Of other orders.")
        .With("minNotional", AnswerType.Decimal, "Of an order.")
        .With("maxPosition", AnswerType.Decimal, "With its open orders.")
        .With("openInterest", AnswerType.Decimal, "Held long, and as much short.")
        .With("openInterestCap", AnswerType.Decimal, "Nothing that adds is matched beyond it.")
        .Perhaps("groupOpenInterestShare", AnswerType.Decimal, "Of that cap, the most that one owner's accounts may hold.")
        .Perhaps("nextFundingAt", AnswerType.Time, "The next funding hour; counted down to.")
        .With("bandUp", AnswerType.Decimal, "How far above mark a buy may be entered.")
        .With("bandDown", AnswerType.Decimal, "How far below mark a sell may be entered.")
        .With("executionRange", AnswerType.Decimal, "How far from the average mark a taker may trade.")
        .With("maxSlippage", AnswerType.Decimal, "Of market orders.")
        .With("maxLeverage", AnswerType.Count, "The highest.")
        .With("maxOpenOrders", AnswerType.Count, "Of an account.")
        .With("maxTriggerOrders", AnswerType.Count, "Of an account.")
        .With("strictIsolated", AnswerType.Flag, "No margin is taken out of a pot.")
        .With("tiers", TierShape.Listed, "Of margin, from the lowest floor up.")
        .Perhaps("fees", AnswerType.Object(FirstFeesShape), "Of the first tier.");

    public static readonly AnswerShape Markets = new ToldShape("Markets").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("markets", Market.Listed, "By number.");

    private static readonly ToldShape AssetShape = new ToldShape("Asset")
        .With("asset", AnswerType.Asset, "Its name.")
        .With("decimals", AnswerType.Count, "Behind the point.")
        .With("isSettle", AnswerType.Flag, "What everything is settled in.")
        .With("price", AnswerType.Decimal, "Of one.")
        .With("priceState", AnswerType.Word(Words.PriceStates), "How far that may be relied on.")
        .Perhaps("initialWeight", AnswerType.Decimal, "What counts for new risk.")
        .Perhaps("maintenanceWeight", AnswerType.Decimal, "What counts against liquidation.")
        .Perhaps("accountCap", AnswerType.Decimal, "More of it counts 0.")
        .Perhaps("platformCap", AnswerType.Decimal, "More of it counts 0.");

    public static readonly AnswerShape Assets = new ToldShape("Assets").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("assets", AssetShape.Listed, "By number.");

    private static readonly ToldShape FeeTierShape = new ToldShape("FeeTier")
        .With("tier", AnswerType.Count, "From 0.")
        .With("volume30d", AnswerType.Decimal, "From this volume of 30 days on.")
        .With("maker", AnswerType.Decimal, "Below 0 is a rebate.")
        .With("taker", AnswerType.Decimal, "Of the notional.");

    public static readonly AnswerShape Fees = new ToldShape("Fees").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("tiers", FeeTierShape.Listed, "From the lowest volume up.");

    public static readonly AnswerShape Book = new ToldShape("Book")
        .With("market", AnswerType.Market, "Where.")
        .With("mdSeq", AnswerType.Count, "The market's own number of this state.")
        .With("asOfSeq", AnswerType.Count, "The facts are true for.")
        .With("time", AnswerType.Time, "Of the last change.")
        .With("bids", AnswerType.Rows("[price, quantity, orders], best first"), "Buyers.")
        .With("asks", AnswerType.Rows("[price, quantity, orders], best first"), "Sellers.")
        .With("checksum", AnswerType.String, "Of up to 25 levels of each side.");

    private static readonly ToldShape TradeShape = new ToldShape("Trade")
        .With("tradeId", AnswerType.String, "The command and the trade's place in it.")
        .With("price", AnswerType.Decimal, "Of the resting order.")
        .With("qty", AnswerType.Decimal, "How much.")
        .With("side", AnswerType.Word(Words.Sides), "Of the taker.")
        .With("reason", AnswerType.Word(Words.FillReasons), "Who caused it.")
        .With("time", AnswerType.Time, "Engine time.")
        .With("seq", AnswerType.Count, "The command's number.");

    public static readonly AnswerShape Trades = new ToldShape("Trades")
        .With("market", AnswerType.Market, "Where.").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("trades", TradeShape.Listed, "The newest first.");

    public static readonly AnswerShape Ticker = new ToldShape("Ticker")
        .With("market", AnswerType.Market, "Where.")
        .With("state", AnswerType.Word(Words.MarketStates), "Of the market.")
        .Perhaps("last", AnswerType.Decimal, "Of the last trade.")
        .Perhaps("bid", AnswerType.Decimal, "Best.").Perhaps("bidQty", AnswerType.Decimal, "There.")
        .Perhaps("ask", AnswerType.Decimal, "Best.").Perhaps("askQty", AnswerType.Decimal, "There.")
        .Perhaps("mark", AnswerType.Decimal, "What positions are measured at.").Perhaps("index", AnswerType.Decimal, "What sources say.")
        .With("priceState", AnswerType.Word(Words.PriceStates), "How far those may be relied on.")
        .With("trades24h", AnswerType.Count, "How many.").With("volume24h", AnswerType.Decimal, "In the base.").With("quoteVolume24h", AnswerType.Decimal, "In money.")
        .Perhaps("open24h", AnswerType.Decimal, "First.").Perhaps("high24h", AnswerType.Decimal, "Highest.").Perhaps("low24h", AnswerType.Decimal, "Lowest.").Perhaps("change24h", AnswerType.Decimal, "Last less first.")
        .With("openInterest", AnswerType.Decimal, "Held long, and as much short.")
        .With("asOfSeq", AnswerType.Count, "The last command that changed anything here.").With("time", AnswerType.Time, "Of that.");

    public static readonly AnswerShape Tickers = new ToldShape("Tickers").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("tickers", Ticker.Listed, "By market.");

    public static readonly AnswerShape Mark = new ToldShape("Mark")
        .With("market", AnswerType.Market, "Where.").Perhaps("mark", AnswerType.Decimal, "What positions are measured at.").Perhaps("index", AnswerType.Decimal, "What sources say.")
        .With("priceState", AnswerType.Word(Words.PriceStates), "How far those may be relied on.").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("time", AnswerType.Time, "Of the last change.");

    public static readonly AnswerShape Next = new ToldShape("Next").With("next", AnswerType.String, "What to do now.");

    public static readonly AnswerShape Tokens = new ToldShape("Tokens")
        .With("accessToken", AnswerType.String, "For the Authorization header.").With("expiresIn", AnswerType.Count, "Seconds.")
        .Perhaps("refreshToken", AnswerType.String, "Good once; in a cookie when that was asked for.").With("sessionId", AnswerType.String, "Of this session.").Perhaps("accountId", AnswerType.Id, "The root account.");

    /// <summary>Of a sign-in: the tokens, or what comes next.</summary>
    public static readonly AnswerShape SignedIn = new ToldShape("SignedIn")
        .Perhaps("next", AnswerType.String, "code: there is no session yet, the second factor comes first.").Perhaps("challenge", AnswerType.String, "What the second factor is shown to; good for some minutes.")
        .Perhaps("accessToken", AnswerType.String, "For the Authorization header.").Perhaps("expiresIn", AnswerType.Count, "Seconds.")
        .Perhaps("refreshToken", AnswerType.String, "Good once; in a cookie when that was asked for.").Perhaps("sessionId", AnswerType.String, "Of this session.").Perhaps("accountId", AnswerType.Id, "The root account.");

    public static readonly AnswerShape SecondFactor = new ToldShape("SecondFactor")
        .With("on", AnswerType.Flag, "Sign-ins ask for it.").Perhaps("since", AnswerType.Time, "When it was turned on.").With("recoveryCodesLeft", AnswerType.Count, "That were not used.")
        .With("wallet", AnswerType.Flag, "A linked wallet signs in place of a code; one that was linked later counts after the time that a new withdrawal address waits.")
        .Perhaps("waitsUntil", AnswerType.Time, "When an app that was set up is turned on, unless its owner stops it.")
        .Perhaps("resetAt", AnswerType.Time, "When the venue takes off what was lost, unless its owner stops it.").Perhaps("resetOf", AnswerType.String, "What that is: secondFactor, or waysIn, where a letter opens another.")
        .With("freshBy", AnswerType.List(AnswerType.String), "By what it is shown anew whose the session is: password, wallet, google, gitHub. Empty while all ways in are too new.");

    public static readonly AnswerShape Enrolment = new ToldShape("Enrolment")
        .With("secret", AnswerType.String, "In base32, for typing.").With("uri", AnswerType.String, "otpauth, for a QR code.");

    public static readonly AnswerShape Confirmation = new ToldShape("FactorConfirmed").With("recoveryCodes", AnswerType.List(AnswerType.String), "Each opens once.")
        .Perhaps("waitsUntil", AnswerType.Time, "When it is turned on, unless its owner stops it. Left out when it is on.");

    public static readonly AnswerShape RecoveryCodes = new ToldShape("RecoveryCodes").With("recoveryCodes", AnswerType.List(AnswerType.String), "Each opens once.");

    private static readonly ToldShape SessionShape = new ToldShape("SessionTold")
        .With("sessionId", AnswerType.String, "Its name.").With("isThis", AnswerType.Flag, "It asks.").With("method", AnswerType.String, "How it began.")
        .With("device", AnswerType.String, "As the browser calls itself.").With("address", AnswerType.String, "From where.")
        .With("created", AnswerType.Time, "When.").With("lastUsed", AnswerType.Time, "When.").With("expires", AnswerType.Time, "When.");

    public static readonly AnswerShape Sessions = new ToldShape("Sessions").With("sessions", SessionShape.Listed, "Where somebody is signed in.");

    public static readonly AnswerShape Ended = new ToldShape("Ended").With("ended", AnswerType.Count, "How many.");

    public static readonly AnswerShape Account = new ToldShape("AccountTold")
        .Perhaps("accountId", AnswerType.Id, "Left out until the engine has made it.").With("isRoot", AnswerType.Flag, "The others hang from it.")
        .With("label", AnswerType.String, "What its owner calls it.").With("state", AnswerType.String, "Whether it can be used.").With("created", AnswerType.Time, "When.");

    public static readonly AnswerShape Accounts = new ToldShape("Accounts").With("accounts", Account.Listed, "The root first.");

    public static readonly AnswerShape Me = new ToldShape("Me")
        .With("accountId", AnswerType.Id, "That is acted for.").With("keyId", AnswerType.Count, "The engine's number of the key; 0 for a session.")
        .With("actions", AnswerType.List(AnswerType.Word(Words.Actions)), "What may be done.").Perhaps("personId", AnswerType.Id, "Of a session.").Perhaps("email", AnswerType.String, "Of a session whose owner has one.").Perhaps("emailConfirmed", AnswerType.Flag, "He has read a letter sent there.")
        .Perhaps("role", AnswerType.String, "Of a session.").Perhaps("accounts", Account.Listed, "Of a session.");

    public static readonly AnswerShape Key = new ToldShape("KeyTold")
        .With("keyId", AnswerType.String, "For the X-Key header.").With("accountId", AnswerType.Id, "It acts for.").With("kind", AnswerType.Word(Words.KeyKinds), "How it signs.")
        .With("state", AnswerType.Word(Words.KeyStates), "Whether it can be used.").With("label", AnswerType.String, "What its owner calls it.")
        .With("scopes", AnswerType.List(AnswerType.Word(Words.Scopes)), "What it may do.").With("networks", AnswerType.List(AnswerType.String), "The only addresses; all when empty.")
        .Perhaps("expiresAt", AnswerType.Time, "When it ends.").With("limits", AnswerType.Object(LimitsShape), "What the engine enforces besides.").With("created", AnswerType.Time, "When.")
        .Perhaps("lastUsed", AnswerType.Time, "When.").Perhaps("secret", AnswerType.String, "Of a new HMAC key: here and never again.");

    public static readonly AnswerShape Keys = new ToldShape("Keys").With("keys", Key.Listed, "Those that are gone as well.");

    /// <summary>Of an order that was placed; which ids it has depends on what it is.</summary>
    public static readonly AnswerShape Placed = Sequenced(new ToldShape("Placed")
        .Perhaps("orderId", AnswerType.Id, "Of one order.").Perhaps("groupId", AnswerType.Id, "Of several that belong together.").Perhaps("orders", AnswerType.List(AnswerType.Id), "Of those.")
        .Perhaps("closes", AnswerType.Count, "Of closeAll: how many closes were sent.").Perhaps("clientOrderId", AnswerType.String, "The owner's own name.")
        .With("state", AnswerType.Word(OrderStatesAndNone), "What became of it.").Perhaps("filled", AnswerType.Decimal, "At once.").Perhaps("multiple", AnswerType.Count, "Of a pair: how many units.")
        .With("duplicate", AnswerType.Flag, "It had been placed already, under the same name."));

    public static readonly AnswerShape Changed = Sequenced(new ToldShape("Changed")
        .With("orderId", AnswerType.Id, "Of the order that was named.").With("state", AnswerType.Word(OrderStatesAndNone), "What became of it.").Perhaps("cancelled", AnswerType.Count, "1 when this ended it, 0 when it had ended before."));

    public static readonly AnswerShape Cancelled = Sequenced(new ToldShape("Cancelled").With("cancelled", AnswerType.Count, "How many."));

    public static readonly AnswerShape Batch = new ToldShape("BatchAnswers").With("answers", AnswerType.List(AnswerType.Anything), "One each, in order: as Placed, Changed, or with an error.");

    public static readonly AnswerShape Order = new ToldShape("OrderTold")
        .With("orderId", AnswerType.Id, "The venue's name.").Perhaps("clientOrderId", AnswerType.String, "The owner's own.").Perhaps("groupId", AnswerType.Id, "Of several that belong together.")
        .With("market", AnswerType.Market, "Where.").With("type", AnswerType.String, "limit, market, closePosition or twap.").With("side", AnswerType.Word(Words.Sides), "Buy or sell.")
        .With("state", AnswerType.Word(OrderStatesAndNone), "How it stands.").With("tif", AnswerType.Word(Words.Tifs), "How long it lives.").Perhaps("price", AnswerType.Decimal, "Its limit.")
        .With("qty", AnswerType.Decimal, "Total.").With("filled", AnswerType.Decimal, "Of it.").With("rest", AnswerType.Decimal, "Still to fill.").Perhaps("display", AnswerType.Decimal, "An iceberg's slice.")
        .Perhaps("expireAt", AnswerType.Time, "With gtd.").Perhaps("label", AnswerType.Count, "The owner's tag.").Perhaps("key", AnswerType.Count, "The engine's number of the key that placed it.")
        .Perhaps("postOnly", AnswerType.Flag, "Never takes.").Perhaps("reduceOnly", AnswerType.Flag, "Only makes the position smaller.").Perhaps("position", AnswerType.Flag, "The position's own exit.")
        .Perhaps("oco", AnswerType.Flag, "One of a pair.").Perhaps("protective", AnswerType.Flag, "Spared by a dead-man switch.")
        .Perhaps("trigger", AnswerType.Word(Words.TriggerKinds), "What it waits for.").Perhaps("triggerBy", AnswerType.Word(Words.TriggerRefs), "The price watched.")
        .Perhaps("triggerPrice", AnswerType.Decimal, "There.").Perhaps("activationPrice", AnswerType.Decimal, "A trailing stop follows from there.").Perhaps("callback", AnswerType.Decimal, "Its distance.")
        .Perhaps("offset", AnswerType.Decimal, "Its distance.").Perhaps("worstPrice", AnswerType.Decimal, "Never beyond.").Perhaps("hasFired", AnswerType.Flag, "It was placed.")
        .Perhaps("paused", AnswerType.Flag, "Of a TWAP.").Perhaps("reason", AnswerType.Word(Words.CancelReasons), "Why it ended.").Perhaps("code", AnswerType.String, "Why it was refused when its time had come.");

    public static readonly AnswerShape Orders = new ToldShape("OrdersTold").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("orders", Order.Listed, "The newest first.");

    private static readonly ToldShape FillShape = new ToldShape("Fill")
        .With("tradeId", AnswerType.String, "The command and the trade's place in it.").With("orderId", AnswerType.Id, "The owner's order.").Perhaps("clientOrderId", AnswerType.String, "The owner's own name.")
        .With("market", AnswerType.Market, "Where.").With("side", AnswerType.Word(Words.Sides), "The owner's.").With("price", AnswerType.Decimal, "Of the trade.").With("qty", AnswerType.Decimal, "Of the trade.")
        .With("isMaker", AnswerType.Flag, "The owner's order rested.").With("fee", AnswerType.Decimal, "Below 0 is a rebate.").Perhaps("builderFee", AnswerType.Decimal, "On top.")
        .With("realised", AnswerType.Decimal, "By this fill.").With("reason", AnswerType.Word(Words.FillReasons), "Who caused it.").With("orderFilled", AnswerType.Decimal, "Of the order, by now.")
        .With("orderRest", AnswerType.Decimal, "Of the order, still.").Perhaps("label", AnswerType.Count, "The owner's tag.").With("time", AnswerType.Time, "Engine time.").With("seq", AnswerType.Count, "The command's number.");

    public static readonly AnswerShape Fills = new ToldShape("Fills").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("fills", FillShape.Listed, "The newest first.");

    public static readonly AnswerShape Standing = new ToldShape("AccountStanding")
        .With("accountId", AnswerType.Id, "Which.").With("rootId", AnswerType.Id, "It hangs from.").With("status", AnswerType.Word(Words.AccountStatuses), "What it may do.")
        .With("feeTier", AnswerType.Count, "Of its fees.").Perhaps("referrer", AnswerType.Id, "Who brought it.").With("cash", AnswerType.Decimal, "Settle money outside pots; below 0 is owed.").All(RiskJson.Figures)
        .With("asOfSeq", AnswerType.Count, "The state that was asked.");

    private static readonly ToldShape BalanceShape = new ToldShape("Balance")
        .With("asset", AnswerType.Asset, "Of which.").With("balance", AnswerType.Decimal, "What is there.").Perhaps("counted", AnswerType.Decimal, "Of that, as collateral.").Perhaps("price", AnswerType.Decimal, "Of one.");

    public static readonly AnswerShape Balances = new ToldShape("Balances").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("balances", BalanceShape.Listed, "The settle asset first.");

    public static readonly AnswerShape Done = Sequenced(new ToldShape("Done").With("duplicate", AnswerType.Flag, "It had happened already, under the same name."));

    public static readonly AnswerShape Quoted = Sequenced(new ToldShape("Quoted").With("quoteId", AnswerType.Id, "Of the quote."));

    public static readonly AnswerShape Withdrawal = Sequenced(new ToldShape("WithdrawalTaken")
        .With("withdrawalId", AnswerType.Id, "Its name.")
        .With("duplicate", AnswerType.Flag, "It had been asked for already, under the same name."));

    public static readonly AnswerShape Limits = new ToldShape("LimitsInForce")
        .With("limits", AnswerType.Object(LimitsShape), "In force; what is left out is without limit.")
        .Perhaps("pending", AnswerType.Object(LimitsShape), "Looser ones that wait.")
        .Perhaps("pendingFrom", AnswerType.Time, "Until then.")
        .With("dayLoss", AnswerType.Decimal, "Since 00:00 UTC; sampled only where a limit asks.")
        .With("drawdown", AnswerType.Decimal, "From the highest equity sampled.")
        .With("isBreached", AnswerType.Flag, "Nothing but what reduces is taken.")
        .With("asOfSeq", AnswerType.Count, "The state that was asked.");

    public static readonly AnswerShape Positions = new ToldShape("Positions")
        .With("asOfSeq", AnswerType.Count, "The state that was asked.")
        .With("positions", RiskJson.Position.Listed, "In order of market.");

    public static readonly AnswerShape Fundings = new ToldShape("Fundings")
        .With("asOfSeq", AnswerType.Count, "The facts are true for.")
        .With("markets", PriceJson.Funding.Listed, "In order of market.");

    private static readonly ToldShape NextTier = new ToldShape("FeeTierNext")
        .With("tier", AnswerType.Count, "From 0.")
        .With("maker", AnswerType.Decimal, "Below 0 is a rebate.")
        .With("taker", AnswerType.Decimal, "Of the notional.")
        .With("volume30d", AnswerType.Decimal, "It begins there.")
        .With("missing", AnswerType.Decimal, "Of that, still to trade.");

    public static readonly AnswerShape FeeTier = new ToldShape("FeeTierOwn")
        .With("tier", AnswerType.Count, "Of today.")
        .With("maker", AnswerType.Decimal, "Below 0 is a rebate.")
        .With("taker", AnswerType.Decimal, "Of the notional.")
        .With("volume30d", AnswerType.Decimal, "That decided it.")
        .With("volumeToday", AnswerType.Decimal, "Since 00:00 UTC.")
        .Perhaps("next", AnswerType.Object(NextTier), "None above the last.")
        .With("asOfSeq", AnswerType.Count, "The state that was asked.");

    private static readonly ToldShape StepShape = new ToldShape("ExplainedStep")
        .With("name", AnswerType.String, "What is worked out.")
        .With("formula", AnswerType.String, "How, with its numbers.")
        .With("stated", AnswerType.String, "What the receipt says.")
        .Perhaps("recomputed", AnswerType.String, "What comes out.")
        .Perhaps("same", AnswerType.Flag, "Whether that is the same.");

    public static readonly AnswerShape Explanation = new ToldShape("Explanation")
        .With("kind", AnswerType.Word(RowParts.Kinds), "Of the event.")
        .With("seq", AnswerType.Count, "The command's number.")
        .With("index", AnswerType.Count, "The event's place in it.")
        .With("time", AnswerType.Time, "Engine time.")
        .Perhaps("market", AnswerType.Market, "Where.")
        .With("recomputed", AnswerType.Count, "Steps that were worked out again.")
        .With("same", AnswerType.Count, "Of those, that came out the same.")
        .With("steps", StepShape.Listed, "In order.");
}
