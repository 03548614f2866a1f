using System.Reflection;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Twin;

public sealed partial class TwinEngine
{
    private sealed record Layout(int Size, List<(int Offset, int Size)> Zeros, List<(int Offset, int Size, HashSet<ulong>? Values, ulong Mask)> Enums, int ClientIdAt);

    private static readonly Dictionary<CommandKind, Layout> Layouts = typeof(ICommandBody).Assembly.GetTypes()
        .Where(t => t.IsValueType && typeof(ICommandBody).IsAssignableFrom(t))
        .ToDictionary(t => (CommandKind)t.GetProperty("Kind")!.GetValue(null)!, LayoutOf);

    /// <summary>Enumerations whose zero means "none given" where the layout says so.</summary>
    private static bool MayBeZero(Type body, Type field) =>
        field == typeof(StpMode) || field == typeof(TriggerRef) || field == typeof(BreachAction) || (body == typeof(MassCancel) && field == typeof(Side));

    private static Layout LayoutOf(Type body)
    {
        var layout = new Layout(Marshal.SizeOf(body), [], [], -1);
        int clientId = -1;
        void Walk(Type type, int at)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                int offset = at + (int)Marshal.OffsetOf(type, field.Name);
                if (field.Name.StartsWith("_reserved", StringComparison.Ordinal)) layout.Zeros.Add((offset, Marshal.SizeOf(field.FieldType)));
                else if (field.FieldType == typeof(ClientOrderId)) clientId = offset;
                else if (field.FieldType == typeof(Limits)) Walk(typeof(Limits), offset);
                else if (field.FieldType.IsEnum) layout.Enums.Add(Rule(body, field.FieldType, offset));
            }
        }
        Walk(body, 0);
        return layout with { ClientIdAt = clientId };
    }

    private static (int, int, HashSet<ulong>?, ulong) Rule(Type body, Type type, int offset)
    {
        int size = Marshal.SizeOf(Enum.GetUnderlyingType(type));
        ulong[] values = [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => Convert.ToUInt64(v))];
        if (type.GetCustomAttribute<FlagsAttribute>() is not null) return (offset, size, null, values.Aggregate(0UL, (a, b) => a | b));
        HashSet<ulong> allowed = [.. values];
        if (MayBeZero(body, type)) allowed.Add(0);
        return (offset, size, allowed, 0);
    }

    /// <summary>Length, version, enumerations, reserved bytes; then the client id's spelling.</summary>
    private static RejectCode WellFormed(in Command command)
    {
        if (!Layouts.TryGetValue(command.Header.Kind, out Layout? layout)) return RejectCode.BadValue;
        if (command.Header.Length != CommandHeader.Size + layout.Size || command.Header.Version != 1 || command.Header.Reserved != 0) return RejectCode.BadValue;
        ReadOnlySpan<byte> body = Command.BodyBytesOf(in command);
        foreach ((int offset, int size) in layout.Zeros)
        {
            if (body.Slice(offset, size).ContainsAnyExcept((byte)0)) return RejectCode.BadValue;
        }
        foreach ((int offset, int size, HashSet<ulong>? values, ulong mask) in layout.Enums)
        {
            ulong value = size == 1 ? body[offset] : MemoryMarshal.Read<ushort>(body[offset..]);
            if (values is null ? (value & ~mask) != 0 : !values.Contains(value)) return RejectCode.BadValue;
        }
        if (layout.ClientIdAt >= 0 && !MemoryMarshal.Read<ClientOrderId>(body[layout.ClientIdAt..]).IsWellFormed()) return RejectCode.BadClientId;
        return BadYesOrNo(command) ? RejectCode.BadValue : RejectCode.None;
    }

    private static bool BadYesOrNo(in Command command) => command.Header.Kind switch
    {
        CommandKind.SetKey => Command.Body<SetKey>(command).Revoke > 1,
        CommandKind.SetMmp => Command.Body<SetMmp>(command).ResetOnly > 1,
        CommandKind.SetDeadMan => Command.Body<SetDeadMan>(command).DropProtective > 1 || Command.Body<SetDeadMan>(command).Flatten > 1,
        CommandKind.SetBackstop => Command.Body<SetBackstop>(command).IntakeOff > 1,
        CommandKind.ListMarket => Command.Body<ListMarket>(command).StrictIsolated > 1,
        _ => false,
    };
}
