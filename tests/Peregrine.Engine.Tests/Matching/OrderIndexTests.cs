using Peregrine.Engine.Matching;
using Xunit;

namespace Peregrine.Engine.Tests.Matching;

public sealed class OrderIndexTests
{
    private const int LiveMax = 64;

    [Fact]
    public void Ids_that_count_up_agree_with_a_dictionary() => Run(new Rng(1), (ref Rng _, long n) => n);

    [Fact]
    public void Ids_made_of_sequence_and_index_agree_with_a_dictionary() => Run(new Rng(2), (ref Rng rng, long n) => n * 1024 + rng.Below(3));

    [Fact]
    public void Random_ids_agree_with_a_dictionary() => Run(new Rng(3), (ref Rng rng, long _) => (long)(rng.Next() >> 1) + 1);

    // The multiplier is odd, so every wished tag has ids: multiply by its inverse. These begin at the last entry and wrap round the end.
    [Fact]
    public void Ids_with_neighbouring_homes_at_the_end_of_the_table_agree_with_a_dictionary() =>
        Run(new Rng(4), (ref Rng rng, long _) => IdWithTag((uint)(0xFFFFFFFF - rng.Below(4) * 0x01000000), rng.Next()));

    [Fact]
    public void Ids_with_one_and_the_same_tag_agree_with_a_dictionary() =>
        Run(new Rng(5), (ref Rng rng, long _) => IdWithTag(0xFEDCBA98, rng.Next()));

    [Fact]
    public void A_code_keeps_kind_and_slot_apart()
    {
        foreach (IndexKind kind in Enum.GetValues<IndexKind>())
        {
            foreach (int slot in new[] { 1, 12_345, IndexCode.SlotMax })
            {
                IndexCode code = IndexCode.Of(kind, slot);
                Assert.Equal((true, kind, slot), (code.Exists, code.Kind, code.Slot));
            }
        }
        Assert.False(default(IndexCode).Exists);
    }

    [Fact]
    public void Ids_of_a_day_of_commands_stay_near_their_homes()
    {
        const int Live = 1 << 15;
        foreach (long step in new long[] { 1, 2, 1024, 3 * 1024, 1 << 20 })
        {
            var buckets = new byte[Live * 2];
            for (long n = 0; n < Live; n++) buckets[OrderIndex.TagOf(1_000_000 + n * step) >> 16]++;
            Assert.InRange(buckets.Max(), 1, 6);
        }
    }

    private delegate long MakeId(ref Rng rng, long n);

    private readonly struct Owner(Dictionary<int, long> ids) : IIdOwner
    {
        public bool Owns(IndexCode code, long id) => ids[code.Raw] == id;
    }

    private static long IdWithTag(uint tag, ulong low)
    {
        unchecked
        {
            ulong inverse = 0x9E3779B97F4A7C15;
            for (int i = 0; i < 6; i++) inverse *= 2 - 0x9E3779B97F4A7C15 * inverse;
            long id = (long)((((ulong)tag << 32) | (uint)low) * inverse);
            Assert.Equal(tag, OrderIndex.TagOf(id));
            return id;
        }
    }

    private static void Run(Rng rng, MakeId makeId)
    {
        var index = new OrderIndex(LiveMax);
        var byId = new Dictionary<long, IndexCode>();
        var ids = new Dictionary<int, long>();
        var live = new List<long>();
        var free = new Stack<int>(Enumerable.Range(1, LiveMax));
        for (long n = 1; n <= 30_000; n++)
        {
            long id = makeId(ref rng, n);
            Assert.Equal(byId.GetValueOrDefault(id), index.Find(id, new Owner(ids)));
            if (free.Count > 0 && rng.Chance(52) && !byId.ContainsKey(id))
            {
                IndexCode code = IndexCode.Of((IndexKind)rng.Between(1, 3), free.Pop());
                index.Add(id, code);
                (byId[id], ids[code.Raw]) = (code, id);
                live.Add(id);
            }
            else if (live.Count > 0)
            {
                int at = (int)rng.Below(live.Count);
                byId.Remove(live[at], out IndexCode code);
                index.Remove(live[at], code);
                ids.Remove(code.Raw);
                free.Push(code.Slot);
                live.RemoveAt(at);
            }
            Assert.Equal(byId.Count, index.Count);
            if (n % 61 == 0) Assert.All(byId, pair => Assert.Equal(pair.Value, index.Find(pair.Key, new Owner(ids))));
        }
    }
}
