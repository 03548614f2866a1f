using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Links;
using Peregrine.Identity.Payouts;
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
        new("POST", "/withdrawals/message", LimitClass.Orders, Access.Session, AllowedActions.None, "A text that names the withdrawal, and that a linked wallet signs in place of a code.", Message) { Body = WithdrawalBody.Shape, Answer = LinkRoutes.MessageShape },
        new("GET", "/withdrawals", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Those that are neither confirmed nor refunded, the newest first.", List)
        {
            Query = FactsQuery.Shape,
            Reads = FoldSet.Accounts,
            Answer = new ToldShape("Withdrawals").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("withdrawals", WithdrawalShape.Listed, "The newest first."),
        },
    ];

    private static ValueTask Request(ApiCall call)
    {
        if (!EmailRoutes.IsConfirmed(call)) return default;
        WithdrawalBody shape = WithdrawalBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        SignedText? signed = body.Has(shape.Signed) ? Proof(ref body, shape.Signed) : null;
        if (Read(call, ref body, out AssetTerms? asset) is not { } payout) return default;
        ref RequestWithdrawal request = ref Command.Begin<RequestWithdrawal>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (request.Asset, request.Amount, request.Request) = (asset!.Id, payout.Amount, payout.Request);
        return Send(call, payout, signed);
    }

    private static ValueTask Message(ApiCall call)
    {
        WithdrawalBody shape = WithdrawalBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        if (Read(call, ref body, out _) is not { } payout) return default;
        if (call.Gateway.People.Payouts.Of(call.Who.Person).FirstOrDefault(a => a.Id == payout.Address) is not { } to)
        {
            call.Refuse(new Problem(ApiCode.NotFound, "There is no such address in your book.") { Field = "addressId" });
            return default;
        }
        WalletMessage message = call.Gateway.People.WalletFactor.InviteToWithdraw(call.Who.Person, payout, body.String(shape.Amount), to.Address);
        LinkRoutes.Write(call, message, body.String(shape.Wallet));
        return default;
    }

    private static Payout? Read(ApiCall call, ref Body body, out AssetTerms? asset)
    {
        WithdrawalBody shape = WithdrawalBody.Shape;
        asset = body.Asset(shape.Asset, call.Gateway.Terms);
        long amount = asset is null ? 0 : body.Units(shape.Amount, asset.UnitE9, ApiCode.BadValue, null);
        RequestKey request = RequestNames.Read(ref body, shape.RequestId, call, "withdrawal");
        long address = body.Id(shape.AddressId);
        if (body.Problem is not null || asset is null) call.Refuse(body.Problem!);
        else if (Worth(asset, amount) is { } worth) return new Payout(call.Who.Account, request, address, asset.Name, amount, worth);
        else call.Refuse(new Problem(ApiCode.NotNow, "The asset has no price at the moment, so nobody can say how much would leave.") { Field = "asset" });
        return null;
    }

    private static SignedText Proof(ref Body body, Field field)
    {
        var proof = new Body(body.Raw(field), WalletProofBody.Shape, stackalloc Slot[BodyShape.FieldsMax], $"{body.PathOf(field)}.");
        SignedText signed = WalletProofBody.Read(ref proof, WalletProofBody.Shape);
        body.Refuse(proof.Problem);
        return signed;
    }

    // The limit of a day is in settle money, so what leaves is counted at the index of the moment.
    private static Micros? Worth(AssetTerms asset, long amount)
    {
        if (asset.Id == 1) return new Micros(amount);
        if (asset.Index.Value <= 0) return null;
        Int128 worth = (Int128)amount * asset.UnitE9 * asset.Index.Value / 1_000_000_000;
        return new Micros(worth > long.MaxValue ? long.MaxValue : (long)worth);
    }

    private static async ValueTask Send(ApiCall call, Payout payout, SignedText? signed)
    {
        PayoutDesk payouts = call.Gateway.People.Payouts;
        Refusal? unproven = call.Who.IsSession
            ? call.Gateway.People.WalletFactor.Reserve(call.Who.Person, call.Who.Session, payout, signed, call.Caller()) : payouts.Reserve(call.Owner, payout, call.Caller());
        if (unproven is { } refusal)
        {
            call.Refuse(IdentityProblem.Of(refusal));
            return;
        }
        CommandReceipt receipt = await call.Gateway.Port.Submit(call.Commands.AsSpan(0, 1));
        if (receipt.Code != RejectCode.None)
        {
            // Of these nobody knows whether they happened, or they may be asked again at once: they keep their place.
            if (receipt.Code is not (RejectCode.Busy or RejectCode.ReadOnly or RejectCode.InDoubt)) payouts.Release(payout);
            call.Refuse(Problem.Of(in receipt));
            return;
        }
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

    public readonly Field Asset, Amount, AddressId, RequestId, Wallet, Signed;

    private WithdrawalBody()
        : base("WithdrawalRequest")
    {
        Asset = Needed("asset", FieldType.Asset, "The asset.");
        Amount = Needed("amount", FieldType.Amount, "How much.");
        AddressId = Needed("addressId", FieldType.OrderId with { Expected = "the number of an address in the book, as a string of digits" }, "Where to: an address of the owner's book.");
        RequestId = Needed("requestId", FieldType.Text(64), "The client's own name for this: sent again with it, it happens once.");
        Wallet = Optional("wallet", FieldType.Text(44), "The wallet that is to sign, where it cannot put the text together itself; of the text alone.");
        Signed = Optional("signed", FieldType.Object(WalletProofBody.Shape), "The text of this withdrawal, signed by a linked wallet: in place of a code, and needed where there is no authenticator app.");
    }
}

internal sealed class ResolutionBody : BodyShape
{
    public static readonly ResolutionBody Shape = new();

    public readonly Field State;

    private ResolutionBody()
        : base("WithdrawalResolution") => State = Needed("state", FieldType.OneOf(Words.WithdrawalSteps), "How far it is; each step follows the one before, and a refund may come at any time.");
}
