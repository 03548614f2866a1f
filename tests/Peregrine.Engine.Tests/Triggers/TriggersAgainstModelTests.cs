using Peregrine.Core;
using Peregrine.Engine.Triggers;
using Xunit;

namespace Peregrine.Engine.Tests.Triggers;

public sealed class TriggersAgainstModelTests
{
    private const int Capacity = 400;

    [Fact]
    public void Any_stream_fires_what_a_scan_of_everything_would()
    {
        for (int seed = 1; seed <= 150; seed++) new Run(seed, trailingOnly: false, width: 60).Steps(2_000);
    }

    [Fact]
    public void Trailing_groups_fire_like_a_maximum_for_each_order()
    {
        for (int seed = 1; seed <= 150; seed++) new Run(seed, trailingOnly: true, width: 400).Steps(2_000);
    }

    private sealed class Run(int seed, bool trailingOnly, int width)
    {
        private readonly Random _rng = new(seed);
        private readonly ModelTriggers _model = new();
        private TriggerStore _store = new(Capacity);
        private TriggerBook? _book;
        private readonly long[] _values = [1_000_000, 1_000_000, 1_000_000, 1_000_000];
        private long _nextId = 1;

        private TriggerBook Book => _book ??= new TriggerBook(_store);

        public void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                int what = _rng.Next(20);
                if (what < 8) Place();
                else if (what < 9) Cancel();
                else if (what < 10) Amend();
                else Show();
                if (_rng.Next(200) == 0) Reload();
                Assert.Equal(_model.All.Count, _store.Triggers.Count);
            }
        }

        private void Place()
        {
            if (_store.Triggers.Full) return;
            Trigger terms = Terms();
            long value = _rng.Next(4) == 0 ? 0 : _values[(int)terms.By];
            ModelTriggers.Waiter probe = new(terms);
            if (!terms.IsTrailing && Book.WouldFire(in probe.Terms, new(_values[(int)terms.By]))) return;
            Waiting.Place(_store, Book, in terms, value);
            _model.Add(terms, value);
        }

        private Trigger Terms()
        {
            Side side = (Side)_rng.Next(1, 3);
            long id = _nextId++;
            long price = (_values[1] / 1000) + _rng.Next(-width, width);
            bool trailing = trailingOnly || _rng.Next(2) == 0;
            (int callback, long offset) = _rng.Next(2) == 0 ? (0, _rng.Next(1, 80)) : (_rng.Next(1, 100) * 1_000_000, 0);
            Trigger terms = trailing
                ? Waiting.Trailing(id, side, callback, offset, activation: _rng.Next(2) == 0 ? price : 0)
                : Waiting.Stop(id, side, price, (TriggerKind)_rng.Next(1, 3));
            terms.By = trailingOnly && _rng.Next(4) != 0 ? TriggerRef.Mark : (TriggerRef)_rng.Next(1, 4);
            if (_rng.Next(3) == 0) terms.Flags |= OrderFlags.NoLastGuard;
            if (_rng.Next(3) == 0) terms.Flags |= OrderFlags.ReduceOnly;
            return terms;
        }

        private void Cancel()
        {
            int slot = AnySlot(out ModelTriggers.Waiter? waiter);
            if (slot == 0) return;
            Book.Remove(slot);
            _store.Triggers.Return(slot);
            _model.All.Remove(waiter!);
        }

        private void Amend()
        {
            int slot = AnySlot(out ModelTriggers.Waiter? waiter);
            if (slot == 0 || waiter!.Terms.CallbackPpb == 0) return;
            Book.Remove(slot);
            waiter.Terms.CallbackPpb = _store.Triggers[slot].CallbackPpb = _rng.Next(1, 100) * 1_000_000;
            Book.Add(slot, Subticks.Zero);
        }

        private int AnySlot(out ModelTriggers.Waiter? waiter)
        {
            waiter = null;
            if (_model.All.Count == 0) return 0;
            ModelTriggers.Waiter any = waiter = _model.All[_rng.Next(_model.All.Count)];
            return Slots().First(s => _store.Triggers[s].Id == any.Terms.Id);
        }

        private void Show()
        {
            TriggerRef by = (TriggerRef)_rng.Next(1, 4);
            TriggerScope scope = _rng.Next(6) == 0 ? (TriggerScope)_rng.Next(4) : TriggerScope.All;
            int jump = _rng.Next(8) == 0 ? 30_000 : 4_000;
            long value = _values[(int)by] = Math.Max(300_000, _values[(int)by] + _rng.Next(-jump, jump));
            List<long> expected = _model.Show(by, value, _values[1], scope);
            Assert.Equal(expected.Count, Book.Collect(by, new(value), new(_values[1]), scope));
            Assert.Equal(expected, Waiting.Drain(_store));
            foreach (ModelTriggers.Waiter waiter in _model.All.Where(w => w.Peak != 0).Take(3))
            {
                int slot = Slots().First(s => _store.Triggers[s].Id == waiter.Terms.Id);
                Assert.Equal((long)waiter.Peak, Book.PeakOf(in _store.Triggers[slot]).Value);
            }
        }

        // Records with their peaks go over, in an order of their own; every tree and heap is built anew.
        private void Reload()
        {
            TriggerStore loaded = new(Capacity);
            TriggerBook book = new(loaded);
            foreach (int slot in Slots().OrderBy(_ => _rng.Next()))
            {
                Trigger told = _store.Triggers[slot];
                told.Peak = Book.PeakOf(in told);
                told.Links = default;
                told.TrailingGroup = 0;
                Waiting.Place(loaded, book, in told);
            }
            (_store, _book) = (loaded, book);
        }

        private IEnumerable<int> Slots() => Enumerable.Range(1, _store.Triggers.HighWater).Where(s => !_store.Triggers[s].Id.IsNone);
    }
}
