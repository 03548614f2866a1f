using System.Text;

namespace Peregrine.Gateway.Json;

/// <summary>The names of an enumeration on the wire, lower camel case, both ways.</summary>
internal abstract class Choices
{
    private readonly byte[][] _byValue;

    protected Choices(IEnumerable<(string Name, int Value)> members)
    {
        All = [.. members.Select(m => new Choice(m.Name, Encoding.ASCII.GetBytes(m.Name), m.Value))];
        _byValue = new byte[All.Max(c => c.Value) + 1][];
        foreach (Choice choice in All) _byValue[choice.Value] ??= choice.Utf8;
        Listed = string.Join(", ", All.Select(c => c.Name));
    }

    public Choice[] All { get; }

    /// <summary>For the sentence that says what was expected.</summary>
    public string Listed { get; }

    /// <summary>The name of a value; "none" for one that has none.</summary>
    public ReadOnlySpan<byte> NameOf(int value) => (uint)value < (uint)_byValue.Length && _byValue[value] is { } name ? name : "none"u8;

    public bool TryParse(ReadOnlySpan<byte> name, out int value)
    {
        foreach (Choice choice in All)
        {
            if (!name.SequenceEqual(choice.Utf8)) continue;
            value = choice.Value;
            return true;
        }
        value = 0;
        return false;
    }

    public static string LowerCamel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    internal readonly record struct Choice(string Name, byte[] Utf8, int Value);
}

/// <summary>The members of <typeparamref name="T"/> that clients may name; all of them when none are given.</summary>
internal sealed class Choices<T>(params T[] members) : Choices((members.Length == 0 ? Enum.GetValues<T>() : members)
    .Where(m => Convert.ToInt32(m, null) != 0).Select(m => (LowerCamel(m.ToString()), Convert.ToInt32(m, null))))
    where T : struct, Enum;

/// <summary>Names that stand for no enumeration of the engine.</summary>
internal sealed class NamedChoices(params string[] names) : Choices(names.Select((name, i) => (name, i + 1)));
