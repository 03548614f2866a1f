using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Json;

/// <summary>One JSON object read by its shape. The first thing that is wrong is remembered and named; what is read after it is zero.</summary>
/// <remarks>Nothing is allocated while all is well, and nothing is converted that nobody asks for.</remarks>
internal ref struct Body
{
    private const int MoveMaxPpb = 2_000_000_000;
    private readonly ReadOnlySpan<byte> _json;
    private readonly Span<Slot> _slots;
    private readonly BodyShape _shape;
    private readonly string _path;
    private ulong _given;

    /// <param name="json">The object and nothing else.</param>
    /// <param name="shape">What it may hold.</param>
    /// <param name="slots">Room for <see cref="BodyShape.FieldsMax"/> slots.</param>
    /// <param name="path">Where it stands inside a larger body, such as <c>exits[1].</c>.</param>
    public Body(ReadOnlySpan<byte> json, BodyShape shape, Span<Slot> slots, string path = "")
    {
        _json = json;
        _shape = shape;
        _slots = slots[..shape.Fields.Length];
        _path = path;
        _slots.Clear();
        try
        {
            // The reader looks at the bytes of a string only when somebody wants its text, and throws then.
            if (Utf8.IsValid(json)) Scan();
            else Refuse(ApiCode.BadJson, "The body is no UTF-8.", null, "one JSON object");
        }
        catch (JsonException e)
        {
            Refuse(ApiCode.BadJson, $"The body is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", null, "one JSON object");
        }
        if (Problem is null) RequireAll(shape.Required);
    }

    private Body(BodyShape shape, Span<Slot> slots, ReadOnlySpan<byte> text)
    {
        _json = text;
        _shape = shape;
        _slots = slots[..shape.Fields.Length];
        _path = "";
        _slots.Clear();
    }

    /// <summary>The fields behind a question mark. Percent signs are undone in place.</summary>
    public static Body FromQuery(Span<byte> query, BodyShape shape, Span<Slot> slots)
    {
        var body = new Body(shape, slots, query);
        int at = 0;
        while (at < query.Length && body.Problem is null)
        {
            int end = query[at..].IndexOf((byte)'&');
            end = end < 0 ? query.Length : at + end;
            if (end > at) body.TakeParameter(query, at, end);
            at = end + 1;
        }
        if (body.Problem is null) body.RequireAll(shape.Required);
        return body;
    }

    public Problem? Problem { get; private set; }

    public readonly bool Has(Field field) => (_given & field.Bit) != 0;

    public readonly ulong Given => _given;

    public readonly ReadOnlySpan<byte> Raw(Field field) => _json.Slice(_slots[field.Index].Start, _slots[field.Index].Length);

    public readonly JsonTokenType TypeOf(Field field) => _slots[field.Index].Type;

    /// <summary>Every field in <paramref name="mask"/> must have been given.</summary>
    public void RequireAll(ulong mask)
    {
        ulong missing = mask & ~_given;
        if (missing == 0) return;
        Field field = _shape.Fields[System.Numerics.BitOperations.TrailingZeroCount(missing)];
        Refuse(ApiCode.MissingField, $"{_path}{field.Name} is missing.", field, field.Type.Expected);
    }

    /// <summary>No field outside <paramref name="mask"/> may have been given.</summary>
    public void AllowOnly(ulong mask, string why)
    {
        ulong stray = _given & ~mask;
        if (stray == 0) return;
        Field field = _shape.Fields[System.Numerics.BitOperations.TrailingZeroCount(stray)];
        Refuse(ApiCode.UnknownField, $"{_path}{field.Name} {why}.", field, "the field left out");
    }

    public long Whole(Field field)
    {
        if (!Has(field)) return 0;
        ReadOnlySpan<byte> text = Raw(field);
        bool isWhole = Utf8Parser.TryParse(text, out long value, out int used) && used == text.Length;
        if (isWhole && value >= field.Type.Min && value <= field.Type.Max) return value;
        Refuse(field);
        return 0;
    }

    /// <summary>Milliseconds, as nanoseconds.</summary>
    public long Nanos(Field field)
    {
        long ms = Whole(field);
        if (ms <= long.MaxValue / 1_000_000) return ms * 1_000_000;
        Refuse(field);
        return 0;
    }

    public readonly bool Flag(Field field) => TypeOf(field) == JsonTokenType.True;

    /// <summary>The value of a choice; 0 when the field was not given.</summary>
    public int Choice(Field field)
    {
        if (!Has(field)) return 0;
        if (field.Type.Choices!.TryParse(Raw(field), out int value)) return value;
        Refuse(field);
        return 0;
    }

    /// <summary>The sum of a list of choices; 0 when the field was not given.</summary>
    public int Set(Field field)
    {
        int bits = 0;
        JsonItems items = Items(field);
        while (items.Next())
        {
            if (items.Type == JsonTokenType.String && field.Type.Choices!.TryParse(items.Item, out int value)) bits |= value;
            else Refuse(field);
        }
        return bits;
    }

    public Ticks Price(Field field, MarketTerms market) => new(Units(field, market.Terms.TickE9, ApiCode.Of(RejectCode.BadTick), market.TickText));

    /// <summary>A price on the finer grid of index and mark.</summary>
    public Subticks SubPrice(Field field, MarketTerms market)
    {
        if (!Has(field)) return default;
        if (DecimalText.TryParse(Raw(field), out DecimalText price) && price.ToThousandths(market.Terms.TickE9, out long subticks) == GridFit.OnGrid && subticks > 0) return new(subticks);
        Refuse(field);
        return default;
    }

    public Lots Qty(Field field, MarketTerms market) => new(Units(field, market.Terms.LotE9, ApiCode.Of(RejectCode.BadLot), market.LotText));

    public Micros Money(Field field) => new(Units(field, 1_000, ApiCode.BadValue, null));

    /// <summary>A fraction in parts per billion.</summary>
    public int Ppb(Field field)
    {
        long ppb = Units(field, 1, ApiCode.BadValue, null);
        if (ppb is >= int.MinValue and <= int.MaxValue) return (int)ppb;
        Refuse(field);
        return 0;
    }

    /// <summary>A relative move of a price in parts per billion.</summary>
    public int Move(Field field)
    {
        if (!Has(field)) return 0;
        if (DecimalText.TryParse(Raw(field), out DecimalText value) && value.To(1, out long ppb) == GridFit.OnGrid && ppb is > -1_000_000_000 and <= MoveMaxPpb) return (int)ppb;
        Refuse(field);
        return 0;
    }

    public long Units(Field field, long unitE9, ApiCode offGrid, string? grid)
    {
        if (!Has(field)) return 0;
        if (TypeOf(field) != JsonTokenType.String || !DecimalText.TryParse(Raw(field), out DecimalText value))
        {
            Refuse(field);
            return 0;
        }
        GridFit fit = value.To(unitE9, out long units);
        if (fit == GridFit.OnGrid && units >= 0) return units;
        if (fit == GridFit.OffGrid) Refuse(offGrid, $"{_path}{field.Name} is not on its grid.", field, grid is null ? field.Type.Expected : $"a multiple of {grid}");
        else Refuse(field);
        return 0;
    }

    public ClientOrderId ClientId(Field field)
    {
        ClientOrderId id = default;
        if (!Has(field)) return id;
        Span<byte> scratch = stackalloc byte[ClientOrderId.LengthMax + 1];
        ReadOnlySpan<byte> text = Text(field, scratch);
        if (text.Length is > 0 and <= ClientOrderId.LengthMax)
        {
            Span<byte> bytes = id;
            bytes[0] = (byte)text.Length;
            text.CopyTo(bytes[1..]);
            if (id.IsWellFormed()) return id;
        }
        Refuse(ApiCode.Of(RejectCode.BadClientId), RejectText.Of(RejectCode.BadClientId), field, field.Type.Expected);
        return default;
    }

    public long Id(Field field)
    {
        if (!Has(field)) return 0;
        ReadOnlySpan<byte> text = Raw(field);
        if (Utf8Parser.TryParse(text, out long id, out int used) && used == text.Length && id > 0) return id;
        Refuse(field);
        return 0;
    }

    public int AccountId(Field field)
    {
        long id = Id(field);
        if (id <= int.MaxValue) return (int)id;
        Refuse(field);
        return 0;
    }

    /// <summary>The text of a string, unescaped into <paramref name="scratch"/> where it must be; longer ones are cut there, and so refused by whoever checks the length.</summary>
    public readonly ReadOnlySpan<byte> Text(Field field, Span<byte> scratch)
    {
        Slot slot = _slots[field.Index];
        ReadOnlySpan<byte> raw = _json.Slice(slot.Start, slot.Length);
        if (!slot.IsEscaped) return raw.Length <= scratch.Length ? raw : raw[..scratch.Length];
        var reader = new Utf8JsonReader(_json[(slot.Start - 1)..(slot.Start + slot.Length + 1)]);
        reader.Read();
        if (slot.Length <= scratch.Length) return scratch[..reader.CopyString(scratch)];
        byte[] rented = ArrayPool<byte>.Shared.Rent(slot.Length);
        int written = Math.Min(reader.CopyString(rented), scratch.Length);
        rented.AsSpan(0, written).CopyTo(scratch);
        ArrayPool<byte>.Shared.Return(rented);
        return scratch[..written];
    }

    public string String(Field field)
    {
        if (!Has(field)) return "";
        Span<byte> scratch = stackalloc byte[1025];
        ReadOnlySpan<byte> text = Text(field, scratch);
        string value = System.Text.Encoding.UTF8.GetString(text);
        if (value.Length >= field.Type.Min && value.Length <= field.Type.Max) return value;
        Refuse(field);
        return "";
    }

    public MarketTerms? Market(Field field, VenueTerms venue)
    {
        if (!Has(field)) return null;
        if (venue.Find(Raw(field)) is { } market) return market;
        Refuse(ApiCode.Of(RejectCode.UnknownMarket), RejectText.Of(RejectCode.UnknownMarket), field, field.Type.Expected);
        return null;
    }

    public AssetTerms? Asset(Field field, VenueTerms venue)
    {
        if (!Has(field)) return null;
        if (venue.FindAsset(Raw(field)) is { } asset) return asset;
        Refuse(ApiCode.Of(RejectCode.UnknownAsset), RejectText.Of(RejectCode.UnknownAsset), field, field.Type.Expected);
        return null;
    }

    public readonly JsonItems Items(Field field) => new(Has(field) ? Raw(field) : default);

    public readonly string PathOf(Field field) => _path + field.Name;

    public void Refuse(Field field) => Refuse(ApiCode.BadValue, $"{_path}{field.Name} is not as expected.", field, field.Type.Expected);

    public void Refuse(ApiCode code, string message, Field? field, string? expected) =>
        Problem ??= new Problem(code, message) { Field = field is null ? null : _path + field.Name, Expected = expected };

    public void Refuse(Problem? problem) => Problem ??= problem;

    private void Scan()
    {
        var reader = new Utf8JsonReader(_json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(ApiCode.BadJson, "The body is no JSON object.", null, "one JSON object");
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (FieldAt(ref reader) is not { } field) return;
            reader.Read();
            if (!Take(ref reader, field)) return;
        }
        // What follows the object must be nothing; the reader says so itself.
        reader.Read();
    }

    private void TakeParameter(Span<byte> query, int at, int end)
    {
        int equals = query[at..end].IndexOf((byte)'=');
        int split = equals < 0 ? end : at + equals;
        int nameEnd = at + QueryText.Undo(query[at..split]);
        if (_shape.Find(query[at..nameEnd]) is not { } field)
        {
            RefuseUnknown(System.Text.Encoding.UTF8.GetString(query[at..nameEnd]));
            return;
        }
        if (IsSecond(field)) return;
        int start = Math.Min(split + 1, end);
        int length = QueryText.Undo(query[start..end]);
        JsonTokenType type = QueryText.TypeOf(query.Slice(start, length), field.Type.Schema);
        _slots[field.Index] = new Slot(type, start, length, IsEscaped: false);
        _given |= field.Bit;
        if (type == JsonTokenType.None) Refuse(field);
    }

    private Field? FieldAt(ref Utf8JsonReader reader)
    {
        if (!IsText(ref reader))
        {
            Refuse(ApiCode.BadJson, "A name has an escape that stands for no character.", null, "one JSON object");
            return null;
        }
        foreach (Field field in _shape.Fields)
        {
            if (reader.ValueTextEquals(field.Utf8)) return IsSecond(field) ? null : field;
        }
        RefuseUnknown(reader.GetString()!);
        return null;
    }

    private bool IsSecond(Field field)
    {
        if (!Has(field)) return false;
        Refuse(ApiCode.DuplicateField, $"{_path}{field.Name} is given twice.", field, "each field once");
        return true;
    }

    private void RefuseUnknown(string name)
    {
        if (name.Length > 64) name = name[..64];
        Problem ??= new Problem(ApiCode.UnknownField, $"{_path}{name} is no field here.")
        {
            Field = _path + name,
            Expected = _shape.Fields.Length == 0 ? "no fields" : "one of " + string.Join(", ", _shape.Fields.Select(f => f.Name)),
        };
    }

    private bool Take(ref Utf8JsonReader reader, Field field)
    {
        JsonTokenType type = reader.TokenType;
        int start = (int)reader.TokenStartIndex;
        bool isEscaped = reader.ValueIsEscaped;
        if ((KindOf(type) & field.Type.Schema) == 0 || (type == JsonTokenType.String && !IsText(ref reader)))
        {
            Refuse(field);
            return false;
        }
        reader.Skip();
        int end = (int)reader.BytesConsumed;
        if (type == JsonTokenType.String) (start, end) = (start + 1, end - 1);
        _slots[field.Index] = new Slot(type, start, end - start, isEscaped);
        _given |= field.Bit;
        return true;
    }

    // Half a surrogate pair can be escaped and is no text. Strings with escapes are rare, so the copy is.
    private static bool IsText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return true;
        try
        {
            reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonKinds KindOf(JsonTokenType type) => type switch
    {
        JsonTokenType.String => JsonKinds.Text,
        JsonTokenType.Number => JsonKinds.Integer,
        JsonTokenType.True or JsonTokenType.False => JsonKinds.Flag,
        JsonTokenType.StartArray => JsonKinds.Array,
        JsonTokenType.StartObject => JsonKinds.Object,
        _ => 0,
    };
}
