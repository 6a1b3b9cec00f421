const { Client } = require('pg');
const { createClient } = require('redis');
const { openBookings } = require('../src/bookings.js');

/** The module under test on the services of a stack, and the clients it works with. */
exports.connect = async ({ services }) => {
  const login = { user: 'theatre', password: 'theatre', database: 'theatre' };
  const database = new Client({ host: services.database.host, port: services.database.port(5432), ...login });
  const cache = createClient({ url: services.cache.url(6379, 'redis') });
  await Promise.all([database.connect(), cache.connect()]);
  const bookings = await openBookings({ database, cache });
  const close = async () => {
    cache.destroy();
    await database.end();
  };
  return { bookings, cache, database, close };
};
