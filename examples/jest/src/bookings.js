const keptSeconds = 60;

/** Seats and who has them: in the database, with those looked up lately in the cache. */
exports.openBookings = async ({ database, cache }) => {
  await database.query('create table if not exists bookings (play text not null, seat integer not null, guest text not null, unique (play, seat))');
  return {
    /** Resolves with whether the guest got the seat. Why not, the database knows. */
    async book({ play, seat, guest }) {
      try {
        await database.query('insert into bookings (play, seat, guest) values ($1, $2, $3)', [play, seat, guest]);
        return true;
      } catch (error) {
        if (error.code === undefined) throw error;
        return false;
      }
    },

    /** Resolves with the guest, or undefined for a seat that is free, and whether the cache knew. */
    async guestOf({ play, seat }) {
      const key = `${play}:${seat}`;
      const kept = await cache.get(key);
      if (kept !== null) return { guest: kept, cached: true };
      const { rows } = await database.query('select guest from bookings where play = $1 and seat = $2', [play, seat]);
      if (rows.length > 0) await cache.set(key, rows[0].guest, { EX: keptSeconds });
      return { guest: rows[0]?.guest, cached: false };
    },
  };
};
