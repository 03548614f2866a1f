using System.Text;
using Peregrine.Core;

namespace Peregrine.Gateway.Json;

/// <summary>A field of a body: its name, what it takes, and its place among the fields of its shape.</summary>
internal sealed record Field(int Index, string Name, FieldType Type, string Text)
{
    public byte[] Utf8 { get; } = Encoding.ASCII.GetBytes(Name);

    /// <summary>Its bit where a set of fields is a word.</summary>
    public ulong Bit => 1UL << Index;

    public bool IsRequired { get; init; }
}

/// <summary>The fields an object may have. Codecs read by it and the API's document is written from it, so the two cannot differ.</summary>
internal abstract class BodyShape(string name)
{
    public const int FieldsMax = 64;
    private Field[] _fields = [];

    /// <summary>Its name in the document.</summary>
    public string Name => name;

    public Field[] Fields => _fields;

    public ulong Required { get; private set; }

    protected Field Needed(string field, FieldType type, string text)
    {
        Field made = Add(new Field(_fields.Length, field, type, text) { IsRequired = true });
        Required |= made.Bit;
        return made;
    }

    protected Field Optional(string field, FieldType type, string text) => Add(new Field(_fields.Length, field, type, text));

    public Field? Find(ReadOnlySpan<byte> name)
    {
        foreach (Field field in _fields)
        {
            if (name.SequenceEqual(field.Utf8)) return field;
        }
        return null;
    }

    private Field Add(Field field)
    {
        Invariant.That(_fields.Length < FieldsMax, "a set of fields is one word");
        _fields = [.. _fields, field];
        return field;
    }
}
