using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Ids;

public sealed class RequestKeysTests
{
    [Fact]
    public void A_request_without_a_key_is_not_remembered()
    {
        RequestKeys keys = new(4);
        keys.Remember(default, 1);
        Assert.False(keys.TryFind(default, out _));
        Assert.Equal(0, keys.Count);
    }

    [Fact]
    public void The_oldest_goes_first_and_a_reload_keeps_the_order()
    {
        Random rng = new(4);
        RequestKeys keys = new(50);
        List<(RequestKey Key, long Answer)> model = [];
        for (int step = 0; step < 20_000; step++)
        {
            RequestKey key = new((ulong)rng.Next(20), (ulong)rng.Next(1, 10));
            int at = model.FindIndex(k => k.Key == key);
            Assert.Equal(at >= 0, keys.TryFind(key, out long answer));
            if (at >= 0)
            {
                Assert.Equal(model[at].Answer, answer);
            }
            else
            {
                keys.Remember(key, step);
                model.Add((key, step));
                if (model.Count > 50) model.RemoveAt(0);
            }
            if (step % 100 == 0) keys = Reloaded(keys, model);
        }
    }

    private static RequestKeys Reloaded(RequestKeys old, List<(RequestKey Key, long Answer)> model)
    {
        RequestKeys loaded = new(50);
        Assert.Equal(model.Count, old.Count);
        for (int i = 0; i < old.Count; i++)
        {
            Assert.Equal(model[i], (old.KeyAt(i), old.AnswerAt(i)));
            loaded.Remember(old.KeyAt(i), old.AnswerAt(i));
        }
        return loaded;
    }
}
