const keptSeconds = 60;

/** An order that must not be stored; the message says why, for the log. */
export class InvalidOrder extends Error {}

/** Orders in the database, with those read lately in the cache. */
export async function openOrders({ database, cache }) {
  await database.query(
    'create table if not exists orders (id integer generated always as identity primary key, item text not null, quantity integer not null)',
  );
  return {
    async place(order) {
      const { item, quantity } = checked(order);
      const { rows } = await database.query('insert into orders (item, quantity) values ($1, $2) returning id, item, quantity', [item, quantity]);
      return rows[0];
    },

    /** Resolves with the order and whether the cache had it; the order is undefined when there is none. */
    async find(id) {
      const key = `order:${id}`;
      const kept = await cache.get(key);
      if (kept !== null) return { order: JSON.parse(kept), cached: true };
      const { rows } = await database.query('select id, item, quantity from orders where id = $1', [id]);
      if (rows.length > 0) await cache.set(key, JSON.stringify(rows[0]), { EX: keptSeconds });
      return { order: rows[0], cached: false };
    },

    async check() {
      await Promise.all([database.query('select 1'), cache.ping()]);
    },
  };
}

function checked(order) {
  const { item, quantity } = order ?? {};
  if (typeof item !== 'string' || item.trim() === '') {
    throw new InvalidOrder(`item must be a name, got ${JSON.stringify(item)}`);
  }
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 100) {
    throw new InvalidOrder(`quantity must be a whole number from 1 to 100, got ${JSON.stringify(quantity)}`);
  }
  return { item, quantity };
}
