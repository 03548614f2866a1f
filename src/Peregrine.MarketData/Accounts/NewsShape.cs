using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>How the bytes of private messages are to be read, in one number: another program's are only taken when it is the same.</summary>
/// <remarks>Messages are records as they lie in memory. So the number is made of every field's name, place and type, of all that may stand in one.</remarks>
public static class NewsShape
{
    public static ulong Number { get; } = Of(
    [
        typeof(PrivateMessage), typeof(OrderFacts), typeof(FillFacts), typeof(PositionFacts), typeof(BalanceFacts), typeof(PrivateChannel), typeof(EventKind),
        .. typeof(IEventBody).Assembly.GetTypes().Where(static t => t.IsValueType && t.IsAssignableTo(typeof(IEventBody))).OrderBy(static t => t.FullName, StringComparer.Ordinal),
    ]);

    /// <summary>Of records and what they are made of.</summary>
    internal static ulong Of(IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (Type type in types) Describe(type, text);
        return BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Describe(Type type, StringBuilder text)
    {
        text.Append(type.Name);
        if (type.IsEnum)
        {
            foreach (object value in Enum.GetValuesAsUnderlyingType(type)) text.Append(' ').Append(Enum.GetName(type, value)).Append('=').Append(value);
        }
        else if (!type.IsPrimitive)
        {
            text.Append(' ').Append(type.StructLayoutAttribute?.Pack).Append(' ').Append(SizeOf(type)).Append('{');
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                text.Append(field.Name).Append(' ').Append(field.GetCustomAttribute<FieldOffsetAttribute>()?.Value).Append(' ');
                Describe(field.FieldType, text);
            }
            text.Append('}');
        }
        text.Append(';');
    }

    private static int SizeOf(Type type) =>
        (int)typeof(System.Runtime.CompilerServices.Unsafe).GetMethod(nameof(System.Runtime.CompilerServices.Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
