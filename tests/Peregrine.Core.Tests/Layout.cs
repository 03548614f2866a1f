using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core.Tests;

/// <summary>One pinned struct: where its fields lie, down to the plain numbers, and what its bytes are when each field holds something else.</summary>
internal sealed class Layout
{
    private readonly List<(string Path, int Offset, int Size, string Type)> _fields = [];

    public Layout(Type type)
    {
        Type = type;
        Size = SizeOf(type);
        Walk(type, "", 0);
    }

    public Type Type { get; }
    public int Size { get; }

    /// <summary>Bytes that belong to no field: what is there is whatever the stack held.</summary>
    public List<int> Holes
    {
        get
        {
            bool[] used = new bool[Size];
            foreach ((_, int offset, int size, _) in _fields) used.AsSpan(offset, size).Fill(true);
            return [.. Enumerable.Range(0, Size).Where(i => !used[i])];
        }
    }

    public IEnumerable<string> Lines(string title)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{title} {Type.Name} {Size}");
        foreach ((string path, int offset, int size, string type) in _fields) yield return string.Create(CultureInfo.InvariantCulture, $"  {offset,3} {size,2} {path} {type}");
        yield return "  = " + Convert.ToHexStringLower(Sample());
    }

    /// <summary>The struct with every number set by its place, copied out as the journal would: shows the order of the bytes.</summary>
    private byte[] Sample()
    {
        object value = RuntimeHelpers.GetUninitializedObject(Type);
        int next = 1;
        value = Fill(Type, value, ref next);
        byte[] bytes = new byte[Size];
        GCHandle handle = GCHandle.Alloc(value, GCHandleType.Pinned);
        Marshal.Copy(handle.AddrOfPinnedObject(), bytes, 0, Size);
        handle.Free();
        return bytes;
    }

    private static object Fill(Type type, object value, ref int next)
    {
        Type plain = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
        if (plain.IsPrimitive)
        {
            // A number of this width whose bytes count up from the lowest: little-endian shows as 01 02 03 04.
            ulong number = 0;
            int size = SizeOf(plain);
            for (int i = 0; i < size; i++) number |= (ulong)(byte)(((next++ - 1) % 127) + 1) << (8 * i);
            object primitive = Convert.ChangeType(number, plain, CultureInfo.InvariantCulture);
            return type.IsEnum ? Enum.ToObject(type, primitive) : primitive;
        }
        if (type.GetCustomAttribute<InlineArrayAttribute>() is not null) return value;
        foreach (FieldInfo field in Fields(type)) field.SetValue(value, Fill(field.FieldType, field.GetValue(value)!, ref next));
        return value;
    }

    private void Walk(Type type, string path, int at)
    {
        foreach (FieldInfo field in Fields(type))
        {
            int offset = at + OffsetOf(type, field);
            string name = path.Length == 0 ? NameOf(field) : $"{path}.{NameOf(field)}";
            bool whole = field.FieldType.IsPrimitive || field.FieldType.IsEnum || field.FieldType.GetCustomAttribute<InlineArrayAttribute>() is not null;
            if (whole || Fields(field.FieldType) is [_]) _fields.Add((name, offset, SizeOf(field.FieldType), field.FieldType.Name));
            else Walk(field.FieldType, name, offset);
        }
    }

    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>')] : field.Name;

    private static FieldInfo[] Fields(Type type) => [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => OffsetOf(type, f))];

    private static int SizeOf(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    // What the runtime does and not what a marshaller would: set the field, look which bytes changed.
    private static int OffsetOf(Type type, FieldInfo field)
    {
        int size = SizeOf(type);
        object value = RuntimeHelpers.GetUninitializedObject(type);
        object ones = RuntimeHelpers.GetUninitializedObject(field.FieldType);
        GCHandle pin = GCHandle.Alloc(ones, GCHandleType.Pinned);
        Marshal.Copy(Enumerable.Repeat((byte)1, SizeOf(field.FieldType)).ToArray(), 0, pin.AddrOfPinnedObject(), SizeOf(field.FieldType));
        pin.Free();
        field.SetValue(value, ones);
        byte[] bytes = new byte[size];
        GCHandle handle = GCHandle.Alloc(value, GCHandleType.Pinned);
        Marshal.Copy(handle.AddrOfPinnedObject(), bytes, 0, size);
        handle.Free();
        return Array.IndexOf(bytes, (byte)1);
    }
}
