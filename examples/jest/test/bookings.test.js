const { connect } = require('./connect.js');

// The stack that the config names, shared by all tests of the run: each test works on a play of its own.
const { theatre } = stacks;

let house;
beforeAll(async () => {
  house = await connect(theatre);
});
afterAll(() => house.close());

test('keeps a booking in the database', async () => {
  expect(await house.bookings.book({ play: 'Hamlet', seat: 7, guest: 'Ophelia' })).toBe(true);
  const { rows } = await house.database.query("select seat, guest from bookings where play = 'Hamlet'");
  expect(rows).toEqual([{ seat: 7, guest: 'Ophelia' }]);
});

test('gives a seat to one guest only', async () => {
  const answers = await Promise.all(['Romeo', 'Paris'].map((guest) => house.bookings.book({ play: 'Romeo and Juliet', seat: 1, guest })));
  expect(answers.sort()).toEqual([false, true]);
});

test('answers from the cache when a seat is looked up again', async () => {
  await house.bookings.book({ play: 'Macbeth', seat: 3, guest: 'Banquo' });
  const seat = { play: 'Macbeth', seat: 3 };
  expect(await house.bookings.guestOf(seat)).toEqual({ guest: 'Banquo', cached: false });
  expect(await house.bookings.guestOf(seat)).toEqual({ guest: 'Banquo', cached: true });
  expect(await house.cache.ttl('Macbeth:3')).toBeGreaterThan(0);
});

test('sees the database from inside its container', async () => {
  const { stdout } = await theatre.services.database.exec(['psql', '-U', 'theatre', '-d', 'theatre', '-At', '-c', "select to_regclass('bookings')"]);
  expect(stdout.trim()).toBe('bookings');
});
