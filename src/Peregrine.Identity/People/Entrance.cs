using Peregrine.Identity.Accounts;
using Peregrine.Identity.Audit;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tickets;

namespace Peregrine.Identity.People;

/// <summary>The last step of every way in: a session, or the question for the second factor first.</summary>
public sealed class Entrance
{
    private readonly SessionDesk _sessions;
    private readonly AccountDesk _accounts;
    private readonly TicketOffice _tickets;
    private readonly SecondFactorDesk _factors;
    private readonly AuditTrail _audit;
    private readonly IdentityOptions _options;

    internal Entrance(SessionDesk sessions, AccountDesk accounts, TicketOffice tickets, SecondFactorDesk factors, AuditTrail audit, IdentityOptions options) =>
        (_sessions, _accounts, _tickets, _factors, _audit, _options) = (sessions, accounts, tickets, factors, audit, options);

    /// <summary>Shows the second factor to the challenge that the first step was answered with. A wrong code may be followed by another; a good one uses the challenge up.</summary>
    public ValueTask<Result<SignedIn>> SignInByCode(string challenge, string code, Caller caller)
    {
        Refusal refusal = new(IdentityCode.TokenInvalid, "This sign-in has taken too long; begin again.");
        // How it began is in the ticket, which is read again inside the transaction.
        SignInMethod method = SignInMethod.Password;
        SessionGrant? grant = _sessions.Begin(() => method, caller, s =>
        {
            if (_tickets.Find(s, TicketPurpose.SecondFactor, challenge) is not { } ticket) return null;
            if (_factors.Check(s, ticket.Person, code, caller) is { } wrong)
            {
                refusal = wrong;
                return null;
            }
            _tickets.Take(s, TicketPurpose.SecondFactor, challenge);
            method = Enum.Parse<SignInMethod>(ticket.Data);
            return PeopleDesk.Find(s, ticket.Person)?.Person;
        });
        return Finish(grant, refusal);
    }

    /// <summary>Lets in whom <paramref name="admit"/> names, in one transaction with what it writes.</summary>
    /// <param name="method">How he came.</param>
    /// <param name="caller">From where.</param>
    /// <param name="admit">Who comes in; none when nobody does.</param>
    /// <param name="no">What is said then; asked after the transaction, which may decide it.</param>
    internal ValueTask<Result<SignedIn>> Enter(SignInMethod method, Caller caller, Func<Statements, Person?> admit, Func<Refusal> no)
    {
        string? challenge = null;
        SessionGrant? grant = _sessions.Begin(() => method, caller, s =>
        {
            if (admit(s) is not { } person) return null;
            if (!SecondFactorDesk.IsOn(s, person.Id)) return person;
            challenge = _tickets.Issue(s, TicketPurpose.SecondFactor, person.Id, method.ToString(), _options.ChallengeLife);
            _audit.Add(s, Act.CodeAsked, person.Id, person.Id, caller, detail: method.ToString());
            return null;
        });
        if (grant is not null) return Finish(grant, null);
        return new(challenge is null ? no() : new Refusal(IdentityCode.SecondFactorNeeded, "Now show your second factor.") { Challenge = challenge });
    }

    private async ValueTask<Result<SignedIn>> Finish(SessionGrant? grant, Refusal? refusal)
    {
        if (grant is null) return refusal!;
        int account = await _accounts.OpenRoot(grant.Person.Id);
        return new SignedIn(grant.Person, account, _sessions.Issue(grant, account));
    }
}
