using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Accounts;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Native;

/// <summary>Sub-accounts, and money between accounts.</summary>
internal static class AccountRoutes
{
    private const long PaperMax = 100_000_000_000;

    public static readonly Route[] All =
    [
        new("GET", "/accounts", LimitClass.Reads, Access.Session, AllowedActions.None, "A person's accounts, the root first.", List) { Answer = Answers.Accounts },
        new("POST", "/accounts", LimitClass.Orders, Access.Session, AllowedActions.None, "Opens a sub-account.", Open) { Body = SubAccountBody.Shape, Answer = Answers.Account },
        new("POST", "/transfers", LimitClass.Orders, Access.Signed, AllowedActions.Transfer, "Moves collateral between accounts of one owner, at once.", Transfer)
        {
            Answer = Answers.Done,
            Body = TransferBody.Shape,
        },
        new("POST", "/deposits/paper", LimitClass.Orders, Access.Session, AllowedActions.None, "Paper money, where the venue is a sandbox.", PaperDeposit)
        {
            Answer = Answers.Done,
            Body = PaperDepositBody.Shape,
        },
        new("POST", "/builders", LimitClass.Orders, Access.Session, AllowedActions.None, "Approves what a front end may charge.", ApproveBuilder) { Body = BuilderBody.Shape, Answer = Answers.Done },
        new("GET", "/limits", LimitClass.Reads, Access.Signed, AllowedActions.Read, "The limits of the account or of one of its keys, what waits to replace them, and what is measured against them.", Limits)
        {
            Query = LimitsQuery.Shape,
            Answer = Answers.Limits,
        },
        new("PUT", "/referrer", LimitClass.Orders, Access.Session, AllowedActions.None, "Who brought the account: he earns a share of its fees, and it saves some of them.", SetReferrer)
        {
            Body = ReferrerBody.Shape,
            Answer = Answers.Done,
        },
        new("PUT", "/limits", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "The account's own limits; tightening holds at once, loosening after 24 h.", SetLimits)
        {
            Answer = Answers.Done,
            Body = LimitsBody.Shape,
        },
    ];

    public static void WriteAccounts(JsonText json, IReadOnlyList<AccountInfo> accounts)
    {
        json.BeginArray();
        foreach (AccountInfo account in accounts) Write(json, account);
        json.EndArray();
    }

    private static void Write(JsonText json, AccountInfo account)
    {
        json.BeginObject();
        if (account.Account != 0) json.Name("accountId"u8).Id(account.Account);
        json.Name("isRoot"u8).Bool(account.IsRoot).Name("label"u8).String(account.Label).Name("state"u8).String(Choices.LowerCamel(account.State.ToString()));
        json.Name("created"u8).Number(account.CreatedAtMs).EndObject();
    }

    private static ValueTask List(ApiCall call)
    {
        WriteAccounts(call.Answer.BeginObject().Name("accounts"u8), call.Gateway.People.Accounts.Of(call.Who.Person));
        call.Answer.EndObject();
        return default;
    }

    private static ValueTask Open(ApiCall call)
    {
        var body = new Body(call.Payload, SubAccountBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string label = body.String(SubAccountBody.Shape.Label);
        if (body.Problem is null) return Open(call, label);
        call.Refuse(body.Problem);
        return default;
    }

    private static async ValueTask Open(ApiCall call, string label)
    {
        Result<AccountInfo> opened = await call.Gateway.People.Accounts.OpenSub(call.Who.Person, label, call.Caller());
        if (opened.IsOk) Write(call.Answer, opened.Value);
        else call.Refuse(IdentityProblem.Of(opened.Refusal));
    }

    private static ValueTask Transfer(ApiCall call)
    {
        TransferBody shape = TransferBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        AssetTerms? asset = body.Asset(shape.Asset, call.Gateway.Terms);
        ref Transfer transfer = ref Command.Begin<Transfer>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        if (asset is not null)
        {
            (transfer.Asset, transfer.ToAccount) = (asset.Id, body.AccountId(shape.ToAccount));
            transfer.Amount = body.Units(shape.Amount, asset.UnitE9, ApiCode.BadValue, null);
        }
        transfer.Request = RequestNames.Read(ref body, shape.RequestId, call, "transfer");
        return call.Do(body.Problem);
    }

    private static ValueTask PaperDeposit(ApiCall call)
    {
        if (!call.Gateway.Options.IsPaper)
        {
            call.Refuse(new Problem(ApiCode.NotFound, "This venue has no paper money."));
            return default;
        }
        PaperDepositBody shape = PaperDepositBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref Deposit deposit = ref Command.Begin<Deposit>(ref call.Commands[0], call.Who.Account);
        (deposit.Asset, deposit.Amount) = (1, body.Money(shape.Amount).Value);
        if (deposit.Amount is <= 0 or > PaperMax) body.Refuse(shape.Amount);
        deposit.Source = RequestNames.Read(ref body, shape.RequestId, call, "paper");
        return call.Do(body.Problem);
    }

    private static ValueTask ApproveBuilder(ApiCall call)
    {
        BuilderBody shape = BuilderBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref ApproveBuilder approve = ref Command.Begin<ApproveBuilder>(ref call.Commands[0], call.Who.Account);
        (approve.Builder, approve.MaxPpb) = (body.AccountId(shape.Builder), body.Ppb(shape.MaxFee));
        return call.Do(body.Problem);
    }

    private static ValueTask SetReferrer(ApiCall call)
    {
        var body = new Body(call.Payload, ReferrerBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetReferrer set = ref Command.Begin<SetReferrer>(ref call.Commands[0], call.Who.Account);
        set.Referrer = body.AccountId(ReferrerBody.Shape.Referrer);
        (set.SharePpb, set.DiscountPpb) = (call.Gateway.Options.ReferralSharePpb, call.Gateway.Options.ReferralDiscountPpb);
        // Once for all: or every account would bring itself through a second one, each time it pays to.
        if (body.Problem is null && call.Gateway.Accounts.Views.TryRead(call.Who.Account, out AccountFacts facts) && facts.Referrer != 0 && facts.Referrer != set.Referrer)
            body.Refuse(Problem.Of(RejectCode.AlreadyDone) with { Field = "referrer" });
        return call.Do(body.Problem);
    }

    private static async ValueTask Limits(ApiCall call)
    {
        if (ReadKey(call) is not { } key || await call.Ask<AskLimits, LimitFigures>(new AskLimits(call.Who.Account, key)) is not { } limits) return;
        LimitFigures figures = limits.Value;
        JsonText json = call.Answer.BeginObject();
        LimitsCodec.Write(json.Name("limits"u8), figures.InForce, call.Gateway.Terms);
        if (figures.PendingFromNs != 0)
        {
            LimitsCodec.Write(json.Name("pending"u8), figures.Pending, call.Gateway.Terms);
            json.Name("pendingFrom"u8).Number(figures.PendingFromNs / 1_000_000);
        }
        json.Name("dayLoss"u8).Decimal(figures.DayLoss.Value, Scale.Micros).Name("drawdown"u8).Decimal(figures.Drawdown.Value, Scale.Micros);
        json.Name("isBreached"u8).Bool(figures.IsBreached).Name("asOfSeq"u8).Number(limits.AsOfSeq).EndObject();
    }

    private static int? ReadKey(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        int key = query.AccountId(LimitsQuery.Shape.Key);
        call.Since(ref query);
        return call.Problem is null ? key : null;
    }

    private static ValueTask SetLimits(ApiCall call)
    {
        Problem? problem = LimitsCodec.Read(call.Payload, call.Gateway.Terms, out Limits limits);
        Command.Begin<SetLimits>(ref call.Commands[0], call.Who.Account, call.Who.Key).Limits = limits;
        return call.Do(problem);
    }
}
