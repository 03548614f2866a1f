using System.Reflection;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Scenarios.Commands;

/// <summary>Turns a draft into the slot that the engine reads.</summary>
public static class CommandBytes
{
    private static readonly MethodInfo Make = typeof(CommandBytes).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static Command Build(Draft draft)
    {
        Command command = (Command)Make.MakeGenericMethod(draft.Type).Invoke(null, [draft.Body, draft.Account, draft.Key])!;
        command.Header.Version = draft.Version ?? command.Header.Version;
        command.Header.Length = draft.Length ?? command.Header.Length;
        command.Header.Origin = draft.Origin;
        command.Header.Correlation = draft.Correlation;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Command>(ref command));
        foreach ((int at, byte value) in draft.Patches) bytes[CommandHeader.Size + at] = value;
        return command;
    }

    private static Command Of<T>(object body, int account, int key) where T : unmanaged, ICommandBody => Command.Of((T)body, account, key);
}
