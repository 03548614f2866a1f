using System.Text;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Tests;

/// <summary>Every field of every body the API takes names itself when it is missing, unknown, given twice or of another kind.</summary>
public sealed class BodyTests
{
    public static TheoryData<string> Shapes
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (string name in All.Keys) data.Add(name);
            return data;
        }
    }

    private static SortedDictionary<string, BodyShape> All
    {
        get
        {
            var all = new SortedDictionary<string, BodyShape>(StringComparer.Ordinal) { [StreamBody.Shape.Name] = StreamBody.Shape };
            foreach (Route route in NativeRoutes.All) Collect(route.Body, all);
            return all;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_whole_body_is_taken(string shape) => Assert.Null(Read(Whole(All[shape]), All[shape]));

    [Theory, MemberData(nameof(Shapes))]
    public void A_missing_field_is_named(string shape)
    {
        foreach (Field field in All[shape].Fields.Where(f => f.IsRequired))
        {
            Problem problem = Read(Whole(All[shape], without: field), All[shape])!;
            Assert.Equal(("MISSING_FIELD", field.Name, field.Type.Expected), (problem.Code.Name, problem.Field, problem.Expected));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_field_given_twice_is_named(string shape)
    {
        foreach (Field field in All[shape].Fields)
        {
            string twice = Whole(All[shape]).Insert(1, $"\"{field.Name}\":{Value(field.Type)},");
            Problem problem = Read(twice, All[shape])!;
            Assert.Equal(("DUPLICATE_FIELD", field.Name), (problem.Code.Name, problem.Field));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_field_of_another_kind_is_named_with_what_was_expected(string shape)
    {
        foreach (Field field in All[shape].Fields)
        {
            foreach (string wrong in new[] { "null", (field.Type.Schema & JsonKinds.Text) == 0 ? "\"x\"" : "12", (field.Type.Schema & JsonKinds.Object) == 0 ? "{}" : "[]" })
            {
                if ((field.Type.Schema & JsonKinds.Integer) != 0 && wrong == "12") continue;
                Problem problem = Read(Whole(All[shape], without: field).Insert(1, $"\"{field.Name}\":{wrong},"), All[shape])!;
                Assert.Equal(("BAD_VALUE", field.Name, field.Type.Expected), (problem.Code.Name, problem.Field, problem.Expected));
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void An_unknown_field_is_named(string shape)
    {
        Problem problem = Read(Whole(All[shape]).Insert(1, "\"pricee\":1,"), All[shape])!;
        Assert.Equal(("UNKNOWN_FIELD", "pricee"), (problem.Code.Name, problem.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{} x")]
    [InlineData("{\"type\":\"limit\",}")]
    [InlineData("{'type':'limit'}")]
    [InlineData("{\"type\":limit}")]
    public void What_is_no_object_is_said_so(string text) => Assert.Equal("BAD_JSON", Read(text, OrderBody.Shape)!.Code.Name);

    [Fact]
    public void A_path_stands_before_the_field()
    {
        var body = new Body("{}"u8, LegBody.Shape, stackalloc Slot[BodyShape.FieldsMax], "legs[1].");
        Assert.Equal("legs[1].market", body.Problem!.Field);
    }

    [Fact]
    public void Escapes_are_undone()
    {
        var body = new Body("""{"email":"a\u0040b.c","\u0070assword":"x\/y\"z"}"""u8, CredentialsBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        Assert.Equal(("a@b.c", "x/y\"z"), (body.String(CredentialsBody.Shape.Email), body.String(CredentialsBody.Shape.Password)));
        Assert.Null(body.Problem);
    }

    [Fact]
    public void A_query_is_read_by_the_same_rules()
    {
        Assert.Equal(("UNKNOWN_FIELD", "foo"), Query("market=BTC-PERP&foo=1"));
        Assert.Equal(("DUPLICATE_FIELD", "market"), Query("market=BTC-PERP&market=BTC-PERP"));
        Assert.Equal((null, null), Query("market=BTC%2DPERP&&side=buy"));
        Assert.Equal(("BAD_VALUE", "side"), Query("side=up"));
        Assert.Equal(("UNKNOWN_MARKET", "market"), Query("market=%ff"));
    }

    private static (string? Code, string? Field) Query(string text)
    {
        Body body = Body.FromQuery(Encoding.ASCII.GetBytes(text), MassCancelQuery.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        Core.Command command = default;
        Problem? problem = body.Problem ?? MassCancelQuery.Read(ref body, Venues.Two, new Signer(1, 0, 0), ref command);
        return (problem?.Code.Name, problem?.Field);
    }

    private static Problem? Read(string text, BodyShape shape) => new Body(Encoding.UTF8.GetBytes(text), shape, stackalloc Slot[BodyShape.FieldsMax]).Problem;

    private static string Whole(BodyShape shape, Field? without = null) =>
        "{" + string.Join(",", shape.Fields.Where(f => f != without).Select(f => $"\"{f.Name}\":{Value(f.Type)}")) + "}";

    private static string Value(FieldType type) => type.Schema switch
    {
        JsonKinds.Integer => "1",
        JsonKinds.Array => "[]",
        JsonKinds.Object => "{}",
        JsonKinds.Text => "\"x\"",
        _ => "true",
    };

    private static void Collect(BodyShape? shape, SortedDictionary<string, BodyShape> into)
    {
        if (shape is null || !into.TryAdd(shape.Name, shape)) return;
        foreach (Field field in shape.Fields) Collect(field.Type.Of, into);
    }
}
