using System.Net;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;
using Peregrine.Identity.Mail;
using Peregrine.Identity.People;

namespace Peregrine.Gateway.Native;

/// <summary>What is settled by letter: an address confirmed, a lost password replaced; and the box in which a sandbox's letters lie.</summary>
internal static class EmailRoutes
{
    private static readonly ToldShape LetterShape = new ToldShape("Letter")
        .With("to", AnswerType.String, "The address.").With("subject", AnswerType.String, "In one line.").With("text", AnswerType.String, "The letter.").With("received", AnswerType.Time, "When.");

    public static readonly Route[] All =
    [
        new("POST", "/auth/email/send", LimitClass.Auth, Access.Session, AllowedActions.None, "Sends the letter that confirms the address once more.", Send) { Status = 204 },
        new("POST", "/auth/email/confirm", LimitClass.Auth, Access.Public, AllowedActions.None, "Confirms an address by the ticket of a letter.", Confirm) { Body = TicketBody.Shape, Status = 204 },
        new("POST", "/auth/password/forgot", LimitClass.Auth, Access.Public, AllowedActions.None, "Sends a letter with a link for a new password; the answer is the same whether the address was known or not.", Forgot)
        {
            Body = ForgotBody.Shape,
            Answer = Answers.Next,
            Status = 202,
        },
        new("POST", "/auth/password/reset", LimitClass.Auth, Access.Public, AllowedActions.None, "Sets a new password by the ticket of a letter; every session ends.", Reset)
        {
            Body = ResetBody.Shape,
            Status = 204,
        },
        new("GET", "/sandbox/mailbox", LimitClass.Reads, Access.Public, AllowedActions.None, "A sandbox's letters to an address, for whoever sits at its machine.", Read)
        {
            Query = MailboxQuery.Shape,
            Answer = new ToldShape("Letters").With("letters", LetterShape.Listed, "The newest first."),
        },
    ];

    /// <summary>False, and refused, when the account's owner must confirm his address before he goes on.</summary>
    public static bool IsConfirmed(ApiCall call) => IsDone(call, call.Gateway.People.Emails.RequireConfirmed(call.Owner));

    private static ValueTask Send(ApiCall call)
    {
        IsDone(call, call.Gateway.People.Emails.SendConfirmation(call.Who.Person, call.Caller()));
        return default;
    }

    private static ValueTask Confirm(ApiCall call)
    {
        var body = new Body(call.Payload, TicketBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string ticket = body.String(TicketBody.Shape.Ticket);
        if (body.Problem is { } problem) call.Refuse(problem);
        else IsDone(call, call.Gateway.People.Emails.Confirm(ticket, call.Caller()));
        return default;
    }

    private static ValueTask Forgot(ApiCall call)
    {
        var body = new Body(call.Payload, ForgotBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        string email = body.String(ForgotBody.Shape.Email);
        if (body.Problem is { } problem) call.Refuse(problem);
        else if (IsDone(call, call.Gateway.People.Emails.Forgot(email, call.Caller()))) call.Answer.BeginObject().Name("next"u8).String("mail").EndObject();
        return default;
    }

    private static async ValueTask Reset(ApiCall call)
    {
        if (ResetFields(call) is { } given) IsDone(call, await call.Gateway.People.Emails.Reset(given.Ticket, given.Password, call.Caller()));
    }

    private static ValueTask Read(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        string address = query.String(MailboxQuery.Shape.Address);
        if (query.Problem is { } problem) call.Refuse(problem);
        else if (call.Gateway.People.Mailbox is not { } mailbox || !IsAtTheMachine(call)) call.Refuse(new Problem(ApiCode.NotFound, "This venue has no box of letters that you may read."));
        else Tell(call, EmailAddress.TryParse(address, out EmailAddress known) ? mailbox.Of(known.Text) : []);
        return default;
    }

    // Whoever reads a letter can take the account it is about, so it is for those at the machine itself; a proxy's requests come from elsewhere and say so.
    private static bool IsAtTheMachine(ApiCall call) =>
        IPAddress.IsLoopback(call.Address) && !call.Http.Request.Headers.ContainsKey("X-Forwarded-For") && !call.Http.Request.Headers.ContainsKey("X-Forwarded-Proto")
        && !call.Http.Request.Headers.ContainsKey("Forwarded");

    private static void Tell(ApiCall call, IReadOnlyList<(Letter Letter, long ReceivedAtMs)> letters)
    {
        call.Answer.BeginObject().Name("letters"u8).BeginArray();
        foreach ((Letter letter, long received) in letters)
        {
            call.Answer.BeginObject().Name("to"u8).String(letter.To).Name("subject"u8).String(letter.Subject).Name("text"u8).String(letter.Text);
            call.Answer.Name("received"u8).Number(received).EndObject();
        }
        call.Answer.EndArray().EndObject();
    }

    private static bool IsDone(ApiCall call, Refusal? refusal)
    {
        if (refusal is null) return true;
        call.Refuse(IdentityProblem.Of(refusal));
        return false;
    }

    private static (string Ticket, string Password)? ResetFields(ApiCall call)
    {
        var body = new Body(call.Payload, ResetBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        (string Ticket, string Password) given = (body.String(ResetBody.Shape.Ticket), body.String(ResetBody.Shape.NewPassword));
        if (body.Problem is null) return given;
        call.Refuse(body.Problem);
        return null;
    }
}
