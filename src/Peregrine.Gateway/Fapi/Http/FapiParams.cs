using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Fapi.Http;

/// <summary>The parameters of a request, wherever they stood: query first, then form, or the members of a JSON object. The first thing that is wrong is remembered.</summary>
/// <remarks>Unknown ones are passed over: clients let all sorts of things through. A name that occurs twice counts where it occurs first.</remarks>
internal sealed class FapiParams
{
    private readonly List<Entry> _entries = [];
    private byte[] _bytes = new byte[512];
    private int _length;

    public FapiError? Error { get; private set; }

    public void Clear() => (_length, Error) = (Empty(), null);

    public void Refuse(FapiError? error) => Error ??= error;

    /// <summary>Adds <c>a=b&amp;c=d</c>, percent signs undone.</summary>
    public void AddForm(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            if (equals > 0) Add(pair[..equals], pair[(equals + 1)..]);
        }
    }

    /// <summary>Adds the members of a JSON object; what is null was not given.</summary>
    public void AddJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                Refuse(new FapiError(-1013, "Invalid message: parameters are one JSON object."));
                return;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) AddMember(ref reader, json);
        }
        catch (JsonException)
        {
            Refuse(new FapiError(-1013, "Invalid message: the parameters are no JSON."));
        }
    }

    public bool Has(ReadOnlySpan<byte> name) => !Text(name).IsEmpty;

    /// <summary>The text as it came; empty when it was not given.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> name)
    {
        foreach (Entry entry in _entries)
        {
            if (_bytes.AsSpan(entry.Name, entry.NameLength).SequenceEqual(name)) return _bytes.AsSpan(entry.Value, entry.ValueLength);
        }
        return default;
    }

    public string String(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(Text(name));

    /// <summary>Refuses the request when it is not there.</summary>
    public ReadOnlySpan<byte> Needed(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> text = Text(name);
        if (text.IsEmpty) Refuse(FapiError.Missing(Encoding.ASCII.GetString(name)));
        return text;
    }

    /// <summary>A whole number; <paramref name="orElse"/> when it was not given.</summary>
    public long Whole(ReadOnlySpan<byte> name, long orElse, long min = 0, long max = long.MaxValue)
    {
        ReadOnlySpan<byte> text = Text(name);
        if (text.IsEmpty) return orElse;
        if (!Utf8Parser.TryParse(text, out long value, out int used) || used != text.Length) Refuse(FapiError.Illegal(Encoding.ASCII.GetString(name), "[0-9]{1,19}"));
        else if (value < min || value > max) Refuse(FapiError.NotValid(Encoding.ASCII.GetString(name)));
        else return value;
        return orElse;
    }

    /// <summary>A limit on rows: more than there may be is as many as there may be.</summary>
    public int Limit(int usual, int most) => (int)Math.Min(most, Whole("limit"u8, usual, min: 1));

    public bool Flag(ReadOnlySpan<byte> name, bool orElse = false)
    {
        ReadOnlySpan<byte> text = Text(name);
        if (text.IsEmpty) return orElse;
        if (Ascii.EqualsIgnoreCase(text, "true"u8)) return true;
        if (!Ascii.EqualsIgnoreCase(text, "false"u8)) Refuse(FapiError.Illegal(Encoding.ASCII.GetString(name), "true, false"));
        return false;
    }

    public Ticks Price(ReadOnlySpan<byte> name, MarketTerms market, FapiError offGrid)
    {
        long ticks = Units(name, market.Terms.TickE9, offGrid);
        if (ticks > market.Terms.PriceMax.Value) Refuse(new FapiError(-4002, "Price greater than max price (PRICE_FILTER)."));
        return new Ticks(ticks);
    }

    public Lots Qty(ReadOnlySpan<byte> name, MarketTerms market) => new(Units(name, market.Terms.LotE9, FapiError.BadStep));

    public Micros Money(ReadOnlySpan<byte> name) => new(Units(name, 1_000, FapiError.Precision));

    /// <summary>A percentage in parts per billion.</summary>
    public int Percent(ReadOnlySpan<byte> name)
    {
        long ppb = Units(name, 100, FapiError.NotValid(Encoding.ASCII.GetString(name)));
        if (ppb <= Ppb.One) return (int)ppb;
        Refuse(FapiError.NotValid(Encoding.ASCII.GetString(name)));
        return 0;
    }

    public ClientOrderId ClientId(ReadOnlySpan<byte> name)
    {
        ClientOrderId id = default;
        ReadOnlySpan<byte> text = Text(name);
        if (text.IsEmpty) return id;
        if (text.Length <= ClientOrderId.LengthMax)
        {
            Span<byte> bytes = id;
            bytes[0] = (byte)text.Length;
            text.CopyTo(bytes[1..]);
            if (id.IsWellFormed()) return id;
        }
        Refuse(FapiError.BadClientId);
        return default;
    }

    /// <summary>All but the signature, by name, as a socket's clients sign them.</summary>
    public byte[] Sorted(bool isEncoded)
    {
        IEnumerable<string> pairs = _entries
            .Select(e => (Name: Encoding.UTF8.GetString(_bytes.AsSpan(e.Name, e.NameLength)), Value: Encoding.UTF8.GetString(_bytes.AsSpan(e.Value, e.ValueLength))))
            .Where(static p => p.Name != "signature").OrderBy(static p => p.Name, StringComparer.Ordinal)
            .Select(p => isEncoded ? $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}" : $"{p.Name}={p.Value}");
        return Encoding.UTF8.GetBytes(string.Join('&', pairs));
    }

    // Zero, as some clients send for what they do not set, is nothing.
    private long Units(ReadOnlySpan<byte> name, long unitE9, FapiError offGrid)
    {
        ReadOnlySpan<byte> text = Text(name);
        if (text.IsEmpty) return 0;
        if (!DecimalText.TryParse(text, out DecimalText value))
        {
            Refuse(FapiError.Illegal(Encoding.ASCII.GetString(name), "([0-9]{1,20})(\\.[0-9]{1,20})?"));
            return 0;
        }
        GridFit fit = value.To(unitE9, out long units);
        if (fit == GridFit.OnGrid && units >= 0) return units;
        Refuse(fit == GridFit.OffGrid ? offGrid : FapiError.NotValid(Encoding.ASCII.GetString(name)));
        return 0;
    }

    private int Empty()
    {
        _entries.Clear();
        return 0;
    }

    private void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int nameAt = Put(name), nameLength = QueryText.Undo(_bytes.AsSpan(nameAt, name.Length));
        int valueAt = Put(value), valueLength = QueryText.Undo(_bytes.AsSpan(valueAt, value.Length));
        _entries.Add(new Entry(nameAt, nameLength, valueAt, valueLength));
    }

    private void AddMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int nameAt = Room(reader.ValueSpan.Length);
        int nameLength = reader.CopyString(_bytes.AsSpan(nameAt));
        _length = nameAt + nameLength;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return;
        int start = (int)reader.TokenStartIndex;
        int valueAt = Room((int)(reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? json.Length - start : reader.ValueSpan.Length));
        int valueLength;
        if (reader.TokenType == JsonTokenType.String)
        {
            valueLength = reader.CopyString(_bytes.AsSpan(valueAt));
        }
        else
        {
            reader.Skip();
            valueLength = (int)reader.BytesConsumed - start;
            json.Slice(start, valueLength).CopyTo(_bytes.AsSpan(valueAt));
        }
        _length = valueAt + valueLength;
        _entries.Add(new Entry(nameAt, nameLength, valueAt, valueLength));
    }

    private int Put(ReadOnlySpan<byte> text)
    {
        int at = Room(text.Length);
        text.CopyTo(_bytes.AsSpan(at));
        _length = at + text.Length;
        return at;
    }

    private int Room(int length)
    {
        if (_bytes.Length - _length < length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        return _length;
    }

    private readonly record struct Entry(int Name, int NameLength, int Value, int ValueLength);
}
