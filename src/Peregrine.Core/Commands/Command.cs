using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>A body that fits behind a <see cref="CommandHeader"/>.</summary>
public interface ICommandBody
{
    static abstract CommandKind Kind { get; }
}

/// <summary>One ring slot: a header and the bytes of one body.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public struct Command
{
    public const int Size = 256;
    public const int BodyMax = Size - CommandHeader.Size;

    public CommandHeader Header;
    private BodyBytes _body;

    public static Command Of<T>(in T body, int account = 0, int key = 0) where T : unmanaged, ICommandBody
    {
        Command command = default;
        Begin<T>(ref command, account, key) = body;
        return command;
    }

    /// <summary>Starts a command in the slot it will be read from; the caller fills the body, which begins as zero.</summary>
    /// <remarks>What lay in the slot behind the body stays there: the header's length covers it no more.</remarks>
    public static ref T Begin<T>(ref Command command, int account = 0, int key = 0) where T : unmanaged, ICommandBody
    {
        command.Header = default;
        command.Header.Length = (ushort)(CommandHeader.Size + Unsafe.SizeOf<T>());
        command.Header.Kind = T.Kind;
        command.Header.Version = 1;
        command.Header.Account = account;
        command.Header.Key = key;
        ref T body = ref Unsafe.As<BodyBytes, T>(ref command._body);
        body = default;
        return ref body;
    }

    /// <summary>Starts a command whose body is copied as bytes; whether they are what the kind says is asked of every command later.</summary>
    internal static Span<byte> Begin(ref Command command, CommandKind kind, int length)
    {
        command = default;
        command.Header.Length = (ushort)(CommandHeader.Size + length);
        command.Header.Kind = kind;
        command.Header.Version = 1;
        return MemoryMarshal.CreateSpan(ref Unsafe.As<BodyBytes, byte>(ref command._body), length);
    }

    /// <summary>The body as its kind says; asking for another kind is a bug.</summary>
    public static ref readonly T Body<T>(in Command command) where T : unmanaged, ICommandBody
    {
        Invariant.That(command.Header.Kind == T.Kind, "a command was read as another kind");
        return ref Unsafe.As<BodyBytes, T>(ref Unsafe.AsRef(in command._body));
    }

    /// <summary>The bytes of the body that the header's length covers.</summary>
    public static ReadOnlySpan<byte> BodyBytesOf(in Command command) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<BodyBytes, byte>(ref Unsafe.AsRef(in command._body)), command.Header.Length - CommandHeader.Size);

    [InlineArray(BodyMax)]
    private struct BodyBytes
    {
        private byte _first;
    }
}
