/**
 * The one frame loop. Sockets write stores and stores become dirty; once a frame everything dirty is told and painted, and nothing else asks for animation frames.
 * A hidden tab gets no frames: nothing is painted there, and everything is fresh at the first frame after it comes back.
 */
type Job = () => void;

const told = new Set<Job>();
const painted = new Set<Job>();
let isDue = false;

/** Runs once in the next frame, before what is painted: stores tell their readers so. */
export function tellNextFrame(job: Job): void {
  told.add(job);
  ask();
}

/** Runs once in the next frame, after all stores have told: canvases are drawn so. */
export function paintNextFrame(job: Job): void {
  painted.add(job);
  ask();
}

/** Takes a job back that may still be due. */
export function forget(job: Job): void {
  told.delete(job);
  painted.delete(job);
}

function ask(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(frame);
}

function frame(): void {
  isDue = false;
  run(told);
  run(painted);
}

// Whoever is added while the set runs belongs to the next frame.
function run(jobs: Set<Job>): void {
  const now = [...jobs];
  jobs.clear();
  for (const job of now) job();
}
