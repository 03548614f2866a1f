using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Does one command.</summary>
internal delegate RejectCode CommandHandler(in Command command, ref Outcome outcome);
