using Peregrine.Core;

namespace Peregrine.Identity;

/// <summary>A no, with a sentence for whoever asked.</summary>
public sealed record Refusal(IdentityCode Code, string Text)
{
    /// <summary>The field of the request that does not do.</summary>
    public string? Field { get; init; }

    /// <summary>When it is worth coming back; 0 when waiting does not help.</summary>
    public long RetryAfterMs { get; init; }

    /// <summary>The engine's own reason, where it was the one that said no.</summary>
    public RejectCode Engine { get; init; }

    /// <summary>What the second factor is shown to, where that is all that is missing to come in.</summary>
    public string? Challenge { get; init; }

    internal static Refusal BadField(string field, string text) => new(IdentityCode.BadField, text) { Field = field };

    internal static Refusal Busy(long retryAfterMs) => new(IdentityCode.Busy, "The venue has too much to do right now.") { RetryAfterMs = retryAfterMs };
}
