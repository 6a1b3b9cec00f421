const { connect } = require('./connect.js');

// The module answers only that it did not work; why, the database says in its log, and that is what stands under the error.
test('moves a guest to a seat nearer to the stage', async () => {
  const { bookings, close } = await connect(stacks.theatre);
  try {
    await bookings.book({ play: 'The Tempest', seat: 12, guest: 'Ariel' });
    await bookings.book({ play: 'The Tempest', seat: 2, guest: 'Caliban' });
    expect(await bookings.book({ play: 'The Tempest', seat: 2, guest: 'Ariel' })).toBe(true);
  } finally {
    await close();
  }
});
