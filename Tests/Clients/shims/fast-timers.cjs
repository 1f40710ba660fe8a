// Preloaded into node: the five seconds that the printed programs wait between polls become none.
// All other delays stay, because node's own fetch keeps its time-outs with the same function.
const setTimeoutAsItWas = globalThis.setTimeout;
globalThis.setTimeout = (callback, delay, ...rest) => setTimeoutAsItWas(callback, delay === 5000 ? 0 : delay, ...rest);
