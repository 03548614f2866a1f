using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>Walks the messages in a run of bytes, as <see cref="AccountViews.ReadPrivate"/> copied them.</summary>
public ref struct PrivateReader(ReadOnlySpan<byte> messages)
{
    private ReadOnlySpan<byte> _rest = messages;
    private ReadOnlySpan<byte> _current;

    public readonly ref readonly PrivateMessage Header => ref MemoryMarshal.AsRef<PrivateMessage>(_current);

    /// <summary>Header and body.</summary>
    public readonly ReadOnlySpan<byte> Message => _current;

    public readonly ReadOnlySpan<byte> Body => _current[PrivateMessage.Size..];

    public bool Next()
    {
        if (_rest.Length < PrivateMessage.Size) return false;
        int length = MemoryMarshal.AsRef<PrivateMessage>(_rest).Length;
        Invariant.That(length >= PrivateMessage.Size && length <= _rest.Length, "a private message is cut off");
        _current = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>The body as what its channel or kind says that it is.</summary>
    public readonly T As<T>() where T : unmanaged
    {
        Invariant.That(Body.Length >= Unsafe.SizeOf<T>(), "a private message was read as something longer");
        return MemoryMarshal.Read<T>(Body);
    }
}
