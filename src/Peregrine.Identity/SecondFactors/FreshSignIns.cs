using Peregrine.Identity.Audit;
using Peregrine.Identity.Sessions;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.SecondFactors;

/// <summary>How surely somebody showed anew that a session is his. Numbers are stored: never reused.</summary>
internal enum Freshness : byte
{
    None = 0,
    /// <summary>A provider named him that does not say when he signed in there: its cookie in his browser may have been all he had.</summary>
    Present = 1,
    /// <summary>He gave his password, or a provider says that he signed in there just now.</summary>
    Fresh = 2,
}

/// <summary>Which sessions showed anew whose they are, by the way their owner comes in: without that no session changes who gets in.</summary>
internal sealed class FreshSignIns(AuditTrail audit, IdentityOptions options, TimeProvider time)
{
    public void Mark(Statements s, PersonId person, Id128 session, Freshness how, SignInMethod by, Caller caller)
    {
        s.Run("UPDATE sessions SET fresh_at = $3, freshness = $4 WHERE id = $1 AND person = $2", session.ToBytes(), person.Value, time.NowMs(), (int)how);
        audit.Add(s, Act.SignedInAfresh, person, person, caller, session.ToString(), $"{by}, {how}");
    }

    /// <summary>Of the last minutes, in a session that is alive.</summary>
    public Freshness Of(Statements s, PersonId person, Id128 session)
    {
        // The one number holds both: nobody sees the time of one and the strength of another.
        long marked = s.Number("SELECT 4 * fresh_at + freshness FROM sessions WHERE id = $1 AND person = $2 AND ended_at IS NULL", session.ToBytes(), person.Value);
        long age = time.NowMs() - marked / 4;
        // A clock that was set back must not make minutes of days.
        bool isRecent = age < (long)options.StepUpLife.TotalMilliseconds && age >= -(long)options.ClockSkew.TotalMilliseconds;
        return isRecent ? (Freshness)(marked % 4) : Freshness.None;
    }

    public static Refusal Needed() => new(IdentityCode.FreshSignInNeeded, "Sign in once more in this session before you change who gets in.");
}
