using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.SecondFactors;

namespace Peregrine.Gateway.Admin;

/// <summary>What operators do two together: one proposes, another reads what would change from what to what and approves, either takes it back.</summary>
internal static class ChangeRoutes
{
    private const FoldSet Folds = FoldSet.Changes | FoldSet.Terms | FoldSet.Accounts;

    private static readonly Choices Stages = new Choices<ChangeStage>();

    private static readonly AnswerShape<(OpenChange Change, ChangeText Text)> ChangeShape = new AnswerShape<(OpenChange Change, ChangeText Text)>("ChangeAsked")
        .With("changeId", AnswerType.Id, "Its name.", static (json, in v) => json.Id(v.Change.Id))
        .With("what", AnswerType.String, "The parameter, or the kind of change.", static (json, in v) => json.String(v.Text.What))
        .With("of", AnswerType.String, "Market, asset, account, person, or whatever it is.", static (json, in v) => json.String(v.Text.Subject), static (in v) => v.Text.Subject is not null)
        .With("from", AnswerType.String, "As it is.", static (json, in v) => json.String(v.Text.From), static (in v) => v.Text.From is not null)
        .With("to", AnswerType.String, "As it would be.", static (json, in v) => json.String(v.Text.To))
        .With("stage", AnswerType.Word(Stages), "How far it is.", static (json, in v) => json.Plain(Stages.NameOf((int)v.Change.Stage)))
        .With("proposedBy", AnswerType.Id, "The person who asked.", static (json, in v) => json.Id(v.Change.Proposer))
        .With("approvedBy", AnswerType.Id, "The person who approved it.", static (json, in v) => json.Id(v.Change.Approver), static (in v) => v.Change.Approver != 0)
        .With("effectiveAt", AnswerType.Time, "When it holds, or its next step.", static (json, in v) => json.Number(v.Change.EffectiveAtNs / 1_000_000))
        .With("expiresAt", AnswerType.Time, "When it is dropped unless somebody else approves it.", static (json, in v) => json.Number(v.Change.ExpiresNs / 1_000_000), static (in v) => v.Change.ExpiresNs != 0);

    private static readonly AnswerShape<FactorReset> ResetShape = new AnswerShape<FactorReset>("FactorResetWaiting")
        .With("changeId", AnswerType.Id, "The proposal that it was.", static (json, in v) => json.Id(v.Change))
        .With("personId", AnswerType.Id, "Whose.", static (json, in v) => json.Id(v.Person.Value))
        .With("proposedBy", AnswerType.Id, "The person who asked.", static (json, in v) => json.Id(v.Proposer.Value))
        .With("approvedBy", AnswerType.Id, "The person who approved it.", static (json, in v) => json.Id(v.Approver.Value))
        .With("effectiveAt", AnswerType.Time, "When it is taken off, unless it is stopped.", static (json, in v) => json.Number(v.DueAtMs))
        .With("email", AnswerType.String, "By which he gets in then; of somebody who lost all he came in by.", static (json, in v) => json.String(v.Email!), static (in v) => v.Email is not null && v.Change != 0);

    private static readonly AnswerShape Taken = Answers.Sequenced(new ToldShape("ChangeTaken")
        .With("changeId", AnswerType.Id, "Its name.")
        .With("done", AnswerType.Flag, "Nothing waits any more: a halt, or a change that was approved and needs no notice.")
        .Perhaps("change", AnswerType.Object(ChangeShape), "What would change, from what to what."));

    public static readonly Route[] All =
    [
        new("GET", "/admin/changes", LimitClass.Reads, Access.Staff, AllowedActions.None, "What was proposed and waits: for a second person, for its time, or for its next step.", Show)
        {
            Query = FactsQuery.Shape,
            Reads = Folds,
            Answer = new ToldShape("Changes").With("asOfSeq", AnswerType.Count, "The facts are true for.").With("changes", ChangeShape.Listed, "The oldest first.")
                .With("factorResets", ResetShape.Listed, "Lost second factors that were approved and wait for their owners' word."),
        },
        new("POST", "/admin/changes", LimitClass.Orders, Access.Officers, AllowedActions.None, "Proposes a change, which another person must approve within an hour.", Propose) { Body = ChangeBody.Shape, Reads = Folds, Answer = Taken },
        new("POST", "/admin/changes/{id}/approve", LimitClass.Orders, Access.Officers, AllowedActions.None, "Approves what another person proposed.", Approve) { Query = FactsQuery.Shape, Reads = Folds, Answer = Taken },
        new("DELETE", "/admin/changes/{id}", LimitClass.Exits, Access.Officers, AllowedActions.None, "Takes back what has not begun, approved or not.", Drop) { Query = FactsQuery.Shape, Reads = Folds, Answer = Taken },
        new("DELETE", "/admin/factor-resets/{id}", LimitClass.Exits, Access.Officers, AllowedActions.None, "Takes back that a lost second factor is taken off, by the number of its proposal; its owner is told that it stays.", TakeBack) { Status = 204 },
        new("POST", "/admin/markets", LimitClass.Orders, Access.Operator, AllowedActions.None, "Lists a market as a draft, and proposes that it gathers orders for its opening.", List) { Body = ListingBody.Shape, Reads = Folds, Answer = Taken },
        new("POST", "/admin/markets/{market}/state", LimitClass.Exits, Access.Operator, AllowedActions.None, "Halts a market at once, or proposes another state.", SetState) { Body = MarketStateBody.Shape, Reads = Folds, Answer = Taken },
        new("POST", "/admin/withdrawals/{id}", LimitClass.Orders, Access.Operator, AllowedActions.None, "Proposes what became of a payment: signed, sent, confirmed, or refunded.", Resolve)
        {
            Body = ResolutionBody.Shape,
            Reads = Folds,
            Answer = Taken,
        },
    ];

    private static async ValueTask Show(ApiCall call)
    {
        if (!await call.CaughtUp()) return;
        ChangeFold fold = call.Gateway.Changes;
        call.Answer.BeginObject().Name("asOfSeq"u8).Number(fold.Cursor).Name("changes"u8).BeginArray();
        foreach (OpenChange change in fold.Open) ChangeShape.Write(call.Answer, (change, ChangeText.Of(change, call.Gateway)));
        ResetShape.WriteList(call.Answer.EndArray().Name("factorResets"u8), [.. call.Gateway.People.FactorResets.Waiting]);
        call.Answer.EndObject();
    }

    private static ValueTask TakeBack(ApiCall call)
    {
        if (!TryId(call, out long id) || !call.Gateway.People.FactorResets.TakeBack(id, call.Who.Person, call.Caller())) call.Refuse(Problem.Of(RejectCode.UnknownChange) with { Field = "id" });
        return default;
    }

    private static ValueTask Propose(ApiCall call)
    {
        var body = new Body(call.Payload, ChangeBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        var kind = (ChangeKind)body.Choice(ChangeBody.Shape.Change);
        bool isOfPeople = kind is ChangeKind.Role or ChangeKind.FactorReset or ChangeKind.WayBack;
        if (body.Problem is null && !Permissions.MayPropose(call.Who.Role, isOfPeople)) body.Refuse(Problem.Of(RejectCode.NotPermitted));
        int count = body.Problem is null ? ChangeCodec.Read(call, ref body, Admin(call)) : 0;
        return Ask(call, body.Problem, isDone: false, count, kind == ChangeKind.WayBack && body.Problem is null ? NoteOf(call, ref body) : null);
    }

    // The command has room for a person and none for an address; that is taken down under the number it was proposed by.
    private static Action<long> NoteOf(ApiCall call, ref Body body)
    {
        var person = new PersonId(body.Id(ChangeBody.Shape.Person));
        string email = body.String(ChangeBody.Shape.Email);
        return change => call.Gateway.People.FactorResets.Propose(change, person, email, call.Who.Person);
    }

    private static ValueTask List(ApiCall call)
    {
        ListingBody shape = ListingBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        string name = body.String(shape.Market);
        int count = body.Problem is null ? ListingBody.Read(ref body, call.Commands) : 0;
        return List(call, body.Problem, count, name);
    }

    // A draft touches nobody: what needs two persons, and names them in the journal, is that it leaves that state.
    private static async ValueTask List(ApiCall call, Problem? problem, int count, string name)
    {
        if (problem is not null) call.Refuse(problem);
        if (call.Problem is not null || await call.Submit(count) is not { } listed) return;
        await call.Gateway.HasFolded(listed.Seq);
        if (call.Market(name) is not { } market) return;
        var wanted = Command.Of(new SetMarketState { Market = market.Id, State = MarketState.PreOpen, Reason = 1 });
        call.Commands[0] = ProposeCommand.For(in wanted, Admin(call));
        await Ask(call, null, isDone: false);
    }

    private static ValueTask SetState(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        MarketStateBody shape = MarketStateBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        var state = (MarketState)body.Choice(shape.State);
        var wanted = Command.Of(new SetMarketState { Market = market.Id, State = state, Reason = (int)body.Whole(shape.Reason) });
        call.Commands[0] = ProposeCommand.For(in wanted, Admin(call));
        return Ask(call, body.Problem, isDone: state == MarketState.Halted);
    }

    private static ValueTask Resolve(ApiCall call)
    {
        var body = new Body(call.Payload, ResolutionBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        var resolve = new ResolveWithdrawal { State = (WithdrawalState)body.Choice(ResolutionBody.Shape.State) };
        if (!TryId(call, out resolve.Withdrawal)) body.Refuse(Problem.Of(RejectCode.UnknownWithdrawal) with { Field = "id" });
        var wanted = Command.Of(in resolve);
        call.Commands[0] = ProposeCommand.For(in wanted, Admin(call));
        return Ask(call, body.Problem, isDone: false);
    }

    private static async ValueTask Ask(ApiCall call, Problem? problem, bool isDone, int count = 1, Action<long>? note = null)
    {
        if (problem is not null) call.Refuse(problem);
        if (call.Problem is not null || await call.Submit(count) is not { } receipt) return;
        note?.Invoke(receipt.Done.Detail1);
        await call.Gateway.HasFolded(receipt.Seq);
        Write(call, in receipt, isDone ? null : call.Gateway.Changes.Find(receipt.Done.Detail1), isDone);
    }

    private static async ValueTask Approve(ApiCall call)
    {
        if (await Known(call) is not { } change) return;
        // Two who trust each other too much are not enough for a third: nobody approves what makes him more, or less, or easier to get into.
        if (!Permissions.MayApprove(call.Who.Role, change.Person != 0) || change.Person == call.Who.Person.Value) call.Refuse(Problem.Of(RejectCode.NotPermitted));
        // Before the command: what begins is what could be read when it was approved.
        string? email = change.IsFactorReset ? call.Gateway.People.FactorResets.EmailOf(change.Id) : null;
        call.Commands[0] = Command.Of(new ApproveChange { Proposal = change.Id, Admin = Admin(call) });
        if (call.Problem is not null || await call.Submit() is not { } receipt) return;
        if (change.IsRole && !Give(call, change)) return;
        if (change.IsFactorReset) call.Gateway.AllowReset(change, email, call.Who.Person, receipt.Seq, receipt.TimeNs, call.Caller());
        await call.Gateway.HasFolded(receipt.Seq);
        OpenChange? left = call.Gateway.Changes.Find(change.Id);
        Write(call, in receipt, left, isDone: left is null);
    }

    private static bool Give(ApiCall call, OpenChange change)
    {
        Command wanted = change.Wanted;
        GrantRole grant = Command.Body<GrantRole>(in wanted);
        if (call.Gateway.GiveRole(new PersonId(grant.Person), (Role)grant.Role, call.Caller()) is not { } refusal) return true;
        call.Refuse(IdentityProblem.Of(refusal));
        return false;
    }

    private static async ValueTask Drop(ApiCall call)
    {
        if (await Known(call) is not { } change) return;
        bool isHis = change.Proposer == Admin(call);
        if (!isHis && !Permissions.MayApprove(call.Who.Role, change.Person != 0)) call.Refuse(Problem.Of(RejectCode.NotPermitted));
        call.Commands[0] = Command.Of(new DropChange { Proposal = change.Id, Admin = Admin(call) });
        if (call.Problem is null && await call.Submit() is { } receipt) Write(call, in receipt, null, isDone: true);
    }

    private static async ValueTask<OpenChange?> Known(ApiCall call)
    {
        if (!await call.CaughtUp()) return null;
        OpenChange? change = TryId(call, out long id) ? call.Gateway.Changes.Find(id) : null;
        if (change is null) call.Refuse(Problem.Of(RejectCode.UnknownChange) with { Field = "id" });
        return change;
    }

    private static bool TryId(ApiCall call, out long id) => long.TryParse(call.First, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static int Admin(ApiCall call) => checked((int)call.Who.Person.Value);

    private static void Write(ApiCall call, in CommandReceipt receipt, OpenChange? change, bool isDone)
    {
        JsonText json = call.Answer;
        json.BeginObject().Name("changeId"u8).Id(receipt.Done.Detail1).Name("done"u8).Bool(isDone);
        if (change is not null) ChangeShape.Write(json.Name("change"u8), (change, ChangeText.Of(change, call.Gateway)));
        OrderAnswer.WriteSeq(json, in receipt);
        json.EndObject();
    }
}
