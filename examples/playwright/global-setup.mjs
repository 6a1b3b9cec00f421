import { up } from 'seaworthy';

/** One stack for the run: up before the first test, gone with its volumes after the last. */
export default async function globalSetup() {
  const shop = await up('compose.yaml');
  // Workers inherit the environment; a snapshot is plain data.
  process.env.SHOP = JSON.stringify(shop.snapshot());
  return async () => {
    await shop.down();
  };
}
