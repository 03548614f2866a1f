using System.Text;

namespace Peregrine.Gateway.Json;

/// <summary>A field of an answer.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Type">What it is.</param>
/// <param name="Text">What it means.</param>
/// <param name="IsAlways">Never left out.</param>
internal sealed record AnswerField(string Name, AnswerType Type, string Text, bool IsAlways);

/// <summary>The fields an answered object has, for the API's document.</summary>
internal abstract class AnswerShape(string name)
{
    private readonly List<AnswerField> _fields = [];

    /// <summary>Its name in the document.</summary>
    public string Name => name;

    public IReadOnlyList<AnswerField> Fields => _fields;

    /// <summary>A list of these, or whatever it is told.</summary>
    public AnswerType Listed => AnswerType.List(this);

    protected void Add(AnswerField field) => _fields.Add(field);
}

/// <summary>An answered object whose fields are written from this table: so its document cannot differ from it.</summary>
internal sealed class AnswerShape<T>(string name) : AnswerShape(name)
{
    private readonly List<Column> _columns = [];

    /// <summary>Writes a field's value.</summary>
    public delegate void Put(JsonText json, in T value);

    /// <summary>Whether a field is there.</summary>
    public delegate bool When(in T value);

    private readonly record struct Column(byte[] Name, Put Put, When? When);

    /// <summary>A field that is there whenever <paramref name="when"/> says so, or always.</summary>
    public AnswerShape<T> With(string field, AnswerType type, string text, Put put, When? when = null)
    {
        Add(new AnswerField(field, type, text, when is null));
        _columns.Add(new Column(Encoding.ASCII.GetBytes(field), put, when));
        return this;
    }

    public void Write(JsonText json, in T value)
    {
        json.BeginObject();
        WriteFields(json, in value);
        json.EndObject();
    }

    /// <summary>Into an object that is open.</summary>
    public void WriteFields(JsonText json, in T value)
    {
        foreach (Column column in _columns)
        {
            if (column.When is { } when && !when(in value)) continue;
            json.Name(column.Name);
            column.Put(json, in value);
        }
    }

    public void WriteList(JsonText json, ReadOnlySpan<T> values)
    {
        json.BeginArray();
        foreach (ref readonly T value in values) Write(json, in value);
        json.EndArray();
    }
}

/// <summary>An answered object that is written by hand; tests hold what is written against what is told here.</summary>
internal sealed class ToldShape(string name) : AnswerShape(name)
{
    public ToldShape With(string field, AnswerType type, string text)
    {
        Add(new AnswerField(field, type, text, IsAlways: true));
        return this;
    }

    /// <summary>A field that may be left out.</summary>
    public ToldShape Perhaps(string field, AnswerType type, string text)
    {
        Add(new AnswerField(field, type, text, IsAlways: false));
        return this;
    }

    /// <summary>All fields of another shape, which are written by its own code.</summary>
    public ToldShape All(AnswerShape of)
    {
        foreach (AnswerField field in of.Fields) Add(field);
        return this;
    }
}
