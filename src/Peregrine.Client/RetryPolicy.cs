namespace Peregrine.Client;

/// <summary>How often and how patiently the client asks again. Only what was surely not done is sent again; what is in doubt never is.</summary>
/// <param name="Tries">In all; 1 never asks again.</param>
/// <param name="Longest">A venue that wants a longer wait gets none: its no is handed on.</param>
public sealed record RetryPolicy(int Tries, TimeSpan Longest)
{
    public static readonly RetryPolicy Usual = new(4, TimeSpan.FromSeconds(5));
    public static readonly RetryPolicy Never = new(1, TimeSpan.Zero);

    /// <summary>How long to wait before the next try; null to give up.</summary>
    /// <remarks><paramref name="changes"/>: The request changes something; a question may also be asked again when its answer was lost. <paramref name="tried"/>: Tries so far.</remarks>
    public TimeSpan? Next(Refusal refusal, bool changes, int tried)
    {
        bool mayAskAgain = refusal.Standing == Standing.NotNow ? !refusal.Is(Codes.ReadOnly) : refusal.Standing == Standing.InDoubt && !changes;
        if (!mayAskAgain || tried >= Tries) return null;
        TimeSpan wait = TimeSpan.FromMilliseconds(refusal.RetryAfterMs > 0 ? refusal.RetryAfterMs : 25 << Math.Min(tried, 10));
        return wait <= Longest ? wait : null;
    }
}
