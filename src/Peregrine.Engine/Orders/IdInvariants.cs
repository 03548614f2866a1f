using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>What is remembered by name: client ids, requests, deposits. Each is found under its name, once, and the queues hold them all.</summary>
internal static class IdInvariants
{
    public static void Check(EngineState state, ClientIds ids)
    {
        CheckFinished(ids);
        CheckOwners(state, ids);
        CheckRequests(state.Requests, state.Capacities.RequestKeysMax);
        CheckDeposits(state.DepositKeys, state.Seq);
    }

    private static void CheckFinished(ClientIds ids)
    {
        int count = 0;
        long seq = 0;
        for (int at = ids.OldestFinished; at != 0; at = ids.NextFinished(at))
        {
            FinishedClientId finished = ids.FinishedAt(at);
            Invariant.That(finished.FinishedSeq >= seq, "finished client ids are forgotten oldest first");
            Invariant.That(ids.IsListed(at), "a finished client id is found by its hash");
            (seq, count) = (finished.FinishedSeq, count + 1);
        }
        Invariant.That(count == ids.FinishedCount, "the queue of finished client ids holds them all");
    }

    // An account's own queue names its finished ids; together they are all of them.
    private static void CheckOwners(EngineState state, ClientIds ids)
    {
        int all = 0;
        int finished = 0;
        for (int id = 1; id <= state.AccountCount; id++)
        {
            ref Account account = ref state.Accounts[id];
            all += account.ClientIdCount;
            int last = 0;
            for (int at = account.FirstClientId; at != 0; at = ids.NextOfAccount(at))
            {
                Invariant.That(ids.FinishedAt(at).Account == id, "an account's queue holds its own client ids");
                (last, finished) = (at, finished + 1);
            }
            Invariant.That(last == account.LastClientId && account.ClientIdCount <= ClientIds.AccountMax, "an account's queue ends where it says");
        }
        Invariant.That(all == ids.Count, "accounts count their client ids");
        Invariant.That(finished == ids.FinishedCount, "every finished client id is in its account's queue");
    }

    private static void CheckRequests(RequestKeys requests, int capacity)
    {
        Invariant.That(requests.Count <= capacity, "no more requests are remembered than fit");
        for (int i = 0; i < requests.Count; i++)
        {
            bool found = requests.TryFind(requests.KeyAt(i), out long answer);
            Invariant.That(found && answer == requests.AnswerAt(i), "a request is found under its key");
        }
    }

    private static void CheckDeposits(DepositKeys deposits, long now)
    {
        long before = 0;
        for (int i = 0; i < deposits.Count; i++)
        {
            bool found = deposits.TryFind(deposits.KeyAt(i), out long seq);
            Invariant.That(found && seq == deposits.SeqAt(i), "a deposit is found under its source");
            Invariant.That(seq > before && seq <= now, "deposits lie in order of arrival");
            before = seq;
        }
    }
}
