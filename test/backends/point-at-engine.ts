import { engineUnderTest } from './engine-under-test.ts';

const { host } = engineUnderTest();
if (host !== undefined) process.env['DOCKER_HOST'] = host;
