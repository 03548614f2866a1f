using Peregrine.Core;
using Peregrine.Identity.Audit;
using Peregrine.Identity.Payouts;
using Peregrine.Identity.People;
using Peregrine.Identity.SecondFactors;
using Peregrine.Identity.Tests.Links;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.SecondFactors;

public class FactorResetTests
{
    private static readonly PersonId Officer = new(101), Operator = new(102);

    [Fact]
    public async Task It_stays_on_for_a_day_and_then_every_session_ends_and_money_waits_through_a_restart()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        App.TurnOn(home, ada);
        PayoutAddress address = home.Registry.Payouts.Add(ada.Person.Id, new Wallet(1).Address, "mine", Home.Caller).Value!;
        home.Registry.FactorResets.Allow(Reset(home, ada), Home.Caller);
        home.Time.Pass(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        home.Registry.Tend();
        Assert.True(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        home.Restart();
        home.Time.Pass(TimeSpan.FromMilliseconds(1));
        home.Registry.Tend();
        Assert.Equal(new SecondFactorState(false, 0, 0), home.Registry.SecondFactors.Of(ada.Person.Id));
        Assert.Empty(home.Registry.Sessions.Of(ada.Person.Id));
        Assert.Empty(home.Registry.FactorResets.Waiting);
        Assert.True((await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).IsOk);
        Refusal early = home.Registry.Payouts.Reserve(ada.Person.Id, Payout(address), Home.Caller)!;
        Assert.Equal((IdentityCode.PayoutsWait, 24 * 3600 * 1000), (early.Code, early.RetryAfterMs));
        home.Restart();
        home.Time.Pass(TimeSpan.FromHours(24));
        Assert.Null(home.Registry.Payouts.Reserve(ada.Person.Id, Payout(address), Home.Caller));
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("was taken off", home.Box!.Letters[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_stops_it_by_the_link_of_the_letter_once()
    {
        using var home = new Home(box: new PostBox());
        SignedIn ada = await home.Join();
        (App app, _) = App.TurnOn(home, ada);
        home.Registry.FactorResets.Allow(Reset(home, ada), Home.Caller);
        string ticket = await home.Box!.Ticket(home);
        Assert.Equal("ticket", home.Registry.FactorResets.StopByLetter(new string('0', ticket.Length), Home.Caller)!.Field);
        home.Restart();
        Assert.Null(home.Registry.FactorResets.StopByLetter(ticket, Home.Caller));
        Assert.NotNull(home.Registry.FactorResets.StopByLetter(ticket, Home.Caller));
        home.Time.Pass(TimeSpan.FromDays(2));
        home.Registry.Tend();
        Assert.True(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        Assert.Null(home.Registry.SecondFactors.StepUp(ada.Person.Id, ada.Tokens.Session, app.Code(), Home.Caller));
        await home.Registry.Mail.Deliver(CancellationToken.None);
        Assert.Contains("stays on", home.Box.Letters[^1].Subject, StringComparison.Ordinal);
        Act[] acts = [.. home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 3).Select(static e => e.Act)];
        Assert.Equal([Act.SteppedUp, Act.FactorResetStopped, Act.FactorResetAllowed], acts);
    }

    [Fact]
    public async Task Its_owner_stops_it_in_a_session_and_nobody_stops_anothers()
    {
        using var home = new Home();
        SignedIn ada = await home.Join(), bob = await home.Join("bob@example.org");
        App.TurnOn(home, ada);
        FactorReset reset = Reset(home, ada);
        home.Registry.FactorResets.Allow(reset, Home.Caller);
        Assert.Equal(reset.AllowedAtMs + 24 * 3600 * 1000, home.Registry.FactorResets.Of(ada.Person.Id)!.DueAtMs);
        Assert.Equal(IdentityCode.NotNow, home.Registry.FactorResets.Stop(bob.Person.Id, Home.Caller)!.Code);
        Assert.Null(home.Registry.FactorResets.Stop(ada.Person.Id, Home.Caller));
        Assert.NotNull(home.Registry.FactorResets.Stop(ada.Person.Id, Home.Caller));
        // The same word heard again, as after a crash, begins nothing anew.
        home.Registry.FactorResets.Allow(reset, Home.Caller);
        Assert.Empty(home.Registry.FactorResets.Waiting);
    }

    [Fact]
    public async Task The_venue_takes_its_word_back_by_the_proposals_number()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        App.TurnOn(home, ada);
        home.Registry.FactorResets.Allow(Reset(home, ada), Home.Caller);
        Assert.False(home.Registry.FactorResets.TakeBack(8, Operator, Home.Caller));
        Assert.True(home.Registry.FactorResets.TakeBack(9, Operator, Home.Caller));
        home.Time.Pass(TimeSpan.FromDays(2));
        home.Registry.Tend();
        Assert.True(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        AuditEntry last = home.Registry.Audit.Of(ada.Person.Id, long.MaxValue, 1)[0];
        Assert.Equal((Act.FactorResetStopped, Operator, "TakenBack"), (last.Act, last.Actor, last.Detail));
    }

    [Fact]
    public async Task Who_has_none_or_waits_already_or_turned_it_off_himself_loses_nothing()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Registry.FactorResets.Allow(Reset(home, ada), Home.Caller);
        Assert.Empty(home.Registry.FactorResets.Waiting);
        (App app, _) = App.TurnOn(home, ada);
        home.Registry.FactorResets.Allow(Reset(home, ada, seq: 20), Home.Caller);
        home.Registry.FactorResets.Allow(Reset(home, ada, seq: 21), Home.Caller);
        Assert.Equal(20, Assert.Single(home.Registry.FactorResets.Waiting).Seq);
        Assert.Null(home.Registry.SecondFactors.TurnOff(ada.Person.Id, app.Code(), Home.Caller));
        Assert.Empty(home.Registry.FactorResets.Waiting);
        App.TurnOn(home, ada);
        home.Time.Pass(TimeSpan.FromDays(2));
        home.Registry.Tend();
        Assert.True(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        Assert.NotEmpty(home.Registry.Sessions.Of(ada.Person.Id));
    }

    [Fact]
    public async Task A_challenge_that_the_factor_was_to_answer_ends_with_it()
    {
        using var home = new Home(Home.Quick with { FactorResetDelay = TimeSpan.Zero });
        SignedIn ada = await home.Join();
        App.TurnOn(home, ada);
        string challenge = (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Refusal!.Challenge!;
        home.Registry.FactorResets.Allow(Reset(home, ada), Home.Caller);
        Assert.False(home.Registry.SecondFactors.Of(ada.Person.Id).IsOn);
        Assert.Equal(IdentityCode.TokenInvalid, (await home.Registry.Entrance.SignInByCode(challenge, "000000", Home.Caller)).Refusal!.Code);
    }

    private static FactorReset Reset(Home home, SignedIn person, long seq = 10) =>
        new(seq, Change: seq - 1, person.Person.Id, Officer, Operator, home.Time.GetUtcNow().ToUnixTimeMilliseconds());

    private static Payout Payout(PayoutAddress address) => new(1, new RequestKey(1, 1), address.Id, "USDC", 1, new(1));
}
