/** A thread beside the window's that saves and keeps its documents. */
import { serveKeeper } from './serve-keeper';

serveKeeper(self);
