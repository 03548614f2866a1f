namespace Peregrine.Gateway.Json;

/// <summary>What a field takes, for the sentence a client reads and for the document that describes the API.</summary>
/// <param name="Schema">The JSON types it may come as.</param>
/// <param name="Expected">What would be taken, in words.</param>
internal sealed record FieldType(JsonKinds Schema, string Expected)
{
    public static readonly FieldType Price = new(JsonKinds.Text, "a decimal string on the market's price grid, such as \"60123.4\"");
    public static readonly FieldType Qty = new(JsonKinds.Text, "a decimal string on the market's quantity grid, such as \"0.25\"");
    public static readonly FieldType Money = new(JsonKinds.Text, "a decimal string with at most 6 digits behind the point");
    public static readonly FieldType Amount = new(JsonKinds.Text, "a decimal string with at most as many digits behind the point as the asset has");
    public static readonly FieldType Rate = new(JsonKinds.Text, "a fraction as a decimal string with at most 9 digits behind the point, such as \"0.005\"");
    public static readonly FieldType Move = new(JsonKinds.Text, "a fraction above -1 and up to 2 as a decimal string, such as \"-0.1\"");
    public static readonly FieldType Millis = new(JsonKinds.Integer, "milliseconds as a whole number");
    public static readonly FieldType Time = new(JsonKinds.Integer, "milliseconds since 1970 UTC as a whole number");
    public static readonly FieldType Flag = new(JsonKinds.Flag, "true or false");
    public static readonly FieldType FlagOrSlide = new(JsonKinds.Flag | JsonKinds.Text, "true, false or \"slide\"");
    public static readonly FieldType ClientId = new(JsonKinds.Text, "1 to 36 characters of A-Z a-z 0-9 . _ : / -");
    public static readonly FieldType OrderId = new(JsonKinds.Text, "an order id as a string of digits");
    public static readonly FieldType Account = new(JsonKinds.Text, "an account id as a string of digits");
    public static readonly FieldType Market = new(JsonKinds.Text, "the name of a market, such as \"BTC-PERP\"");
    public static readonly FieldType Asset = new(JsonKinds.Text, "the name of an asset, such as \"USDC\"");

    public Choices? Choices { get; private init; }

    public BodyShape? Of { get; private init; }

    public long Min { get; private init; }

    public long Max { get; private init; } = long.MaxValue;

    public static FieldType Whole(long min, long max) => new(JsonKinds.Integer, $"a whole number from {min} to {max}") { Min = min, Max = max };

    public static FieldType Text(int max) => new(JsonKinds.Text, $"a string of 1 to {max} characters") { Min = 1, Max = max };

    public static FieldType OneOf(Choices choices) => new(JsonKinds.Text, $"one of {choices.Listed}") { Choices = choices };

    public static FieldType Listing(BodyShape shape, int min, int max) =>
        new(JsonKinds.Array, min == max ? $"a list of exactly {min}" : $"a list of {min} to {max}") { Of = shape, Min = min, Max = max };

    /// <summary>A list of plain strings.</summary>
    public static FieldType Words(int max, string what) => new(JsonKinds.Array, $"a list of at most {max} {what}") { Max = max };

    public static FieldType Words(Choices choices) => new(JsonKinds.Array, $"a list of {choices.Listed}") { Choices = choices, Max = choices.All.Length };

    public static FieldType Object(BodyShape shape) => new(JsonKinds.Object, "an object") { Of = shape };
}

[Flags]
internal enum JsonKinds : byte
{
    Text = 1,
    Integer = 2,
    Flag = 4,
    Array = 8,
    Object = 16,
}
