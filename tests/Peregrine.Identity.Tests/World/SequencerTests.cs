using Peregrine.Core;
using Peregrine.Identity.Keys;
using Peregrine.Identity.People;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Identity.Tests.World;

/// <summary>The registry against the sequencer itself: threads, a journal on the disk, and a restart of both.</summary>
public class SequencerTests
{
    private static readonly SequencerOptions Small = new() { Journal = new() { SegmentBytes = 4 << 20 }, EventRingBytes = 1 << 20, RingCommands = 256, WaitersMax = 256 };

    [Fact]
    public async Task People_accounts_and_keys_outlive_a_restart_of_engine_and_registry()
    {
        string folder = Directory.CreateTempSubdirectory("peregrine-identity-venue-").FullName;
        try
        {
            await Start(folder, async (port, registry) =>
            {
                await port.Submit([Command.Of(Genesis.Default with { OrdersMax = 1024, TriggersMax = 512, LadderTicks = 256 })]);
                await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
                {
                    Assert.Null(await registry.People.SignUp($"p{i}@example.org", Home.Password, Home.Caller));
                    SignedIn person = (await registry.People.SignIn($"p{i}@example.org", Home.Password, Home.Caller)).Value!;
                    Assert.True((await registry.Accounts.OpenSub(person.Person.Id, "sub", Home.Caller)).IsOk);
                    Assert.True((await registry.Keys.CreateHmac(person.Person.Id, person.Account, Home.Terms(), Home.Caller)).IsOk);
                }));
            });
            await Start(folder, async (_, registry) =>
            {
                Assert.Equal(0, await registry.Resume());
                List<int> accounts = [], keys = [];
                for (int i = 0; i < 8; i++)
                {
                    SignedIn person = (await registry.People.SignIn($"p{i}@example.org", Home.Password, Home.Caller)).Value!;
                    accounts.AddRange(registry.Accounts.Of(person.Person.Id).Select(static a => a.Account));
                    ApiKeyInfo key = Assert.Single(registry.Keys.Of(person.Person.Id, person.Account));
                    keys.Add(key.Key);
                    // The engine of after the restart knows the key and its number.
                    Assert.True((await registry.Keys.Change(person.Person.Id, key.Name, Home.Terms(Scopes.Read), Home.Caller)).IsOk);
                    Assert.Null(await registry.Keys.Revoke(person.Person.Id, key.Name, Home.Caller));
                }
                Assert.Equal(Enumerable.Range(1, 16), accounts.Order());
                Assert.Equal(Enumerable.Range(1, 8), keys.Order());
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Start(string folder, Func<ICommandPort, Registry, Task> story)
    {
        string people = Directory.CreateDirectory(Path.Combine(folder, "identity")).FullName;
        var clock = new SteadyClock();
        using PosixStorage storage = PosixStorage.At(Path.Combine(folder, "journal"));
        using var sequencer = Sequencer.Sequencer.Open(storage, clock, Small);
        using var threads = new SequencerThreads(sequencer, clock);
        using Registry registry = Registry.Open(people, sequencer, Home.Quick, TimeProvider.System);
        await story(sequencer, registry);
    }
}
