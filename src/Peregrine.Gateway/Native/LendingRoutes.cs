using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>The lending vault: what it pays, who lends, and who may borrow against collateral.</summary>
internal static class LendingRoutes
{
    private static readonly AnswerShape<(LendingFigures Figures, long AsOfSeq)> VaultShape = new AnswerShape<(LendingFigures Figures, long AsOfSeq)>("Vault")
        .With("on", AnswerType.Flag, "Loans bear interest.", static (json, in v) => json.Bool(v.Figures.IsOn))
        .With("supplied", AnswerType.Decimal, "All that lenders have in the vault, lent out or not.", static (json, in v) => RiskJson.Money(json, v.Figures.Supplied))
        .With("borrowed", AnswerType.Decimal, "Of that.", static (json, in v) => RiskJson.Money(json, v.Figures.Borrowed))
        .With("utilisation", AnswerType.Decimal, "The one over the other, at most 1.", static (json, in v) => json.Decimal(v.Figures.UtilisationPpb, Scale.Ppb))
        .With("borrowRate", AnswerType.Decimal, "A year's, that borrowers pay.", static (json, in v) => json.Decimal(v.Figures.RatePpb, Scale.Ppb))
        .With("supplyRate", AnswerType.Decimal, "A year's, that lenders get.", static (json, in v) => json.Decimal(v.Figures.SupplyRatePpb, Scale.Ppb))
        .With("totalShares", AnswerType.Id, "Of all lenders.", static (json, in v) => json.Id(v.Figures.TotalShares))
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    private static readonly AnswerShape<(LendingFigures Figures, long AsOfSeq)> MineShape = new AnswerShape<(LendingFigures Figures, long AsOfSeq)>("Lending")
        .With("shares", AnswerType.Id, "Of the vault.", static (json, in v) => json.Id(v.Figures.Shares))
        .With("worth", AnswerType.Decimal, "Of those.", static (json, in v) => RiskJson.Money(json, v.Figures.Worth))
        .With("loan", AnswerType.Decimal, "Owed by the account.", static (json, in v) => RiskJson.Money(json, v.Figures.Loan))
        .With("interest", AnswerType.Decimal, "Of that loan, not paid yet.", static (json, in v) => RiskJson.Money(json, v.Figures.Interest))
        .With("mayBorrow", AnswerType.Flag, "Settle money may leave the account against collateral.", static (json, in v) => json.Bool(v.Figures.MayBorrow))
        .With("asOfSeq", AnswerType.Count, "The state that was asked.", static (json, in v) => json.Number(v.AsOfSeq));

    public static readonly Route[] All =
    [
        new("GET", "/lending", LimitClass.Reads, Access.Public, AllowedActions.None, "The vault that loans come from, and its rates.", Vault) { Query = FactsQuery.Shape, Answer = VaultShape },
        new("GET", "/lending/mine", LimitClass.Reads, Access.Signed, AllowedActions.Read, "What the account lends and owes.", Mine) { Query = FactsQuery.Shape, Answer = MineShape },
        new("POST", "/lending/deposits", LimitClass.Orders, Access.Signed, AllowedActions.Transfer, "Puts settle money into the vault, for shares of it.", Lend) { Body = LendBody.Shape, Answer = Answers.Done },
        new("POST", "/lending/redemptions", LimitClass.Orders, Access.Signed, AllowedActions.Transfer, "Gives shares back for what they are worth, as far as it is not lent out.", Redeem)
        {
            Body = RedeemBody.Shape,
            Answer = Answers.Done,
        },
        new("PUT", "/lending/borrowing", LimitClass.Orders, Access.Session, AllowedActions.None, "Whether settle money may leave the account against its collateral.", SetBorrowing)
        {
            Body = BorrowingBody.Shape,
            Answer = Answers.Done,
        },
    ];

    private static async ValueTask Vault(ApiCall call)
    {
        if (await call.Ask<AskLending, LendingFigures>(default) is { } answer) VaultShape.Write(call.Answer, (answer.Value, answer.AsOfSeq));
    }

    private static async ValueTask Mine(ApiCall call)
    {
        if (await call.Ask<AskLending, LendingFigures>(new AskLending(call.Who.Account)) is { } answer) MineShape.Write(call.Answer, (answer.Value, answer.AsOfSeq));
    }

    private static ValueTask Lend(ApiCall call)
    {
        LendBody shape = LendBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref Lend lend = ref Command.Begin<Lend>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (lend.Amount, lend.Request) = (body.Money(shape.Amount), RequestNames.Read(ref body, shape.RequestId, call, "lend"));
        return call.Do(body.Problem);
    }

    private static ValueTask Redeem(ApiCall call)
    {
        RedeemBody shape = RedeemBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref Unlend unlend = ref Command.Begin<Unlend>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (unlend.Shares, unlend.Request) = (body.Id(shape.Shares), RequestNames.Read(ref body, shape.RequestId, call, "unlend"));
        return call.Do(body.Problem);
    }

    private static ValueTask SetBorrowing(ApiCall call)
    {
        var body = new Body(call.Payload, BorrowingBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        Command.Begin<SetBorrowing>(ref call.Commands[0], call.Who.Account).Switch = body.Flag(BorrowingBody.Shape.On) ? BorrowSwitch.On : BorrowSwitch.Off;
        return call.Do(body.Problem);
    }
}

internal sealed class LendBody : BodyShape
{
    public static readonly LendBody Shape = new();

    public readonly Field Amount, RequestId;

    private LendBody()
        : base("LendDeposit")
    {
        Amount = Needed("amount", FieldType.Money, "How much of the settle asset.");
        RequestId = Needed("requestId", FieldType.Text(64), "The client's own name for this: sent again with it, it happens once.");
    }
}

internal sealed class RedeemBody : BodyShape
{
    public static readonly RedeemBody Shape = new();

    public readonly Field Shares, RequestId;

    private RedeemBody()
        : base("LendRedemption")
    {
        Shares = Needed("shares", new FieldType(JsonKinds.Text, "a number of shares as a string of digits"), "How many shares.");
        RequestId = Needed("requestId", FieldType.Text(64), "The client's own name for this: sent again with it, it happens once.");
    }
}

internal sealed class BorrowingBody : BodyShape
{
    public static readonly BorrowingBody Shape = new();

    public readonly Field On;

    private BorrowingBody()
        : base("Borrowing") => On = Needed("on", FieldType.Flag, "Whether it may.");
}
