namespace Peregrine.Client;

/// <summary>Thrown by <see cref="Reply{T}.Value"/> for callers who take a no for an accident.</summary>
public sealed class RefusedException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Message}")
{
    public Refusal Refusal { get; } = refusal;
}
