using Peregrine.Gateway.Candles;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Streams;

internal enum StreamOp : byte
{
    Auth = 1,
    Subscribe = 2,
    Unsubscribe = 3,
    Ping = 4,
    Place = 5,
    Amend = 6,
    Cancel = 7,
    MassCancel = 8,
    Batch = 9,
    DeadMan = 10,
    Quote = 11,
}

internal enum StreamChannel : byte
{
    Book = 1,
    L3 = 2,
    Trades = 3,
    Ticker = 4,
    Mark = 5,
    Status = 6,
    Account = 7,
    Funding = 8,
    Liquidations = 9,
    Insurance = 10,
    Candles = 11,
    Auctions = 12,
}

/// <summary>A bit for each channel of an account's private sequence.</summary>
[Flags]
internal enum StreamTopics : byte
{
    Orders = 1,
    Fills = 2,
    Positions = 4,
    Balances = 8,
    Margin = 16,
    Notifications = 32,
}

/// <summary>What a client may say on a socket.</summary>
internal sealed class StreamBody : BodyShape
{
    public static readonly Choices Ops = new Choices<StreamOp>();
    public static readonly Choices Channels = new Choices<StreamChannel>();
    public static readonly Choices Speeds = new NamedChoices("raw", "20ms", "100ms", "1s");

    /// <summary>What an account is told, by bits.</summary>
    public static readonly Choices TopicNames = new Choices<StreamTopics>();

    public static readonly StreamBody Shape = new();

    public readonly Field Id, Op, Token, Key, Timestamp, Window, Signature, Account, Channel, Market, Speed, Interval, Source, Limit, From, Margin, Topics, Order, Auction, Body;

    private StreamBody()
        : base("StreamRequest")
    {
        Id = Needed("id", FieldType.Whole(0, long.MaxValue), "Comes back in the answer.");
        Op = Needed("op", FieldType.OneOf(Ops), "What to do.");
        Token = Optional("token", FieldType.Text(2048), "Of auth: an access token.");
        Key = Optional("key", FieldType.Text(64), "Of auth: the key that signs.");
        Timestamp = Optional("timestamp", FieldType.Time, "Of auth: when it was signed.");
        Window = Optional("window", FieldType.Whole(1, 60_000), "Of auth: for how many milliseconds the signature is good.");
        Signature = Optional("signature", FieldType.Text(128), "Of auth: over GET /ws/v1 with an empty body.");
        Account = Optional("account", FieldType.Account, "Of auth: the sub-account that acts.");
        Channel = Optional("ch", FieldType.OneOf(Channels), "Of subscribe and unsubscribe: the channel.");
        Market = Optional("market", FieldType.Market, "The channel's market.");
        Speed = Optional("speed", FieldType.OneOf(Speeds), "Of the book: how often it tells; 100ms when left out.");
        Interval = Optional("interval", FieldType.OneOf(CandleWords.Intervals), "Of candles: how long one is.");
        Source = Optional("source", FieldType.OneOf(CandleWords.Sources), "Of candles: whose prices; trades when left out.");
        Limit = Optional("limit", FieldType.Whole(1, CandleSubscription.SnapshotMax), "Of candles: how many the snapshot has; 200 when left out.");
        From = Optional("from", FieldType.Whole(0, long.MaxValue), "Of the account: the seq after which to go on.");
        Margin = Optional("margin", FieldType.Flag, "Of the account: true adds frames of equity, margin and what follows from positions.");
        Topics = Optional("topics", FieldType.Words(TopicNames), "Of the account: only these; all when left out.");
        Order = Optional("order", FieldType.Text(64), "Of amend and cancel: the order, by id or as client: and its clientOrderId.");
        Auction = Optional("auction", FieldType.Text(20), "Of quote: the auction, as the channel or the route of that name tells it.");
        Body = Optional("body", new FieldType(JsonKinds.Object, "an object"), "Of orders: the body that the route of that name takes.");
    }
}
