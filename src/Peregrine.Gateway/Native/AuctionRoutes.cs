using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>Orders that ask makers for better prices, and the makers' sealed quotes.</summary>
internal static class AuctionRoutes
{
    private readonly record struct Shown(AuctionFigures Auction, MarketTerms Market);

    private static readonly AnswerShape<Shown> AuctionShape = new AnswerShape<Shown>("Auction")
        .With("auction", AnswerType.Id, "Its name.", static (json, in v) => json.Id(v.Auction.Auction))
        .With("market", AnswerType.Market, "Where.", static (json, in v) => json.Plain(v.Market.Utf8))
        .With("side", AnswerType.Word(Words.Sides), "Of the order; quotes are of the other.", static (json, in v) => json.Plain(Words.Sides.NameOf((int)v.Auction.Side)))
        .With("sizeBucket", AnswerType.Decimal, "The order's size, rounded up to a power of two lots.", static (json, in v) => json.Decimal(v.Auction.SizeBucket.Value, v.Market.Lot))
        .With("limit", AnswerType.Decimal, "Of the order.", static (json, in v) => json.Decimal(v.Auction.Limit.Value, v.Market.Tick))
        .With("touch", AnswerType.Decimal, "A quote must be better than this.", static (json, in v) => json.Decimal(v.Auction.Touch.Value, v.Market.Tick))
        .With("endsAt", AnswerType.Time, "When book and quotes fill it.", static (json, in v) => json.Number(v.Auction.EndsAtNs / 1_000_000))
        .With("orderId", AnswerType.Id, "The asker's own order.", static (json, in v) => json.Id(v.Auction.Order.Value), static (in v) => !v.Auction.Order.IsNone)
        .With("quotePrice", AnswerType.Decimal, "The asker's own quote.", static (json, in v) => json.Decimal(v.Auction.QuotePrice.Value, v.Market.Tick), HasQuote)
        .With("quoteQty", AnswerType.Decimal, "The asker's own quote.", static (json, in v) => json.Decimal(v.Auction.QuoteQty.Value, v.Market.Lot), HasQuote);

    private static readonly ToldShape ListShape = new ToldShape("Auctions").With("auctions", AuctionShape.Listed, "The oldest first.").With("asOfSeq", AnswerType.Count, "The state that was asked.");

    public static readonly Route[] All =
    [
        new("GET", "/auctions", LimitClass.Reads, Access.Public, AllowedActions.None, "Auctions that are open; whose orders they are stays unsaid.", Open) { Query = FactsQuery.Shape, Answer = ListShape },
        new("GET", "/auctions/mine", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Those in which the asker has an order or a quote.", Mine) { Query = FactsQuery.Shape, Answer = ListShape },
        new("POST", "/auctions/{auction}/quotes", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "A sealed, firm quote; a second one must be better in price and no smaller.", Quote)
        {
            Body = QuoteBody.Shape,
            Answer = Answers.Quoted,
        },
    ];

    private static ValueTask Open(ApiCall call) => List(call, 0);

    private static ValueTask Mine(ApiCall call) => List(call, call.Who.Account);

    private static async ValueTask List(ApiCall call, int account)
    {
        if (await call.Ask<AskAuctions, OpenAuctions>(new AskAuctions(account)) is not { } open) return;
        call.Answer.BeginObject().Name("auctions"u8).BeginArray();
        foreach (AuctionFigures auction in open.Value.Auctions)
        {
            bool isMine = !auction.Order.IsNone || auction.QuoteQty.Value != 0;
            if ((account == 0 || isMine) && call.Gateway.Terms.Find(auction.Market) is { } market) AuctionShape.Write(call.Answer, new Shown(auction, market));
        }
        call.Answer.EndArray().Name("asOfSeq"u8).Number(open.AsOfSeq).EndObject();
    }

    private static async ValueTask Quote(ApiCall call)
    {
        if (!long.TryParse(call.First, NumberStyles.None, CultureInfo.InvariantCulture, out long auction))
        {
            call.Refuse(Problem.Of(RejectCode.UnknownAuction) with { Field = "auction" });
            return;
        }
        if (QuoteBody.Read(call.Payload, call.Gateway.Terms, call.Signer, auction, ref call.Commands[0], out MarketTerms? market) is { } problem)
        {
            call.Refuse(problem);
            return;
        }
        // Its numbers are on the grid of the market it names: that must be the auction's.
        if (await call.Ask<AskAuctions, OpenAuctions>(new AskAuctions(0)) is not { } open) return;
        foreach (AuctionFigures known in open.Value.Auctions)
        {
            if (known.Auction == auction && known.Market != market!.Id) call.Refuse(Problem.Bad("market", "the auction's own market"));
        }
        if (call.Problem is not null || await call.Submit() is not { } receipt) return;
        WriteQuoted(call.Answer, in receipt);
    }

    public static void WriteQuoted(JsonText json, in CommandReceipt receipt)
    {
        json.BeginObject().Name("quoteId"u8).Id(receipt.Done.Detail1);
        OrderAnswer.WriteSeq(json, in receipt);
        json.EndObject();
    }

    private static bool HasQuote(in Shown shown) => shown.Auction.QuoteQty.Value != 0;
}

internal sealed class QuoteBody : BodyShape
{
    public static readonly QuoteBody Shape = new();

    public readonly Field Market, Price, Qty;

    private QuoteBody()
        : base("Quote")
    {
        Market = Needed("market", FieldType.Market, "The auction's market, on whose grid the numbers are.");
        Price = Needed("price", FieldType.Price, "Better than the auction's touch.");
        Qty = Needed("qty", FieldType.Qty, "How much; its margin is reserved.");
    }

    public static Problem? Read(ReadOnlySpan<byte> json, VenueTerms venue, Signer who, long auction, ref Command into, out MarketTerms? market, string prefix = "")
    {
        var body = new Body(json, Shape, stackalloc Slot[FieldsMax], prefix);
        market = body.Market(Shape.Market, venue);
        if (market is null) return body.Problem;
        ref QuoteAuction quote = ref Command.Begin<QuoteAuction>(ref into, who.Account, who.Key);
        (quote.Auction, quote.Price, quote.Qty) = (auction, body.Price(Shape.Price, market), body.Qty(Shape.Qty, market));
        return body.Problem;
    }
}
