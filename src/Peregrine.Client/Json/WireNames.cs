using System.Text;

namespace Peregrine.Client.Json;

/// <summary>The names of an enumeration on the wire, lower camel case.</summary>
internal static class WireNames<T>
    where T : struct, Enum
{
    private static readonly (T Value, byte[] Name)[] All = [.. Enum.GetValues<T>().Select(v => (v, Encoding.ASCII.GetBytes(LowerCamel(v.ToString()))))];

    public static ReadOnlySpan<byte> Of(T value)
    {
        foreach ((T member, byte[] name) in All)
        {
            if (EqualityComparer<T>.Default.Equals(member, value)) return name;
        }
        throw new ArgumentOutOfRangeException(nameof(value), value, "It has no name on the wire.");
    }

    /// <summary>The value of a name; the default for one that this client does not know.</summary>
    public static T Parse(ReadOnlySpan<byte> name)
    {
        foreach ((T member, byte[] known) in All)
        {
            if (name.SequenceEqual(known)) return member;
        }
        return default;
    }

    private static string LowerCamel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
