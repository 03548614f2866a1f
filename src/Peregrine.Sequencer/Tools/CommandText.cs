using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Peregrine.Core;

namespace Peregrine.Sequencer.Tools;

/// <summary>A command as a line for people: its header, and those fields of its body that are not zero.</summary>
internal static class CommandText
{
    private static readonly FrozenDictionary<CommandKind, Type> Bodies = typeof(ICommandBody).Assembly.GetTypes()
        .Where(static type => type.IsValueType && type.IsAssignableTo(typeof(ICommandBody)))
        .ToFrozenDictionary(static type => (CommandKind)type.GetProperty(nameof(ICommandBody.Kind))!.GetValue(null)!);

    public static string Of(in Command command)
    {
        CommandHeader header = command.Header;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{header.Seq} {header.TimeNs} {header.Kind} account {header.Account} key {header.Key}");
        if (header.GroupCount > 1) text.Append(CultureInfo.InvariantCulture, $" member {header.GroupIndex + 1} of {header.GroupCount}");
        text.Append(CultureInfo.InvariantCulture, $" origin {header.Origin}/{header.Correlation}:");
        AppendBody(text, in command);
        return text.ToString();
    }

    private static void AppendBody(StringBuilder text, in Command command)
    {
        ReadOnlySpan<byte> body = Command.BodyBytesOf(in command);
        if (!Bodies.TryGetValue(command.Header.Kind, out Type? type) || Marshal.SizeOf(type) != body.Length)
        {
            // No command at all, and the engine will say so: its bytes are all that can be told.
            text.Append(' ').Append(Convert.ToHexString(body));
            return;
        }
        object value = Box(type, body);
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            object one = field.GetValue(value)!;
            if (!one.Equals(Activator.CreateInstance(field.FieldType))) text.Append(CultureInfo.InvariantCulture, $" {field.Name}={one}");
        }
    }

    private static object Box(Type type, ReadOnlySpan<byte> body) =>
        typeof(CommandText).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, [body.ToArray()])!;

    private static T Read<T>(byte[] body) where T : unmanaged => MemoryMarshal.Read<T>(body);
}
