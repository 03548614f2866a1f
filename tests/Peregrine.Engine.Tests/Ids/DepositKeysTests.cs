using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Ids;

public sealed class DepositKeysTests
{
    [Fact]
    public void Nothing_is_forgotten_and_a_reload_keeps_the_order()
    {
        DepositKeys keys = new(1000);
        for (int i = 1; i <= 1000; i++)
        {
            Assert.False(keys.Full);
            Assert.False(keys.TryFind(Key(i), out _));
            keys.Remember(Key(i), i);
        }
        Assert.True(keys.Full);
        DepositKeys loaded = new(1000);
        for (int i = 0; i < keys.Count; i++) loaded.Remember(keys.KeyAt(i), keys.SeqAt(i));
        for (int i = 1; i <= 1000; i++)
        {
            Assert.True(loaded.TryFind(Key(i), out long seq));
            Assert.Equal(i, seq);
            Assert.Equal((Key(i), (long)i), (loaded.KeyAt(i - 1), loaded.SeqAt(i - 1)));
        }
        Assert.False(loaded.TryFind(Key(1001), out _));
    }

    [Fact]
    public void A_full_table_takes_nothing_more()
    {
        DepositKeys keys = new(1);
        keys.Remember(Key(1), 1);
        Assert.Throws<InvariantException>(() => keys.Remember(Key(2), 2));
    }

    // Two to a High, so that buckets are shared.
    private static RequestKey Key(int i) => new((ulong)(i / 2), (ulong)(i % 2 + 1));
}
