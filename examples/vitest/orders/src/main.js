import { createServer } from 'node:http';
import pg from 'pg';
import { createClient } from 'redis';
import { answer } from './answer.js';
import { openOrders } from './orders.js';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const cache = createClient({ url: process.env.CACHE_URL });

// A lost connection is retried by both clients; without a listener it would end the process.
database.on('error', (error) => console.error(`error: database: ${error.message}`));
cache.on('error', (error) => console.error(`error: cache: ${error.message}`));

await cache.connect();
const orders = await openOrders({ database, cache });
const server = createServer((request, response) => answer(request, response, orders));
server.listen(3000, () => console.log('orders service listens on port 3000'));

process.on('SIGTERM', () => {
  server.close(async () => {
    await Promise.all([database.end(), cache.close()]);
    console.log('orders service stopped');
  });
  server.closeIdleConnections();
});
