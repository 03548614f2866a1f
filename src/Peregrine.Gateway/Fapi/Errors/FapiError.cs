namespace Peregrine.Gateway.Fapi.Errors;

/// <summary>A no in the dialect: a number that clients turn into types, and a sentence.</summary>
/// <param name="Code">Negative; as the dialect documents it.</param>
/// <param name="Message">Some clients look at it before the number: where they do, it is the customary text.</param>
/// <param name="Status">Of the HTTP answer.</param>
internal sealed record FapiError(int Code, string Message, int Status = 400)
{
    public static readonly FapiError Internal = new(-1001, "Internal error; unable to process your request. Please try again.", 500);
    public static readonly FapiError NotAuthorized = new(-1002, "You are not authorized to execute this request.", 401);
    public static readonly FapiError Unknown = new(-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", 408);
    public static readonly FapiError NotSupported = new(-1020, "This operation is not supported.");
    public static readonly FapiError TooOld = new(-1021, "Timestamp for this request is outside of the recvWindow.");
    public static readonly FapiError Ahead = new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    public static readonly FapiError BadSignature = new(-1022, "Signature for this request is not valid.");
    public static readonly FapiError BackToFront = new(-1023, "Start time is greater than end time.");
    public static readonly FapiError Precision = new(-1111, "Precision is over the maximum defined for this asset.");
    public static readonly FapiError TifNotTaken = new(-1114, "TimeInForce parameter sent when not required.");
    public static readonly FapiError BadTif = new(-1115, "Invalid timeInForce.");
    public static readonly FapiError BadType = new(-1116, "Invalid orderType.");
    public static readonly FapiError BadSide = new(-1117, "Invalid side.");
    public static readonly FapiError BadInterval = new(-1120, "Invalid interval.");
    public static readonly FapiError BadSymbol = new(-1121, "Invalid symbol.");
    public static readonly FapiError NoListenKey = new(-1125, "This listenKey does not exist. Please use `POST /fapi/v1/listenKey` to recreate `listenKey`");
    public static readonly FapiError BadCombination = new(-1128, "Combination of optional parameters invalid.");
    public static readonly FapiError BadRespType = new(-1136, "Invalid newOrderRespType.");
    public static readonly FapiError UnknownOrderSent = new(-2011, "Unknown order sent.");
    public static readonly FapiError NoSuchOrder = new(-2013, "Order does not exist.");
    public static readonly FapiError BadKeyFormat = new(-2014, "API-key format invalid.", 401);
    public static readonly FapiError BadKey = new(-2015, "Invalid API-key, IP, or permissions for action.", 401);
    public static readonly FapiError MarginInsufficient = new(-2019, "Margin is insufficient.");
    public static readonly FapiError UnableToFill = new(-2020, "Unable to fill.");
    public static readonly FapiError WouldTrigger = new(-2021, "Order would immediately trigger.");
    public static readonly FapiError ReduceOnlyRejected = new(-2022, "ReduceOnly Order is rejected.");
    public static readonly FapiError TooManyOrders = new(-2025, "Reach max open order limit.");
    public static readonly FapiError PositionTooLarge = new(-2027, "Exceeded the maximum allowable position at current leverage.");
    public static readonly FapiError LeverageTooSmall = new(-2028, "Leverage is smaller than permitted: insufficient margin balance.");
    public static readonly FapiError BadTick = new(-4014, "Price not increased by tick size (PRICE_FILTER).");
    public static readonly FapiError BadClientId = new(-4015, "Client order id is not valid: 1 to 36 of A-Z a-z 0-9 . _ : / -");
    public static readonly FapiError PriceTooHigh = new(-4016, "Limit price can't be higher than the mark price multiplier cap.");
    public static readonly FapiError BadStep = new(-4023, "Qty not increased by step size (LOT_SIZE).");
    public static readonly FapiError PriceTooLow = new(-4024, "Limit price can't be lower than the mark price multiplier floor.");
    public static readonly FapiError TooManyTriggers = new(-4045, "Reach max stop order limit.");
    public static readonly FapiError SameMarginType = new(-4046, "No need to change margin type.");
    public static readonly FapiError MarginTypeHasOrders = new(-4047, "Margin type cannot be changed if there exists open orders.");
    public static readonly FapiError MarginTypeHasPosition = new(-4048, "Margin type cannot be changed if there exists position.");
    public static readonly FapiError NotIsolated = new(-4049, "Add margin only support for isolated position.");
    public static readonly FapiError CrossInsufficient = new(-4050, "Cross balance insufficient.");
    public static readonly FapiError IsolatedInsufficient = new(-4051, "Isolated balance insufficient.");
    public static readonly FapiError NoPositionForMargin = new(-4054, "Cannot add position margin: position is 0.");
    public static readonly FapiError AmountNotPositive = new(-4055, "Amount must be positive.");
    public static readonly FapiError SamePositionSide = new(-4059, "No need to change position side.");
    public static readonly FapiError BadPositionSide = new(-4060, "Invalid position side.");
    public static readonly FapiError OtherPositionSide = new(-4061, "Order's position side does not match user's setting.");
    public static readonly FapiError OnlyReduceOnly = new(-4087, "User can only place reduce only order");
    public static readonly FapiError CannotPlace = new(-4088, "User can not place order currently");
    public static readonly FapiError SymbolAtRisk = new(-4105, "Symbol is under position risk control, only reduce-only order is allowed.");
    public static readonly FapiError DuplicateClientId = new(-4116, "ClientOrderId is duplicated.");
    public static readonly FapiError CloseExists = new(-4130, "An open stop or take profit order with GTE and closePosition in the direction is existing.");
    public static readonly FapiError NothingWithinBound = new(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit");
    public static readonly FapiError BadCallback = new(-4135, "Invalid activation price");
    public static readonly FapiError BadCloseType = new(-4136, "Target strategy invalid for closePosition");
    public static readonly FapiError QuantityWithClose = new(-4137, "Quantity must be zero with closePosition equals true");
    public static readonly FapiError BadStatusForOpening = new(-4140, "Invalid symbol status for opening position");
    public static readonly FapiError SymbolClosed = new(-4141, "Symbol is closed");
    public static readonly FapiError BadPair = new(-4144, "Invalid pair");
    public static readonly FapiError SameAssetsMode = new(-4171, "Adjusted asset mode is currently set and does not need to be adjusted repeatedly.");
    public static readonly FapiError FokRejected = new(-5021, "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history");
    public static readonly FapiError PostOnlyRejected = new(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history");
    public static readonly FapiError NotTradingNow = new(-5024, "Symbol is not in trading status. Order amendment is not permitted.");
    public static readonly FapiError OnlyLimits = new(-5025, "Only limit order is supported.");
    public static readonly FapiError NothingToModify = new(-5027, "No need to modify the order.");
    public static readonly FapiError BadPriceMatch = new(-5037, "Invalid price match");
    public static readonly FapiError PriceMatchNotTaken = new(-5038, "Price match only supports order type: LIMIT, STOP AND TAKE_PROFIT");
    public static readonly FapiError BadStp = new(-5039, "Invalid self trade prevention mode");
    public static readonly FapiError BadGoodTill = new(-5040, "The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than 253402300799000");
    public static readonly FapiError NoDepthMatches = new(-5041, "No depth matches this BBO order");

    /// <summary>Seconds until it is worth coming back; 0 when nobody knows.</summary>
    public long RetryAfterS { get; init; }

    public static FapiError Missing(string name) => new(-1102, $"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.");

    public static FapiError MissingBoth(string a, string b) => new(-1102, $"Param '{a}' or '{b}' must be sent, but both were empty/null!");

    public static FapiError Illegal(string name, string range) => new(-1100, $"Illegal characters found in parameter '{name}'; legal range is '{range}'.");

    public static FapiError NotTaken(string name) => new(-1106, $"Parameter '{name}' sent when not required.");

    public static FapiError NotValid(string name) => new(-1130, $"Data sent for parameter '{name}' is not valid.");

    public static FapiError TooLong(int hours) => new(-1127, $"More than {hours} hours between startTime and endTime.");

    public static FapiError TooManyDays(int days) => new(-4165, $"Maximum time interval is {days} days");

    public static FapiError BadLeverage(long leverage) => new(-4028, $"Leverage {leverage} is not valid");

    public static FapiError BadDepth(long limit) => new(-4021, $"'{limit}' is not valid depth limit.");

    public static FapiError BadBatch(int count) => new(-4082, $"Invalid number of batch place orders: {count}");

    public static FapiError BadWorkingType(string type) => new(-4031, $"Invalid parameter working type: {type}");

    public static FapiError TooSmall(string least) => new(-4164, $"Order's notional must be no smaller than {least} (unless you choose reduce only)");

    public static FapiError Overloaded(long retryAfterMs) =>
        new(-1008, "Server is currently overloaded with other requests. Please try again in a few minutes.", 503) { RetryAfterS = Math.Max(1, (retryAfterMs + 999) / 1000) };
}
