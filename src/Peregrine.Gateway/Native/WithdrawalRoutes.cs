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

namespace Peregrine.Gateway.Native;

/// <summary>Money that leaves: asked for, debited at once, and followed until it is confirmed or given back.</summary>
internal static class WithdrawalRoutes
{
    private const int ListMax = 500;

    private static readonly AnswerShape<(WithdrawalFacts Facts, AssetTerms Asset)> WithdrawalShape = new AnswerShape<(WithdrawalFacts Facts, AssetTerms Asset)>("Withdrawal")
        .With("withdrawalId", AnswerType.Id, "Its name.", static (json, in v) => json.Id(v.Facts.Withdrawal))
        .With("asset", AnswerType.Asset, "Of which.", static (json, in v) => json.Plain(v.Asset.Utf8))
        .With("amount", AnswerType.Decimal, "How much.", static (json, in v) => json.Decimal(v.Facts.Amount, v.Asset.Scale))
        .With("state", AnswerType.Word(Words.WithdrawalStates), "How far it is.", static (json, in v) => json.Plain(Words.WithdrawalStates.NameOf((int)v.Facts.State)));

    public static readonly Route[] All =
    [
        new("POST", "/withdrawals", LimitClass.Orders, Access.Signed, AllowedActions.Withdraw, "Debits the amount and queues its payment, in one step.", Request) { Body = WithdrawalBody.Shape, Answer = Answers.Withdrawal },
        new("GET", "/withdrawals", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Those that are neither confirmed nor refunded, the newest first.", List)
        {
            Query = FactsQuery.Shape,
            Reads = FoldSet.Accounts,
            Answer = new ToldShape("Withdrawals").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("withdrawals", WithdrawalShape.Listed, "The newest first."),
        },
    ];

    private static ValueTask Request(ApiCall call)
    {
        WithdrawalBody shape = WithdrawalBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref RequestWithdrawal request = ref Command.Begin<RequestWithdrawal>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        if (body.Asset(shape.Asset, call.Gateway.Terms) is { } asset)
            (request.Asset, request.Amount) = (asset.Id, body.Units(shape.Amount, asset.UnitE9, ApiCode.BadValue, null));
        request.Request = RequestNames.Read(ref body, shape.RequestId, call, "withdrawal");
        return Send(call, body.Problem);
    }

    private static async ValueTask Send(ApiCall call, Problem? problem)
    {
        if (problem is not null)
        {
            call.Refuse(problem);
            return;
        }
        if (await call.Submit() is not { } receipt) return;
        call.Answer.BeginObject().Name("withdrawalId"u8).Id(receipt.Done.Detail1).Name("duplicate"u8).Bool(receipt.Done.Duplicate != 0);
        OrderAnswer.WriteSeq(call.Answer, in receipt);
        call.Answer.EndObject();
    }

    private static async ValueTask List(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        WithdrawalFacts[] withdrawals = ArrayPool<WithdrawalFacts>.Shared.Rent(ListMax);
        int count = call.Gateway.Accounts.Views.ReadWithdrawals(call.Who.Account, withdrawals.AsSpan(0, ListMax));
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(call.Gateway.Accounts.Cursor).Name("withdrawals"u8).BeginArray();
        foreach (WithdrawalFacts withdrawal in withdrawals.AsSpan(0, count))
        {
            if (call.Gateway.Terms.FindAsset(withdrawal.Asset) is { } asset) WithdrawalShape.Write(call.Answer, (withdrawal, asset));
        }
        call.Answer.EndArray().EndObject();
        ArrayPool<WithdrawalFacts>.Shared.Return(withdrawals);
    }
}

internal sealed class WithdrawalBody : BodyShape
{
    public static readonly WithdrawalBody Shape = new();

    public readonly Field Asset, Amount, RequestId;

    private WithdrawalBody()
        : base("WithdrawalRequest")
    {
        Asset = Needed("asset", FieldType.Asset, "The asset.");
        Amount = Needed("amount", FieldType.Amount, "How much.");
        RequestId = Needed("requestId", FieldType.Text(64), "The client's own name for this: sent again with it, it happens once.");
    }
}

internal sealed class ResolutionBody : BodyShape
{
    public static readonly ResolutionBody Shape = new();

    public readonly Field State;

    private ResolutionBody()
        : base("WithdrawalResolution") => State = Needed("state", FieldType.OneOf(Words.WithdrawalSteps), "How far it is; each step follows the one before, and a refund may come at any time.");
}
