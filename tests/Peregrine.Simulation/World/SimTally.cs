namespace Peregrine.Simulation.World;

/// <summary>What happened in a run: a simulation in which nothing went wrong has shown nothing.</summary>
internal sealed record SimTally(
    int PowerCuts = 0, int Kills = 0, int ReadOnly = 0, int TornTails = 0, int Audits = 0, int Refused = 0, long Commands = 0, long Acknowledged = 0,
    int Snapshots = 0, int FromSnapshot = 0, int BadSnapshots = 0, int EventCuts = 0, int Forgotten = 0, int Gaps = 0, int Rebuilds = 0, int Answers = 0)
{
    public static SimTally operator +(SimTally a, SimTally b) => new(
        a.PowerCuts + b.PowerCuts, a.Kills + b.Kills, a.ReadOnly + b.ReadOnly, a.TornTails + b.TornTails, a.Audits + b.Audits, a.Refused + b.Refused,
        a.Commands + b.Commands, a.Acknowledged + b.Acknowledged, a.Snapshots + b.Snapshots, a.FromSnapshot + b.FromSnapshot, a.BadSnapshots + b.BadSnapshots,
        a.EventCuts + b.EventCuts, a.Forgotten + b.Forgotten, a.Gaps + b.Gaps, a.Rebuilds + b.Rebuilds, a.Answers + b.Answers);
}
