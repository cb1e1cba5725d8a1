/** A thread beside the window's, for what would hold it up. */
import { serveJobs, type JobChannel } from './serve-jobs';

// The scope of a worker, which the types of the window do not know.
serveJobs(self as unknown as JobChannel);
