export { canHavePrivateEngine, PrivateEngine } from '../../scripts/faults/private-engine.mjs';
