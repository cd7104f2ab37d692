/**
 * How Node is started wherever a process of ours is. Young objects of a busy sale (rows, promises, buffers) outlive the
 * small nursery V8 gives them by default and are copied for nothing: with more room the same purchases took a quarter less
 * processor time (docs/performance.md). `npm start` names the same in package.json.
 */
export const NODE_ARGUMENTS = ['--enable-source-maps', '--max-semi-space-size=64'] as const;
