using System.Diagnostics.CodeAnalysis;

namespace Peregrine.Client;

/// <summary>What came back: a value, or a no with its reason. Exceptions are for cancellation and for mistakes of the caller.</summary>
public readonly struct Reply<T>
{
    private readonly T? _value;

    internal Reply(T value) => _value = value;

    internal Reply(Refusal refusal) => Refusal = refusal;

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsOk => Refusal is null;

    /// <exception cref="RefusedException">It was refused.</exception>
    public T Value => IsOk ? _value! : throw new RefusedException(Refusal);
}
