using Peregrine.Core;
using Peregrine.Gateway.Native.Tables;
using Peregrine.History;
using Peregrine.Identity;
using Peregrine.Identity.SecondFactors;

namespace Peregrine.Gateway.Admin;

/// <summary>What two people of the venue decided is in the journal before identity hears of it; after a crash between the two, history still tells it.</summary>
internal sealed class Resumption(Gateway gateway)
{
    private const int DecisionsLookedAt = 1000;
    private static readonly TimeSpan AskedEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until history has a command, and gives what it tells.</summary>
    public async Task Run(long seq, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (await gateway.Venue.History.HasStored(seq))
                {
                    await ResumeRoles(stop);
                    await ResumeFactorResets(stop);
                    return;
                }
            }
            catch (StorageException)
            {
                // It cannot be read now; history says so itself.
            }
            await Task.Delay(AskedEvery, stop);
        }
    }

    private async Task ResumeRoles(CancellationToken stop)
    {
        HistoryPage told = await gateway.Venue.History.Ask(static history => history.Read(new HistoryQuery(HistoryTable.System, Limit: DecisionsLookedAt) { Kinds = [(int)EventKind.RoleGranted], NewestFirst = true }), stop);
        HashSet<long> seen = [];
        foreach (object?[] values in told.Rows)
        {
            RoleGranted granted = new HistoryRow(told.Columns, values, gateway.Terms).Body<RoleGranted>();
            if (seen.Add(granted.Person) && (int)gateway.People.Roles.Of(new PersonId(granted.Person)) != granted.Role) gateway.GiveRole(new PersonId(granted.Person), (Role)granted.Role, null);
        }
    }

    // Each counts from when it was allowed, and is known by its command's number.
    private async Task ResumeFactorResets(CancellationToken stop)
    {
        int[] kinds = [(int)EventKind.ChangeProposed, (int)EventKind.ChangeScheduled, (int)EventKind.FactorResetAllowed];
        HistoryPage told = await gateway.Venue.History.Ask(history => history.Read(new HistoryQuery(HistoryTable.System, Limit: DecisionsLookedAt) { Kinds = kinds, NewestFirst = true }), stop);
        Dictionary<long, int> proposers = [];
        Dictionary<long, ChangeScheduled> approvals = [];
        List<(long Seq, long TimeNs, long Person)> allowed = [];
        foreach (object?[] values in told.Rows)
        {
            HistoryRow row = new(told.Columns, values, gateway.Terms);
            if ((EventKind)row["kind"] == EventKind.ChangeProposed) proposers[row["seq"]] = row.Body<ChangeProposed>().Admin;
            else if ((EventKind)row["kind"] == EventKind.ChangeScheduled) approvals[row["seq"]] = row.Body<ChangeScheduled>();
            else allowed.Add((row["seq"], row["time_ns"], row.Body<FactorResetAllowed>().Person));
        }
        foreach ((long seq, long timeNs, long person) in allowed)
        {
            // Without its approval nobody knows what was allowed: a factor, or a way back.
            if (!approvals.TryGetValue(seq, out ChangeScheduled approval)) continue;
            var proposer = new PersonId(proposers.GetValueOrDefault(approval.Proposal));
            gateway.People.FactorResets.Allow(new FactorReset(seq, approval.Proposal, new PersonId(person), proposer, new PersonId(approval.Admin), timeNs / 1_000_000) { Email = gateway.People.FactorResets.EmailOf(approval.Proposal) }, null);
        }
    }
}
