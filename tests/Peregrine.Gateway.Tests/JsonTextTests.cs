using System.Text;
using System.Text.Json;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Tests;

public sealed class JsonTextTests
{
    [Fact]
    public void What_is_written_is_read_by_a_reader_that_is_not_ours()
    {
        var json = new JsonText();
        json.BeginObject().Name("a"u8).Number(-5).Name("b"u8).BeginArray().Decimal(15, Scale.Micros).Id(7).Null().Bool(true).EndArray();
        json.Name("c"u8).BeginObject().EndObject().Name("d"u8).BeginArray().EndArray().Name("e"u8).String("x").EndObject();
        Assert.Equal("""{"a":-5,"b":["0.000015","7",null,true],"c":{},"d":[],"e":"x"}""", Encoding.UTF8.GetString(json.Written.Span));
        using JsonDocument _ = JsonDocument.Parse(json.Written);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("quote \" and \\ backslash")]
    [InlineData("line\nfeed\ttab\u0001")]
    [InlineData("Zürich 東京 🦅")]
    [InlineData("")]
    public void A_string_comes_back_as_it_was(string text)
    {
        var json = new JsonText();
        json.BeginArray().String(text).EndArray();
        using JsonDocument document = JsonDocument.Parse(json.Written);
        Assert.Equal(text, document.RootElement[0].GetString());
    }

    [Fact]
    public void It_grows_and_is_used_again()
    {
        var json = new JsonText();
        for (int round = 0; round < 2; round++)
        {
            json.Clear();
            json.BeginArray();
            for (int i = 0; i < 5000; i++) json.Number(i);
            json.EndArray();
            using JsonDocument document = JsonDocument.Parse(json.Written);
            Assert.Equal(5000, document.RootElement.GetArrayLength());
        }
    }
}
