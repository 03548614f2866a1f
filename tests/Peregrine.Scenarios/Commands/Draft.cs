using Peregrine.Core;
using Peregrine.Scenarios.Language;
using Peregrine.Scenarios.Values;

namespace Peregrine.Scenarios.Commands;

/// <summary>What the name after <c>as</c> will stand for.</summary>
public enum NameKind
{
    Order,
    Scale,
    Account,
    Key,
    Withdrawal,
}

/// <summary>A command before it is stamped: its body in a box, the header's settings, and the name it gives.</summary>
public sealed class Draft(Type type, object body)
{
    private readonly HashSet<string> _set = new(StringComparer.Ordinal);

    public Type Type { get; } = type;
    public object Body { get; } = body;
    public IReadOnlyList<Field> Fields { get; } = Field.Of(type);
    public int Account { get; set; }
    public int Key { get; set; }
    public string? Name { get; set; }
    public NameKind NameKind { get; set; }
    public byte? Version { get; set; }
    public ushort? Length { get; set; }
    public int Origin { get; set; }
    public long Correlation { get; set; }

    /// <summary>Takes back the name that a listing gave, when it is refused.</summary>
    public Action? Undo { get; set; }

    /// <summary>Bytes of the body to overwrite, for what no field can say.</summary>
    public List<(int At, byte Value)> Patches { get; } = [];

    public Field? FieldOf(string name) => Fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));

    public bool WasSet(string name) => _set.Contains(name);

    public void Set(string name, Token word, Scope scope)
    {
        Field field = FieldOf(name) ?? throw new LanguageException(word, $"{Spelling.Kebab(Type.Name)} has no field '{name}'");
        Put(name, ValueReader.Read(field, word, scope));
    }

    public void Put(string name, object value)
    {
        FieldOf(name)!.Set(Body, value);
        _set.Add(name);
    }

    public void AddFlags(Token word)
    {
        Field field = FieldOf("flags")!;
        OrderFlags flags = (OrderFlags)field.Get(Body) | (OrderFlags)EnumWords.Read(typeof(OrderFlags), word);
        Put("flags", flags);
    }

    public T Get<T>(string name) => (T)FieldOf(name)!.Get(Body);
}
