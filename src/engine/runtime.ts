/** The runtime, which keeps to itself what it does. */
import ort from 'onnxruntime-node';

// It reports its use to its maker over the network unless this is set before its first session.
process.env.ORT_DISABLE_TELEMETRY = '1';

export default ort;
