using Xunit;

namespace Peregrine.Core.Tests;

/// <summary>Hashes with worked values, names that clients choose, and the codes they read.</summary>
public sealed class WordsTests
{
    [Fact]
    public void Jitter_is_that_of_vector_18b() =>
        Assert.Equal([-1539, -300, 1489, -2199, 2246, 3868], Enumerable.Range(1, 6).Select(k => Hash64.Jitter(77, k, 6000, 0)));

    [Theory]
    [InlineData(0), InlineData(1), InlineData(1_000_000)]
    public void Jitter_stays_within_its_bound(long bound)
    {
        for (long k = 0; k < 2000; k++) Assert.InRange(Hash64.Jitter(k * 31, k, bound, 99), -bound, bound);
    }

    [Fact]
    public void Fnv_is_the_published_function_over_little_endian_bytes()
    {
        // FNV-1a 64 of eight zero bytes, and of "foobar" padded with two zeros.
        Assert.Equal(0xA8C7F832281A39C5UL, Hash64.Fnv1a(Hash64.FnvOffset, 0));
        ulong slow = Hash64.FnvOffset;
        foreach (byte b in "foobar\0\0"u8) slow = unchecked((slow ^ b) * 0x100000001b3);
        Assert.Equal(slow, Hash64.Fnv1a(Hash64.FnvOffset, BitConverter.ToInt64("foobar\0\0"u8)));
    }

    [Fact]
    public void Every_byte_and_the_length_change_the_hash()
    {
        byte[] bytes = new byte[77];
        HashSet<ulong> seen = [];
        for (int length = 0; length <= bytes.Length; length++) Assert.True(seen.Add(Hash64.Extend(5, bytes.AsSpan(0, length))));
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = 1;
            Assert.True(seen.Add(Hash64.Extend(5, bytes)));
            bytes[i] = 0;
        }
    }

    [Fact]
    public void Every_word_its_place_and_the_length_change_the_rolling_hash()
    {
        ulong[] words = new ulong[23];
        HashSet<ulong> seen = [];
        for (int length = 0; length <= words.Length; length++) Assert.True(seen.Add(Hash64.Roll(5, words.AsSpan(0, length))));
        for (int bit = 0; bit < words.Length * 64; bit++)
        {
            words[bit / 64] = 1UL << bit;
            Assert.True(seen.Add(Hash64.Roll(5, words)));
            words[bit / 64] = 0;
        }
        Assert.True(seen.Add(Hash64.Roll(6, words)));
    }

    // Journals and snapshots carry the hash from one machine to another.
    [Fact]
    public void The_rolling_hash_is_the_same_number_everywhere()
    {
        ulong[] words = [.. Enumerable.Range(1, 43).Select(static i => unchecked((ulong)i * 0x9E3779B97F4A7C15))];
        Assert.Equal(0x80D72F60F3CC4D80, Hash64.Roll(1, words));
    }

    [Theory]
    [InlineData("a"), InlineData("A-Z_0.9:/x"), InlineData("123456789012345678901234567890123456"), InlineData("")]
    public void A_client_id_reads_as_it_was_written(string text)
    {
        ClientOrderId id = ClientOrderId.Parse(text);
        Assert.True(id.IsWellFormed());
        Assert.Equal(text, id.ToString());
        Assert.Equal(text.Length == 0, id.IsEmpty);
        Assert.Equal(id, ClientOrderId.Parse(text));
    }

    [Theory]
    [InlineData("1234567890123456789012345678901234567"), InlineData("a b"), InlineData("ä"), InlineData("a\0"), InlineData("a+b"), InlineData("Ā")]
    public void Other_client_ids_are_refused(string text) => Assert.Throws<FormatException>(() => ClientOrderId.Parse(text));

    [Fact]
    public void A_client_id_with_something_behind_its_end_is_not_well_formed()
    {
        ClientOrderId id = ClientOrderId.Parse("abc");
        id[39] = 1;
        Assert.False(id.IsWellFormed());
        id = default;
        id[0] = 37;
        Assert.False(id.IsWellFormed());
    }

    [Theory]
    [InlineData("BTC-PERP"), InlineData("A"), InlineData("ABCDEFGHIJKLMNOP"), InlineData("1000_X")]
    public void A_symbol_reads_as_it_was_written(string text)
    {
        Symbol symbol = Symbol.Parse(text);
        Assert.True(symbol.IsWellFormed());
        Assert.Equal(text, symbol.ToString());
    }

    [Theory]
    [InlineData(""), InlineData("ABCDEFGHIJKLMNOPQ"), InlineData("btc"), InlineData("A B"), InlineData("Ä")]
    public void Other_symbols_are_refused(string text) => Assert.Throws<FormatException>(() => Symbol.Parse(text));

    [Fact]
    public void A_symbol_with_a_gap_is_not_well_formed()
    {
        Symbol symbol = Symbol.Parse("AB");
        symbol[3] = (byte)'C';
        Assert.False(symbol.IsWellFormed());
        Assert.False(default(Symbol).IsWellFormed());
    }

    [Fact]
    public void Every_code_has_its_number_and_its_sentence()
    {
        RejectCode[] codes = Enum.GetValues<RejectCode>();
        Assert.Equal(codes.Length, Enum.GetNames<RejectCode>().Length);
        Assert.Equal(codes.Length, codes.Distinct().Count());
        string[] sentences = [.. codes.Select(RejectText.Of)];
        Assert.All(sentences, s => Assert.False(string.IsNullOrWhiteSpace(s)));
        Assert.Equal(sentences.Length, sentences.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void An_order_id_says_which_command_made_it()
    {
        OrderId id = OrderId.Of(123_456_789, 1023);
        Assert.Equal((123_456_789, 1023), (id.Seq, id.Index));
        Assert.True(id < OrderId.Of(123_456_790, 0));
        Assert.True(OrderId.None.IsNone);
    }
}
